import { type CategoricalColumn, type Matrix, requireMatrix } from "../matrix.js";
import { type MixedRows, mixedRows } from "../numeric/mixedRows.js";
import type { GivenPrototypes, PrototypeSolution } from "../numeric/prototypeDescent.js";
import { prototypeSearch } from "../numeric/prototypeSearch.js";
import type { StartRule } from "../numeric/prototypeStart.js";
import { Prototypes } from "../numeric/prototypes.js";
import { type Paced, pace } from "../pace.js";
import { orderBySize, type Search } from "../segmentation.js";
import { betweenStarts } from "./betweenStarts.js";
import { checkSearch } from "./checkSearch.js";
import { searchReport } from "./searchReport.js";
import { seldomFound } from "./seldomFound.js";

/** What k-modes and k-prototypes have in common, checked and with defaults. */
export interface PrototypeFitPlan extends Paced {
  /** What the method is called in messages. */
  readonly name: string;
  readonly k: number;
  readonly restarts: number | undefined;
  readonly start: StartRule | undefined;
  /** Levels and numbers to start from, one row per segment, numbers first. */
  readonly given: readonly (readonly (number | string | null)[])[] | undefined;
  readonly maxIterations: number;
  readonly singleMoves: boolean;
  readonly swaps: number | undefined;
  readonly seed: number;
  readonly threads: number | undefined;
  readonly gamma: number;
  /** Whether answers differ by their rarity. */
  readonly rare?: boolean;
  /** Units of the numbers, where they differ by absolute differences; squared differences where absent. */
  readonly ranges?: readonly number[];
}

/** The best solution, in label order. */
export interface PrototypeFit {
  readonly labels: Int32Array;
  readonly sizes: readonly number[];
  readonly centers: readonly (readonly number[])[];
  readonly modes: readonly (readonly (string | null)[])[];
  readonly ties: readonly number[];
  readonly frequencies: readonly (readonly (readonly [string, number])[])[];
  readonly swaps: number;
  readonly cost: number;
  readonly converged: boolean;
  readonly iterations: number;
  readonly search: Search;
  readonly warnings: readonly string[];
}

/** A best solution that came back so often leaves little room for a better one. */
const enoughTimes = 20;

/**
 * Finds the k prototypes with the least cost from many starts.
 *
 * @throws RangeError where k is more than the number of distinct rows, a given start does not suit the columns, or the numbers are beyond
 *   what a double holds.
 */
export async function prototypeFit(
  values: readonly Float64Array[],
  categorical: readonly CategoricalColumn[],
  rows: number,
  plan: PrototypeFitPlan,
): Promise<PrototypeFit> {
  const { name, k, restarts, start, given, maxIterations, seed, threads, gamma, ranges } = plan;
  checkSearch({ k, restarts, maxIterations, tolerance: 0, seed, threads });
  if (plan.swaps !== undefined && (!Number.isInteger(plan.swaps) || plan.swaps < 0))
    throw new RangeError(`expected swaps to be a whole number of 0 or more, got ${plan.swaps}`);
  if (start !== undefined && start !== "cao" && start !== "huang" && start !== "spread")
    throw new RangeError(`expected start to be "cao", "huang" or "spread", got ${JSON.stringify(start)}`);
  const scaled = ranges === undefined ? values : values.map((column, j) => column.map((value) => value / ranges[j]!));
  const { mixed, numbers } = mixedRows(scaled, categorical, rows, typeof SharedArrayBuffer === "function");
  if (mixed.count < k)
    throw new RangeError(
      `expected k of at most ${mixed.count}, the number of distinct rows of the matrix, got ${k}; ask for fewer segments`,
    );
  const frequency = frequencies(mixed);
  const measure = {
    k,
    gamma,
    ...(plan.rare ? { rarity: frequency.map((count) => (count > 0 ? 1 / count : 0)) } : {}),
    ...(ranges === undefined ? {} : { absolute: true }),
  };
  const from = given && givenStart(given, { values, categorical, begins: mixed.begins, ranges, k });
  const single = k === 1 || ((from !== undefined || start === "cao") && restarts === undefined);
  const size = mixed.count * (mixed.width + mixed.answers) * k;
  const swaps =
    k === 1
      ? 0
      : (plan.swaps ??
        (single || restarts !== undefined || !plan.singleMoves ? 0 : Math.min(10, Math.floor(5e6 / size))));
  const starts = single ? 1 : (restarts ?? mostRestarts(size * (1 + swaps)));
  const clock = pace(starts, plan);
  const found = await prototypeSearch(
    {
      rows: mixed,
      measure,
      from: (number) =>
        number > 0 ? (start === undefined || start === "cao" ? "spread" : start) : (from ?? start ?? "cao"),
      seed,
      maxIterations,
      singleMoves: plan.singleMoves,
      swaps,
    },
    {
      starts,
      enough: restarts === undefined ? enoughTimes : Number.POSITIVE_INFINITY,
      ...(threads === undefined ? {} : { threads }),
    },
    betweenStarts(clock, `${name}, k ${k}`, starts),
  );
  clock.finish(`${name}, k ${k}`);

  const solutions = found.filter((solution) => solution.cost < Number.POSITIVE_INFINITY);
  const cost = Math.min(...solutions.map((solution) => solution.cost));
  const best = solutions.find((solution) => solution.cost === cost);
  if (best === undefined)
    throw new RangeError(
      `expected rows that can be told apart, got segments without rows, or distances that no double can hold: rows that differ in missing answers only are alike, and so are those whose numbers are too large or too close; ask for fewer segments, or scale the columns`,
    );
  const prototypes = new Prototypes(mixed, measure);
  for (let c = 0; c < k; c++)
    prototypes.put(
      c,
      best.centers.subarray(c * mixed.width, (c + 1) * mixed.width),
      best.modes.subarray(c * mixed.answers, (c + 1) * mixed.answers),
    );
  prototypes.assign();
  const { labels, sizes, order } = orderBySize(
    numbers.map((number) => prototypes.labels[number]!),
    k,
  );
  const search = { ...searchReport(solutions.map((solution) => solution.cost)), restarts: found.length };
  // Medians are values of rows: found again in their own units, they give the same distances when they are scaled once more.
  const unscaled = values.map((column, j) => new Map(ranges && Array.from(column, (v) => [v / ranges[j]!, v])));
  return {
    labels,
    sizes,
    centers: order.map((old) =>
      Array.from(
        best.centers.subarray(old * mixed.width, (old + 1) * mixed.width),
        (value, j) => unscaled[j]!.get(value) ?? value,
      ),
    ),
    modes: order.map((old) =>
      categorical.map(({ levels }, j) => levels[best.modes[old * mixed.answers + j]! - mixed.begins[j]!] ?? null),
    ),
    ties: order.map((_, old) => order.indexOf(old)),
    frequencies: categorical.map(({ levels }, j) =>
      levels
        .map((level, code) => [level, frequency[mixed.begins[j]! + code]!] as const)
        .filter(([, count]) => count > 0),
    ),
    swaps,
    cost,
    converged: best.converged,
    iterations: best.iterations,
    search,
    warnings: [
      ...missingInWords(categorical),
      ...doubts(solutions, search, { name, k, maxIterations, given: from !== undefined, best }),
    ],
  };
}

/** Starts at most: as many as some seconds hold, for a start costs time in proportion to `size`: rows, columns, segments and swaps. */
function mostRestarts(size: number): number {
  return Math.max(10, Math.min(500, Math.floor(5e7 / size)));
}

/** How many rows gave each answer; 0 for missing ones. */
function frequencies({ count, answers, slots, begins, weights }: MixedRows): Float64Array {
  const found = new Float64Array(begins[answers]!);
  for (let i = 0; i < count; i++)
    for (let j = 0; j < answers; j++) {
      const slot = slots[i * answers + j]!;
      if (slot < begins[j + 1]! - 1) found[slot] = found[slot]! + weights[i]!;
    }
  return found;
}

function givenStart(
  given: readonly (readonly (number | string | null)[])[],
  {
    values,
    categorical,
    begins,
    ranges,
    k,
  }: {
    values: readonly Float64Array[];
    categorical: readonly CategoricalColumn[];
    begins: Int32Array;
    ranges: readonly number[] | undefined;
    k: number;
  },
): GivenPrototypes {
  const width = values.length;
  if (given.length !== k)
    throw new RangeError(`expected ${k} rows to start from, one per segment, got ${given.length}`);
  given.forEach((row, c) => {
    if (row.length !== width + categorical.length)
      throw new RangeError(
        `expected ${width + categorical.length} values in row ${c + 1} of the start, one per column, got ${row.length}`,
      );
    row.forEach((value, j) => {
      if (
        j < width ? !Number.isFinite(value) : value !== null && !categorical[j - width]!.levels.includes(String(value))
      )
        throw new RangeError(
          `expected ${j < width ? "a finite number" : `a level of ${categorical[j - width]!.name}, or null,`} in row ${c + 1} of the start, got ${JSON.stringify(value)}`,
        );
    });
  });
  return {
    centers: Float64Array.from(
      given.flatMap((row) => row.slice(0, width).map((value, j) => Number(value) / (ranges?.[j] ?? 1))),
    ),
    modes: Int32Array.from(
      given.flatMap((row) =>
        row
          .slice(width)
          .map((value, j) => (value === null ? -1 : begins[j]! + categorical[j]!.levels.indexOf(String(value)))),
      ),
    ),
  };
}

function missingInWords(categorical: readonly CategoricalColumn[]): string[] {
  const incomplete = categorical.filter(({ codes }) => codes.includes(-1));
  if (incomplete.length === 0) return [];
  const rows = categorical[0]!.codes.length;
  let [missing, silent] = [0, 0];
  for (let i = 0; i < rows; i++) {
    const own = incomplete.reduce((sum, { codes }) => sum + Number(codes[i]! < 0), 0);
    missing += own;
    if (own === categorical.length) silent++;
  }
  const shown = incomplete.slice(0, 5).map(({ name }) => name);
  const more = incomplete.length > 5 ? ` and ${incomplete.length - 5} more` : "";
  return [
    `${missing} of ${rows * categorical.length} answers are missing (in ${shown.join(", ")}${more}): a missing answer counts nothing, neither in the distance of its row nor in the mode of its segment.`,
    ...(silent === 0
      ? []
      : [`${silent} rows have no answer in any categorical column, so no category says where they belong.`]),
  ];
}

function doubts(
  solutions: readonly PrototypeSolution[],
  search: Search,
  {
    name,
    k,
    maxIterations,
    given,
    best,
  }: { name: string; k: number; maxIterations: number; given: boolean; best: PrototypeSolution },
): string[] {
  const { restarts, timesFound, optima } = search;
  const more = (value: number) =>
    search.best > 0 ? `${((value / search.best - 1) * 100).toPrecision(2)} %` : value.toPrecision(2);
  const found: string[] = [];
  if (!best.converged)
    found.push(
      `${name} had not converged after ${maxIterations} iterations: raise maxIterations before using the segments.`,
    );
  const own = solutions[0]!.cost;
  if (given && own > search.best * (1 + 1e-9))
    found.push(
      `The given start leads to a solution that costs ${more(own)} more than the best of ${restarts - 1} other starts, which is returned.`,
    );
  else if (seldomFound(search)) {
    const times = timesFound === 1 ? "only once" : `in only ${timesFound} of them`;
    const next = optima![1] === undefined ? "" : `; the next best costs ${more(optima![1].value)} more`;
    found.push(
      `The best of ${restarts} starts was found ${times}${next}. A better one may exist: raise restarts, or choose another k.`,
    );
  }
  if (restarts === 1 && k > 1)
    found.push(
      `Only one start was tried${given ? ", the given one" : ""}, so nothing tells whether a better solution exists.`,
    );
  return found;
}

/** Throws unless a Matrix with rows was given. */
export function requireRows(matrix: Matrix): void {
  requireMatrix(matrix);
  if (matrix.rows === 0) throw new RangeError("expected a matrix with at least one row, got none");
}
