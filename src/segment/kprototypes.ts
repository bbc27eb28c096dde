import { requireOptions } from "../errors.js";
import { type Matrix, requireFinite } from "../matrix.js";
import { momentsOf } from "../numeric/moments.js";
import type { Paced } from "../pace.js";
import type { Segmentation } from "../segmentation.js";
import { prototypeFit, requireRows } from "./prototypeFit.js";

/** Options of `kprototypes`. */
export interface KprototypesOptions extends Paced {
  /** Number of segments; may be left out where `prototypes` are given. */
  k?: number;
  /**
   * "huang": squared differences of numbers plus `gamma` for each answer that differs. "gower": absolute differences of numbers in units
   * of their range plus 1 for each answer that differs, over the number of columns (Gower 1971), so that no gamma is needed.
   */
  distance?: "huang" | "gower";
  /** What one answer that differs costs, in squared units of the numbers. Where absent: half the mean standard deviation of the numeric columns. */
  gamma?: number;
  /** How starts are drawn; see `kmodes`. Where absent: Cao's start first, then spread ones. */
  start?: "cao" | "huang" | "spread";
  /**
   * A start that is given: for each segment a number per numeric column and then a level per categorical column (null for none). It is the only
   * one unless `restarts` asks for more.
   */
  prototypes?: readonly (readonly (number | string | null)[])[];
  /**
   * Starts, the best of which is kept. Where absent: until the best solution has come back twenty times, but no more than 500 or,
   * for large data, fewer (at least 10); one for Cao's start and for given prototypes.
   */
  restarts?: number;
  /** Most passes over the rows in one start, and again after each swap. */
  maxIterations?: number;
  /** Whether single moves follow Huang's passes. Without them a start ends where Huang's algorithm does. With "gower" there are none. */
  singleMoves?: boolean;
  /**
   * How often each start then puts one segment on another row, drawn at random, to see whether that leads lower. Where absent: 10, fewer for large
   * data, and none where `restarts` or the start is given or single moves are not wanted.
   */
  swaps?: number;
  /** Seed of the starts: a whole number. */
  seed?: number;
  /** Threads at most; all of the machine where absent. The result is the same for any number. */
  threads?: number;
}

/**
 * Finds `k` segments of rows with like numbers and like answers (k-prototypes: Huang 1998). Each segment has a prototype: the means of its
 * numbers and the most frequent answers of its categorical columns. The cost is the sum over the rows of the squared distance
 * to the numbers of their prototype plus `gamma` times the answers that differ from it.
 *
 * `gamma` is the exchange rate between both: one answer that differs counts as much as a number that differs by the square root of gamma. Where it is
 * absent it is half the mean (population) standard deviation of the numeric columns, as Huang (1997) advises; 1 where no number varies.
 * It stands in `parameters`, and a warning says so where numbers or categories hardly count with it. Scale the columns (see `matrix`), or
 * the number with the largest unit decides.
 *
 * With "gower" the numbers of a prototype are medians (of two middle values the lower), and every column counts at most 1 in
 * the distance, so that no gamma has to be chosen and far values pull less; single moves are not tried then.
 *
 * Starts, single moves, swaps, ties, empty segments and missing answers are those of `kmodes`: a missing answer counts nothing. Missing numbers are dealt
 * with by `matrix`. Cao's start looks for rows with frequent answers that are far in numbers and answers. Without categorical columns this is
 * k-means, without numeric ones k-modes.
 *
 * When it misleads: it always finds k segments, round ones in the numbers. The segments change with gamma, and no figure of this
 * solution says which gamma is right: try half and twice of it, and look at `variableImportance`. Costs of different gammas or distances
 * cannot be compared.
 *
 * @returns A Segmentation with `quality.cost`, in squared units of the numbers (with "gower" the sum of Gower's distances).
 * @throws RangeError where k is not a whole number from 1 to the number of distinct rows, gamma is no finite number of 0 or more, or
 *   another option is out of range.
 *
 * @example
 * const customers = matrix(
 *   [
 *     { customer: "Ada", spend: 1, channel: "web" },
 *     { customer: "Alan", spend: 2, channel: "web" },
 *     { customer: "Grace", spend: 8, channel: "shop" },
 *     { customer: "Edsger", spend: 9, channel: "shop" },
 *     { customer: "Barbara", spend: 9, channel: "web" },
 *   ],
 *   { columns: ["spend"], categorical: ["channel"] },
 * );
 * const segments = await kprototypes(customers, { k: 2 });
 * console.log(segments.labels); // Int32Array(5) [ 1, 1, 0, 0, 0 ]
 * console.log(Number(segments.parameters.gamma).toFixed(2)); // 1.77
 */
export async function kprototypes(matrix: Matrix, options: KprototypesOptions): Promise<Segmentation> {
  requireOptions(options, known, "kprototypes");
  const { prototypes, k = prototypes?.length ?? Number.NaN, distance = "huang", start, restarts } = options;
  const { maxIterations = 300, singleMoves = true, swaps, seed = 1, threads, onProgress, signal } = options;
  requireRows(matrix);
  const { columns, values, categorical } = matrix;
  if (columns.length + categorical.length === 0)
    throw new RangeError("expected a matrix with at least one column, got none");
  if (distance !== "huang" && distance !== "gower")
    throw new RangeError(`expected distance to be "huang" or "gower", got ${JSON.stringify(distance)}`);
  const gower = distance === "gower";
  if (options.gamma !== undefined && !(options.gamma >= 0 && options.gamma < Number.POSITIVE_INFINITY))
    throw new RangeError(`expected gamma to be a number of 0 or more, got ${options.gamma}`);
  if (gower && options.gamma !== undefined)
    throw new RangeError(
      `expected no gamma with distance "gower", where each column counts the same, got ${options.gamma}`,
    );
  requireFinite(matrix);
  const { gamma, rule } = gower
    ? { gamma: 1, rule: "each column counts the same (Gower)" }
    : options.gamma !== undefined
      ? { gamma: options.gamma, rule: "given" }
      : gammaOf(values);
  const ranges = gower ? values.map(rangeOf) : undefined;
  const found = await prototypeFit(values, categorical, matrix.rows, {
    name: "k-prototypes",
    k,
    restarts,
    start,
    given: prototypes,
    maxIterations,
    singleMoves,
    swaps,
    seed,
    threads,
    gamma,
    ...(ranges === undefined ? {} : { ranges }),
    ...(onProgress === undefined ? {} : { onProgress }),
    ...(signal === undefined ? {} : { signal }),
  });
  const { labels, sizes, search, converged, iterations } = found;
  return {
    method: "kprototypes",
    k,
    ids: matrix.ids,
    labels,
    sizes,
    parameters: {
      k,
      distance,
      ...(gower ? {} : { gamma }),
      gammaRule: rule,
      start: prototypes === undefined ? (start ?? "cao, then spread") : "given",
      restarts: search.restarts,
      maxIterations,
      singleMoves: singleMoves && !gower,
      swaps: found.swaps,
      ...(prototypes === undefined ? {} : { prototypes: prototypes.map((row) => [...row]) }),
    },
    quality: { cost: gower ? found.cost / (columns.length + categorical.length) : found.cost },
    search: gower ? perColumn(found.search, columns.length + categorical.length) : search,
    seed,
    converged,
    iterations,
    model: {
      kind: "prototypes",
      columns,
      centers: found.centers,
      categorical: categorical.map(({ name }) => name),
      modes: found.modes,
      gamma,
      ...(ranges === undefined ? {} : { ranges }),
      ties: found.ties,
      preparation: matrix.preparation,
    },
    warnings: [
      ...(matrix.preparation.warnings ?? []),
      ...found.warnings,
      ...(gower ? [] : balanceInWords(matrix, gamma, rule)),
    ],
  };
}

/** Half the mean standard deviation, in which half a unit of a number and an answer count alike. */
function gammaOf(values: readonly Float64Array[]): { gamma: number; rule: string } {
  // In order of size, so that the order of the rows does not decide the last digit.
  const { squares, count } = momentsOf(values.map((column) => column.slice().sort()));
  const deviations = Array.from(squares, (sum) => Math.sqrt(sum / count));
  const gamma = deviations.reduce((sum, deviation) => sum + deviation / deviations.length / 2, 0);
  if (!Number.isFinite(gamma))
    throw new RangeError(
      "expected numbers whose standard deviation a double can hold; scale the columns, or give gamma",
    );
  return gamma > 0
    ? { gamma, rule: "half the mean standard deviation of the numeric columns (Huang 1997)" }
    : { gamma: 1, rule: "1, since no numeric column varies" };
}

/** Largest less smallest value; 1 for a constant column, whose rows do not differ. */
function rangeOf(column: Float64Array): number {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of column) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (!Number.isFinite(high - low))
    throw new RangeError("expected numbers whose range a double can hold; scale the columns");
  return high > low ? high - low : 1;
}

function perColumn(search: NonNullable<Segmentation["search"]>, columns: number): NonNullable<Segmentation["search"]> {
  return {
    ...search,
    best: search.best / columns,
    optima: search.optima!.map(({ value, times }) => ({ value: value / columns, times })),
  };
}

/** Says so where, without segments, one kind of column makes nearly all of the cost, and so would make the segments. */
function balanceInWords({ columns, values, categorical, rows }: Matrix, gamma: number, rule: string): string[] {
  if (columns.length === 0 || categorical.length === 0) return [];
  const numbers = momentsOf(values).squares.reduce((sum, value) => sum + value, 0);
  let answers = 0;
  for (const { codes, levels } of categorical) {
    const counts = new Float64Array(levels.length);
    let given = 0;
    for (let i = 0; i < rows; i++) {
      if (codes[i]! < 0) continue;
      given++;
      counts[codes[i]!] = counts[codes[i]!]! + 1;
    }
    answers += gamma * (given - counts.reduce((most, count) => Math.max(most, count), 0));
  }
  const share = answers / (answers + numbers);
  if (!(share < 0.05 || share > 0.95)) return [];
  const [few, many] = share < 0.05 ? ["categories", "numbers"] : ["numbers", "categories"];
  const percent = (100 * Math.min(share, 1 - share)).toPrecision(2);
  return [
    `With gamma ${gamma.toPrecision(3)} (${rule}) the ${few} make only ${percent} % of what rows differ by, so the ${many} decide the segments: scale the numeric columns, or give another gamma.`,
  ];
}

const known = {
  k: true,
  distance: true,
  gamma: true,
  start: true,
  prototypes: true,
  restarts: true,
  maxIterations: true,
  singleMoves: true,
  swaps: true,
  seed: true,
  threads: true,
  onProgress: true,
  signal: true,
} satisfies Record<keyof KprototypesOptions, true>;
