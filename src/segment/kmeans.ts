import type { Matrix } from "../matrix.js";
import { centroids } from "../numeric/centroids.js";
import { distinctRows } from "../numeric/distinctRows.js";
import { exchangePass } from "../numeric/exchangePass.js";
import { nearestCenter } from "../numeric/nearestCenter.js";
import { plusPlus } from "../numeric/plusPlus.js";
import { rowMajor } from "../numeric/rowMajor.js";
import { squaredDistance } from "../numeric/squaredDistance.js";
import { random } from "../random.js";
import { orderBySize, type Segmentation } from "../segmentation.js";
import { nearestLabels } from "./nearestLabels.js";
import { type Pace, type Paced, pace } from "./pace.js";
import { seldomFound } from "./seldomFound.js";

/** Options of `kmeans`. */
export interface KmeansOptions extends Paced {
  /** Number of segments; may be left out where `centers` are given. */
  k?: number;
  /** Random starts; the best is kept. 50 up to 20,000 rows; beyond, as many as a million rows hold, but at least 10. */
  restarts?: number;
  /** Most iterations of one start. */
  maxIterations?: number;
  /**
   * Stop early once the centers move, in squared distance, less than this times the mean variance of the columns. 0 goes
   * on until no row changes its segment.
   */
  tolerance?: number;
  /** Seed of the random starts: a whole number. */
  seed?: number;
  /** One given start instead of random ones: a row per segment, in the units of the matrix. */
  centers?: readonly (readonly number[])[];
  /** A positive weight per row: a row of weight 2 counts as two equal rows. */
  weights?: ArrayLike<number>;
}

/**
 * Finds `k` segments so that the rows lie as near as possible to the mean of their segment (k-means): it lowers the
 * inertia, the sum of squared distances of the rows to their segment's mean.
 *
 * Each start draws centers by greedy k-means++ (Arthur and Vassilvitskii 2007), moves rows to the nearest center until none
 * changes (Lloyd 1982), and then tries single moves that count how the means follow (Hartigan 1975), until neither helps. A
 * segment that loses all rows takes the row that is farthest from its own center. The best of `restarts` starts is kept;
 * `search.timesFound` counts the starts whose inertia came within a billionth of it. (For k 1 every start is the same, so
 * there is one.)
 *
 * When it misleads: it always finds k segments, also in a cloud without any. It looks for round groups of like spread, so
 * long, nested or very unequal groups are cut in odd places. Columns in larger units dominate (see `matrix`, scale), and
 * a few extreme customers can take a segment of their own. A best solution that was found once, or in fewer than a tenth of
 * the starts, may not be the best there is; `warnings` says so.
 *
 * @returns A Segmentation with `quality.inertia` in squared units of the matrix, segment 0 being the largest.
 * @throws RangeError where k is not a whole number from 1 to the number of distinct rows, or another option is out of range.
 *
 * @example
 * const points = matrixOf({ x: [0, 1, 2, 10, 11], y: [0, 0, 0, 5, 5] });
 * const segments = await kmeans(points, { k: 2, restarts: 10 });
 * console.log(segments.labels); // Int32Array(5) [ 0, 0, 0, 1, 1 ]
 * console.log(segments.quality.inertia); // 2.5
 */
export async function kmeans(matrix: Matrix, options: KmeansOptions): Promise<Segmentation> {
  const {
    k,
    restarts = usualRestarts(matrix?.rows),
    maxIterations = 300,
    tolerance = 0,
    seed = 1,
    centers,
    weights,
  } = options;
  const segments = checkOptions(matrix, { k, restarts, maxIterations, tolerance, centers, weights });
  const flat = rowMajor(matrix.values, matrix.rows);
  const width = matrix.columns.length;
  const distinct = distinctRows(flat, width, segments);
  if (distinct < segments)
    throw new RangeError(
      `expected k of at most ${distinct}, the number of distinct rows of the matrix, got ${segments}; ask for fewer segments`,
    );
  const problem: Problem = {
    flat,
    width,
    rows: matrix.rows,
    k: segments,
    weights: weights === undefined ? undefined : Float64Array.from(weights),
    maxIterations,
    stopAt: tolerance === 0 ? -1 : tolerance * meanVariance(flat, width, matrix.rows),
  };

  const starts = centers !== undefined || segments === 1 ? 1 : restarts;
  const generator = random(seed);
  const clock = pace(starts, options);
  const inertias: number[] = [];
  let best: Solution | undefined;
  for (let start = 0; start < starts; start++) {
    const from =
      centers === undefined
        ? startingCenters(problem, start, generator.fork(start))
        : Float64Array.from(centers.flatMap((row) => Array.from(row)));
    const found = await descend(problem, from, clock, start);
    inertias.push(found.inertia);
    if (best === undefined || found.inertia < best.inertia) best = found;
  }
  clock.finish(`k-means, k ${segments}`);

  const solution = best!;
  const timesFound = inertias.filter((inertia) => inertia <= solution.inertia * (1 + 1e-9)).length;
  const { labels, sizes, order } = orderBySize(solution.labels, segments);
  return {
    method: "kmeans",
    k: segments,
    ids: matrix.ids,
    labels,
    sizes,
    parameters: {
      k: segments,
      restarts: starts,
      maxIterations,
      tolerance,
      weighted: weights !== undefined,
      ...(centers === undefined ? {} : { centers: centers.map((row) => [...row]) }),
    },
    quality: { inertia: solution.inertia },
    search: { restarts: starts, timesFound, best: solution.inertia },
    ...(centers === undefined ? { seed } : {}),
    converged: solution.converged,
    iterations: solution.iterations,
    model: {
      kind: "centers",
      columns: matrix.columns,
      centers: order.map((old) => solution.centers[old]!),
      preparation: matrix.preparation,
    },
    warnings: [
      ...(matrix.preparation.warnings ?? []),
      ...doubts(matrix, solution, inertias, { timesFound, maxIterations, k: segments, given: centers !== undefined }),
    ],
  };
}

/** A start costs time in proportion to the rows: this keeps the whole search at about a million rows (see `restarts`). */
function usualRestarts(rows: number): number {
  return Math.max(10, Math.min(50, Math.floor(1_000_000 / rows)));
}

interface Problem {
  readonly flat: Float64Array;
  readonly width: number;
  readonly rows: number;
  readonly k: number;
  readonly weights: Float64Array | undefined;
  readonly maxIterations: number;
  /** Squared movement of the centers at which to stop; negative: only when no row changes. */
  readonly stopAt: number;
}

interface Solution {
  readonly labels: Int32Array;
  readonly centers: readonly (readonly number[])[];
  readonly inertia: number;
  readonly iterations: number;
  readonly converged: boolean;
}

function checkOptions(
  matrix: Matrix,
  options: Pick<KmeansOptions, "k" | "restarts" | "maxIterations" | "tolerance" | "centers" | "weights">,
): number {
  const { centers, weights, restarts, maxIterations, tolerance } = options;
  if (!Array.isArray((matrix as Partial<Matrix> | null)?.values))
    throw new TypeError("expected a Matrix, got something else; make one with matrix(table, { columns })");
  const k = options.k ?? centers?.length;
  if (!Number.isInteger(k) || k! < 1) throw new RangeError(`expected k to be a whole number of 1 or more, got ${k}`);
  if (matrix.columns.length === 0) throw new RangeError("expected a matrix with at least one numeric column, got none");
  if (!Number.isInteger(restarts) || restarts! < 1)
    throw new RangeError(`expected restarts to be a whole number of 1 or more, got ${restarts}`);
  if (!Number.isInteger(maxIterations) || maxIterations! < 1)
    throw new RangeError(`expected maxIterations to be a whole number of 1 or more, got ${maxIterations}`);
  if (!(tolerance! >= 0 && tolerance! < Number.POSITIVE_INFINITY))
    throw new RangeError(`expected tolerance to be a number of 0 or more, got ${tolerance}`);
  if (centers !== undefined) {
    if (centers.length !== k)
      throw new RangeError(`expected ${k} rows of centers, one per segment, got ${centers.length}`);
    centers.forEach((row, c) => {
      if (row.length !== matrix.columns.length || !row.every(Number.isFinite))
        throw new RangeError(
          `expected ${matrix.columns.length} finite numbers in centers[${c}], one per column, got ${JSON.stringify(row)}`,
        );
    });
  }
  if (weights !== undefined) {
    if (weights.length !== matrix.rows)
      throw new RangeError(`expected ${matrix.rows} weights, one per row, got ${weights.length}`);
    for (let i = 0; i < weights.length; i++)
      if (!(weights[i]! > 0 && weights[i]! < Number.POSITIVE_INFINITY))
        throw new RangeError(`expected weights above 0 and finite, got ${weights[i]} for row ${i + 1}`);
  }
  return k!;
}

function startingCenters(problem: Problem, start: number, generator: ReturnType<typeof random>): Float64Array {
  const { flat, width, k, weights } = problem;
  const { chosen, potential } = plusPlus(flat, width, k, weights, generator);
  if (!(potential > 0) || !Number.isFinite(potential))
    throw new RangeError(
      `expected rows whose squared distances a double can hold, got a sum of ${potential} in start ${start + 1}; scale the columns`,
    );
  const centers = new Float64Array(k * width);
  chosen.forEach((row, c) => {
    centers.set(flat.subarray(row * width, (row + 1) * width), c * width);
  });
  return centers;
}

/** From the given centers down to a solution that neither moving to the nearest center nor a single move improves. */
async function descend(problem: Problem, start: Float64Array, clock: Pace, done: number): Promise<Solution> {
  const { flat, width, rows, k, weights, maxIterations, stopAt } = problem;
  const labels = new Int32Array(rows).fill(-1);
  const distances = new Float64Array(rows);
  let centers = start;
  let converged = false;
  let iterations = 0;
  while (iterations < maxIterations && !converged) {
    iterations++;
    let changed = nearestCenter(flat, centers, width, labels, distances);
    const counts = countLabels(labels, k);
    changed += fillEmpty(labels, distances, counts);
    const next = centroids(flat, width, labels, k, weights);
    if (changed === 0 && exchangePass(flat, width, labels, next.centers, next.weight, counts, weights) === 0)
      converged = true;
    else if (changed > 0 && squaredDistance(centers, 0, next.centers, 0, k * width) <= stopAt) converged = true;
    // After moves the centers were updated row by row; the exact means keep rounding from adding up.
    centers = changed === 0 ? centroids(flat, width, labels, k, weights).centers : next.centers;
    if (clock.due()) await clock.rest(done, `k-means, k ${k}: start ${done + 1}, iteration ${iterations}`);
  }
  const rowsOfCenters = Array.from({ length: k }, (_, c) => Array.from(centers.subarray(c * width, (c + 1) * width)));
  const final = nearestLabels(flat, rowsOfCenters, rows);
  let inertia = 0;
  for (let i = 0; i < rows; i++) inertia += final.distances[i]! * (weights === undefined ? 1 : weights[i]!);
  if (!Number.isFinite(inertia))
    throw new RangeError(
      `expected rows whose squared distances a double can hold, got an inertia of ${inertia}; scale the columns`,
    );
  return { labels: final.labels, centers: rowsOfCenters, inertia, iterations, converged };
}

/** Gives each empty segment the row farthest from its own center, of those that do not stand alone. */
function fillEmpty(labels: Int32Array, distances: Float64Array, counts: Int32Array): number {
  let filled = 0;
  for (let empty = counts.indexOf(0); empty >= 0; empty = counts.indexOf(0)) {
    let farthest = -1;
    for (let i = 0; i < labels.length; i++)
      if (counts[labels[i]!]! > 1 && (farthest < 0 || distances[i]! > distances[farthest]!)) farthest = i;
    const from = labels[farthest]!;
    counts[from] = counts[from]! - 1;
    counts[empty] = 1;
    labels[farthest] = empty;
    distances[farthest] = 0;
    filled++;
  }
  return filled;
}

function countLabels(labels: Int32Array, k: number): Int32Array {
  const counts = new Int32Array(k);
  for (let i = 0; i < labels.length; i++) counts[labels[i]!] = counts[labels[i]!]! + 1;
  return counts;
}

function meanVariance(flat: Float64Array, width: number, rows: number): number {
  const { centers } = centroids(flat, width, new Int32Array(rows), 1);
  let squares = 0;
  for (let i = 0; i < rows; i++) squares += squaredDistance(flat, i * width, centers, 0, width);
  return squares / (rows * width);
}

function doubts(
  matrix: Matrix,
  solution: Solution,
  inertias: readonly number[],
  search: { timesFound: number; maxIterations: number; k: number; given: boolean },
): string[] {
  const { timesFound, maxIterations, k, given } = search;
  const starts = inertias.length;
  const found: string[] = [];
  if (!solution.converged)
    found.push(
      `k-means had not converged after ${maxIterations} iterations: raise maxIterations before using the segments.`,
    );
  if (seldomFound({ restarts: starts, timesFound })) {
    const ascending = [...inertias].sort((a, b) => a - b);
    const best = ascending[0];
    const next = ascending[timesFound];
    const more = best! > 0 ? `${((next! / best! - 1) * 100).toPrecision(2)} %` : next!.toPrecision(2);
    found.push(
      `The best of ${starts} starts was found ${timesFound === 1 ? "only once" : `in only ${timesFound} of them`}; the next best has ${more} more inertia. A better one may exist: raise restarts, or choose another k.`,
    );
  }
  if (starts === 1 && k > 1)
    found.push(
      `Only one start was tried${given ? ", from the given centers" : ""}, so nothing tells whether a better solution exists.`,
    );
  if (matrix.categorical.length > 0)
    found.push(
      `k-means uses numbers only; the categorical columns ${matrix.categorical.map(({ name }) => name).join(", ")} were not used.`,
    );
  return found;
}
