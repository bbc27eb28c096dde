import { quoted, requireOptions } from "../errors.js";
import { type Matrix, requireFinite, requireMatrix } from "../matrix.js";
import type { Descent } from "../numeric/descend.js";
import { distinctRows } from "../numeric/distinctRows.js";
import { kmeansSearch } from "../numeric/kmeansSearch.js";
import { type Paced, pace } from "../pace.js";
import { orderBySize, type Search, type Segmentation } from "../segmentation.js";
import { checkSearch } from "./checkSearch.js";
import { searchReport } from "./searchReport.js";
import { seldomFound } from "./seldomFound.js";

/** Options of `kmeans`. */
export interface KmeansOptions extends Paced {
  /** Number of segments; may be left out where `centers` are given. */
  k?: number;
  /**
   * Random starts, the best of which is kept. Where absent: until the best solution has come back twenty times, but no more than
   * 500 or, for large data, fewer (at least 10). With given centers: starts in all, the first of them from these centers.
   */
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
  /** A start that is given: a row per segment, in the units of the matrix. It is the only one unless `restarts` asks for more. */
  centers?: readonly (readonly number[])[];
  /** A positive weight per row: a row of weight 2 counts as two equal rows. */
  weights?: ArrayLike<number>;
  /**
   * Share of the rows to leave out as noise (label -1), from 0 to below 1: trimmed k-means. The whole number at or below `trim`
   * times the rows is left out: those farthest from their nearest center, of equals those that come last.
   */
  trim?: number;
  /** Threads at most; all of the machine where absent. The result is the same for any number. */
  threads?: number;
}

/**
 * Finds `k` segments so that the rows lie as near as possible to the mean of their segment (k-means): it lowers the
 * inertia, the sum of squared distances of the rows to their segment's mean.
 *
 * Each start draws centers by greedy k-means++ (Arthur and Vassilvitskii 2007), moves rows to the nearest center until none
 * changes (Lloyd 1982), and then tries single moves that count how the means follow (Hartigan 1975), until neither helps. A
 * segment that loses all rows takes the row that is farthest from its own center. The best start is kept, and
 * `search` tells how sure that is: in how many starts the best inertia (within a billionth) came back, and which other optima
 * there were. (For k 1 every start is the same, so there is one.)
 *
 * With `trim`, a share of the rows belongs to no segment, so that a few extreme customers neither take a segment nor draw a mean
 * (trimmed k-means: Cuesta-Albertos, Gordaliza and Matran 1997). Each iteration leaves out the rows farthest from their centers
 * and moves the centers to the means of the others; `quality.inertia` is that of the others. Starts are then drawn among the
 * rows that are not farthest, and single moves are not tried. The share is your claim: it is left out whether or not it is noise.
 *
 * When it misleads: it always finds k segments, also in a cloud without any. It looks for round groups of like spread, so
 * long, nested or very unequal groups are cut in odd places. Columns in larger units dominate (see `matrix`, scale), and
 * a few extreme customers can take a segment of their own (see `trim`). A best solution that was found once, or in fewer than a tenth of
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
  requireOptions(options, known, "kmeans");
  const { k, restarts, maxIterations = 300, tolerance = 0, trim = 0, seed = 1, centers, weights, threads } = options;
  const segments = checkOptions(matrix, { k, trim, centers, weights });
  checkSearch({ k: segments, restarts, maxIterations, tolerance, seed, threads });
  const distinct = distinctRows(matrix.values, segments);
  if (distinct < segments)
    throw new RangeError(
      `expected k of at most ${distinct}, the number of distinct rows of the matrix, got ${segments}; ask for fewer segments`,
    );
  const leftOut = Math.floor(trim * matrix.rows * (1 + 1e-15)); // .29 of 100 is 29 rows, though not in doubles
  if (matrix.rows - leftOut < segments)
    throw new RangeError(
      `expected at least ${segments} rows, one per segment, beside the ${leftOut} that trim leaves out, got ${matrix.rows - leftOut}; lower trim or k`,
    );
  if (leftOut > 0) requireFinite(matrix); // such rows would be left out
  const single = (segments === 1 && leftOut === 0) || (centers !== undefined && restarts === undefined);
  const starts = single ? 1 : (restarts ?? mostRestarts(matrix, segments));
  const clock = pace(starts, options);
  const { descents, best, labels } = await kmeansSearch(
    matrix.values,
    weights,
    {
      k: segments,
      starts,
      enough: restarts === undefined ? enoughTimes : Number.POSITIVE_INFINITY,
      seed,
      maxIterations,
      tolerance,
      ...(centers === undefined ? {} : { centers: Float64Array.from(centers.flatMap((row) => Array.from(row))) }),
      ...(threads === undefined ? {} : { threads }),
      ...(leftOut === 0 ? {} : { leftOut }),
    },
    async (done, iteration) => {
      if (clock.due()) await clock.rest(done, `k-means, k ${segments}: start ${done + 1}, iteration ${iteration}`);
    },
  ).catch((error) => {
    requireFinite(matrix); // without trim they end the search anyway, and then it is worth looking for them
    throw error;
  });
  clock.finish(`k-means, k ${segments}`);

  const solution = descents[best]!;
  if (!Number.isFinite(solution.inertia))
    throw new RangeError(
      "expected rows whose squared distances a double can hold, beside those left out; scale the columns, or raise trim",
    );
  const search = searchReport(descents.map(({ inertia }) => inertia));
  const { labels: ordered, sizes, order } = orderBySize(labels, segments);
  if (sizes.includes(0))
    throw new RangeError(
      `expected rows whose squared distances a double can tell apart, got a segment without rows after ${solution.iterations} iterations; scale the columns${solution.converged ? "" : ", or raise maxIterations"}`,
    );
  const width = matrix.columns.length;
  return {
    method: "kmeans",
    k: segments,
    ids: matrix.ids,
    labels: ordered,
    sizes,
    parameters: {
      k: segments,
      restarts: descents.length,
      maxIterations,
      tolerance,
      weighted: weights !== undefined,
      ...(trim === 0 ? {} : { trim }),
      ...(centers === undefined ? {} : { centers: centers.map((row) => [...row]) }),
    },
    quality: { inertia: solution.inertia },
    search,
    ...(centers === undefined || descents.length > 1 ? { seed } : {}),
    converged: solution.converged,
    iterations: solution.iterations,
    model: {
      kind: "centers",
      columns: matrix.columns,
      centers: order.map((old) => Array.from(solution.centers.subarray(old * width, (old + 1) * width))),
      preparation: matrix.preparation,
      ...(leftOut === 0 ? {} : { reach: reachOf(matrix, solution.centers, labels) }),
    },
    warnings: [
      ...(matrix.preparation.warnings ?? []),
      ...doubts(matrix, descents, search, { maxIterations, k: segments, solution, given: centers !== undefined }),
    ],
  };
}

const known = {
  k: true,
  restarts: true,
  maxIterations: true,
  tolerance: true,
  seed: true,
  centers: true,
  weights: true,
  trim: true,
  threads: true,
  onProgress: true,
  signal: true,
} satisfies Record<keyof KmeansOptions, true>;

/** A best solution that came back so often leaves little room for a better one. */
const enoughTimes = 20;

/** Starts at most: as many as some seconds hold, for a start costs time in proportion to rows, columns and segments. */
function mostRestarts({ rows, columns }: Matrix, k: number): number {
  return Math.max(10, Math.min(500, Math.floor(1e8 / (rows * columns.length * k))));
}

/** The largest squared distance of a row with a label to its center. */
function reachOf(matrix: Matrix, centers: Float64Array, labels: ArrayLike<number>): number {
  const width = matrix.columns.length;
  let reach = 0;
  for (let i = 0; i < labels.length; i++) {
    if (labels[i]! < 0) continue;
    let squares = 0;
    for (let j = 0; j < width; j++) {
      const difference = matrix.values[j]![i]! - centers[labels[i]! * width + j]!;
      squares += difference * difference;
    }
    reach = Math.max(reach, squares);
  }
  return reach;
}

function checkOptions(
  matrix: Matrix,
  { k: wanted, trim, centers, weights }: Pick<KmeansOptions, "k" | "trim" | "centers" | "weights">,
): number {
  requireMatrix(matrix);
  if (weights !== undefined && typeof weights !== "object")
    throw new TypeError(`expected weights as an array of numbers, one per row, got ${quoted(weights)}`);
  const k = wanted ?? centers?.length;
  if (matrix.columns.length === 0) throw new RangeError("expected a matrix with at least one numeric column, got none");
  if (matrix.rows === 0) throw new RangeError("expected a matrix with at least one row, got none");
  if (!(trim! >= 0 && trim! < 1)) throw new RangeError(`expected trim to be a share from 0 to below 1, got ${trim}`);
  if (trim! > 0 && weights !== undefined)
    throw new RangeError("expected either trim, which counts rows, or weights, got both; leave one out");
  if (centers !== undefined) {
    if (centers.length !== k)
      throw new RangeError(`expected ${k} rows of centers, one per segment, got ${centers.length}`);
    centers.forEach((row, c) => {
      if (row.length !== matrix.columns.length || !row.every(Number.isFinite))
        throw new RangeError(
          `expected ${matrix.columns.length} finite numbers in centers[${c}], one per column, got [${Array.from(row).join(", ")}]`,
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

function doubts(
  matrix: Matrix,
  descents: readonly Descent[],
  search: Search,
  { maxIterations, k, solution, given }: { maxIterations: number; k: number; solution: Descent; given: boolean },
): string[] {
  const { timesFound, restarts, optima } = search;
  const more = (value: number) =>
    search.best > 0 ? `${((value / search.best - 1) * 100).toPrecision(2)} %` : value.toPrecision(2);
  const found: string[] = [];
  if (!solution.converged)
    found.push(
      `k-means had not converged after ${maxIterations} iterations: raise maxIterations before using the segments.`,
    );
  const own = descents[0]!.inertia;
  if (given && own > search.best * (1 + 1e-9))
    found.push(
      `The given centers lead to a solution with ${more(own)} more inertia than the best of ${restarts - 1} random starts, which is returned.`,
    );
  else if (seldomFound(search)) {
    const times = timesFound === 1 ? "only once" : `in only ${timesFound} of them`;
    const next = optima![1] === undefined ? "" : `; the next best has ${more(optima![1].value)} more inertia`;
    found.push(
      `The best of ${restarts} starts was found ${times}${next}. A better one may exist: raise restarts, or choose another k.`,
    );
  }
  if (restarts === 1 && k > 1)
    found.push(
      `Only one start was tried${given ? ", from the given centers" : ""}, so nothing tells whether a better solution exists.`,
    );
  if (matrix.categorical.length > 0)
    found.push(
      `k-means uses numbers only; the categorical columns ${matrix.categorical.map(({ name }) => name).join(", ")} were not used.`,
    );
  return found;
}
