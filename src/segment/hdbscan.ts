import { quoted, requireOptions } from "../errors.js";
import { type Matrix, requireFinite, requireMatrix } from "../matrix.js";
import { type Condensed, condense } from "../numeric/condense.js";
import { packDoubles } from "../numeric/packDoubles.js";
import { safeUnit } from "../numeric/safeUnit.js";
import { selectClusters, stabilities } from "../numeric/selectClusters.js";
import { type SpanningTree, spanningTree } from "../numeric/spanningTree.js";
import { type Paced, pace } from "../pace.js";
import { type DensityModel, orderBySize, type Segmentation } from "../segmentation.js";

/** Options of `hdbscan`, named as in the hdbscan package for Python. */
export interface HdbscanOptions extends Paced {
  /** Rows that a group must have to count as one: 2 or more. Larger: fewer, larger segments, and more noise. */
  minClusterSize?: number;
  /**
   * Neighbors, the row itself not counted, that must be near for a place to count as dense. Larger: more noise, and only dense
   * cores are segments. `minClusterSize` where absent, or all other rows where there are fewer. (scikit-learn counts the row itself: its
   * min_samples is one more.)
   */
  minSamples?: number;
  /** "eom" takes the groups that stay together longest (excess of mass), "leaf" the smallest ones that come apart no further. */
  selection?: "eom" | "leaf";
  /** Groups that come apart at less than this distance, in units of the matrix, stay together. 0: no such limit. */
  epsilon?: number;
  /**
   * Whether all rows may be one segment. Its rows are then those that stay to the end; the others are noise. With `epsilon`
   * they are those that have not left at this distance.
   */
  allowSingleCluster?: boolean;
  /** Threads at most; all of the machine where absent. The result is the same for any number. */
  threads?: number;
}

/**
 * Finds segments as places where rows stand dense, of any shape and of different densities, and calls the rows between them noise (label
 * -1): HDBSCAN*, Campello, Moulavi and Sander (2013; 2015), in the form of McInnes and Healy (2017). It finds out how many there are; you say only
 * how many rows a group must have. It draws nothing at random.
 *
 * The core distance of a row is that to its `minSamples`-th neighbor, and the mutual reachability of two rows the greatest of their
 * distance and their core distances. As a distance shrinks, groups of rows that reach one another come apart; groups of fewer than
 * `minClusterSize` rows do not count, their rows leave. What remains is the condensed tree (see `condensedTree` and
 * `plot.condensedTree`), from which the segments are chosen. `memberships` tells how deep each row stands in its segment, `outlierScores` how
 * far out, `assign` where new rows belong.
 *
 * Ties: edges of the same length break at the same time, as the paper says. The Python packages break them one after the other, in an order that is not
 * defined, so that the row over which two groups came apart falls to one of them there, now to this, now to that; here it belongs to
 * none (and a group that would have minClusterSize rows only with it is no group). So neither the order of the rows nor the number of threads changes
 * the segments, and equal rows always share one.
 *
 * When it misleads: on uniform or Gaussian noise it also finds something, since noise has dense spots (`warnings` and the noise share are a hint;
 * try a larger minClusterSize and see what stays). Columns in larger units dominate (see `matrix`, scale), and in many columns all rows are about
 * equally far apart. A place where at least minClusterSize rows, and more than minSamples, have the same numbers counts as infinitely dense. Noise is no
 * segment of "others": look at it.
 *
 * In `chooseK` and `stability` it is a method whose k cannot be asked for: it has the k that it finds, so `chooseK` throws for any
 * other, and `stability` where a sample has more. Vary minClusterSize instead, and compare with `agreement`.
 *
 * The work grows with rows times the logarithm of rows in few columns, but with the square of the rows in twenty or more. The result keeps the rows of
 * the fit, by which `assign` labels new ones.
 *
 * @returns A Segmentation with k = 0 and a warning where there is no segment. `model` holds the condensed tree.
 * @throws RangeError where an option is out of range, minSamples is not below the number of rows, the matrix has no rows or no numeric columns,
 *   or values lie so far apart that a double cannot hold their squared distances.
 *
 * @example
 * const ring = (radius: number, rows: number) =>
 *   Array.from({ length: rows }, (_, i) => [radius * Math.cos((i / rows) * 2 * Math.PI), radius * Math.sin((i / rows) * 2 * Math.PI)]);
 * const points = [...ring(1, 40), ...ring(4, 80), [9, 9]];
 * const found = await hdbscan(matrixOf({ x: points.map(([x]) => x), y: points.map(([, y]) => y) }));
 * console.log(found.k, found.sizes, found.labels.at(-1)); // 2 [ 80, 40 ] -1
 */
export async function hdbscan(matrix: Matrix, options: HdbscanOptions = {}): Promise<Segmentation> {
  requireOptions(options, known, "hdbscan");
  const { minClusterSize = 5, selection = "eom", epsilon = 0, allowSingleCluster = false, threads } = options;
  checkOptions(matrix, options);
  const { rows, columns } = matrix;
  const minSamples = options.minSamples ?? Math.max(1, Math.min(minClusterSize, rows - 1));
  const unit = safeUnit(matrix.values);
  const clock = pace(rows, options);
  const edges = await reachTree(matrix, { minSamples, unit, threads }, async (share) => {
    if (clock.due()) await clock.rest(Math.floor(share * rows), `HDBSCAN: joining ${rows} rows`);
  });
  const tree = condense(edges, minClusterSize);
  const single = allowSingleCluster && rows >= minClusterSize;
  const chosen = selectClusters(tree, { selection, epsilon: epsilon / unit, single });
  clock.finish(`HDBSCAN, ${rows} rows`);

  const reach = chosen[0] === 1 ? (epsilon > 0 ? epsilon / unit : leastOf(tree, 0)) : undefined;
  const { labels, sizes, order, of } = label(tree, chosen, reach);
  const masses = stabilities(tree);
  const finite = (value: number) => (Number.isFinite(value) ? value : null);
  const numbers = new Float64Array(rows * (columns.length + 2));
  [...matrix.values, edges.core, tree.left].forEach((column, j) => {
    numbers.set(column, j * rows);
  });
  const model: DensityModel = {
    kind: "density",
    columns,
    preparation: matrix.preparation,
    unit,
    minSamples,
    clusters: Array.from(tree.parent, (parent, cluster) => ({
      parent,
      birth: finite(tree.birth[cluster]!),
      size: tree.size[cluster]!,
      stability: finite(masses[cluster]!),
      chosen: chosen[cluster] === 1 && order.includes(of[cluster]!),
      segment: order.indexOf(of[cluster]!),
    })),
    ...(reach === undefined ? {} : { reach }),
    home: Array.from(tree.home),
    packed: packDoubles(numbers),
  };
  return {
    method: "hdbscan",
    k: sizes.length,
    ids: matrix.ids,
    labels,
    sizes,
    parameters: { minClusterSize, minSamples, selection, epsilon, allowSingleCluster },
    quality: {},
    converged: true,
    iterations: 1,
    model,
    warnings: [...(matrix.preparation.warnings ?? []), ...doubts(matrix, tree, labels, sizes, minClusterSize)],
  };
}

const own: Record<keyof HdbscanOptions, true> = {
  minClusterSize: true,
  minSamples: true,
  selection: true,
  epsilon: true,
  allowSingleCluster: true,
  threads: true,
  onProgress: true,
  signal: true,
};

/** `chooseK` and `stability` hand every method also these, which mean nothing here. */
const known = { ...own, k: true, restarts: true, seed: true } as const;

/** The spanning tree; of a single row it has no edge, and the row is its own neighbor. */
async function reachTree(
  matrix: Matrix,
  { minSamples, unit, threads }: { minSamples: number; unit: number; threads: number | undefined },
  between: (share: number) => Promise<void>,
): Promise<SpanningTree> {
  if (matrix.rows === 1)
    return { a: new Int32Array(0), b: new Int32Array(0), lengths: new Float64Array(0), core: new Float64Array(1) };
  const plan = { neighbors: minSamples, unit, ...(threads === undefined ? {} : { threads }) };
  return spanningTree(matrix.values, plan, between);
}

/** The least distance at which anything leaves a cluster: a row, or a part that is a cluster. */
function leastOf({ parent, birth, home, left }: Condensed, cluster: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let row = 0; row < home.length; row++) if (home[row] === cluster) least = Math.min(least, left[row]!);
  for (let part = 1; part < parent.length; part++) if (parent[part] === cluster) least = Math.min(least, birth[part]!);
  return least;
}

/** Labels by size; `of[cluster]` is the chosen cluster that it lies in, as a number from 0 on, or -1. */
function label(tree: Condensed, chosen: Uint8Array, reach: number | undefined) {
  const { parent, home, left } = tree;
  const of = new Int32Array(parent.length).fill(-1);
  let k = 0;
  for (let cluster = 0; cluster < parent.length; cluster++) {
    if (chosen[cluster] === 1) of[cluster] = k++;
    else if (cluster > 0) of[cluster] = of[parent[cluster]!]!;
  }
  const unordered = Int32Array.from(home, (cluster, row) =>
    reach !== undefined && left[row]! > reach ? -1 : of[cluster]!,
  );
  const { labels, sizes, order } = orderBySize(unordered, k);
  // All rows as one segment may have left before `epsilon`: then there is none.
  const kept = sizes.filter((size) => size > 0).length;
  return { labels, sizes: sizes.slice(0, kept), order: order.slice(0, kept), of };
}

function checkOptions(matrix: Matrix, options: HdbscanOptions): void {
  const { minClusterSize = 5, minSamples = 1, selection = "eom", epsilon = 0, threads = 1 } = options;
  requireMatrix(matrix);
  if (matrix.columns.length === 0) throw new RangeError("expected a matrix with at least one numeric column, got none");
  if (matrix.rows === 0) throw new RangeError("expected a matrix with at least one row, got none");
  if (!Number.isInteger(minClusterSize) || minClusterSize < 2)
    throw new RangeError(`expected minClusterSize to be a whole number of 2 or more, got ${quoted(minClusterSize)}`);
  for (const [name, value] of Object.entries({ minSamples, threads }))
    if (!Number.isInteger(value) || value < 1)
      throw new RangeError(`expected ${name} to be a whole number of 1 or more, got ${value}`);
  if (options.minSamples !== undefined && minSamples >= matrix.rows)
    throw new RangeError(
      `expected minSamples to be below ${matrix.rows}, the number of rows, since it counts other rows, got ${minSamples}`,
    );
  if (selection !== "eom" && selection !== "leaf")
    throw new RangeError(`expected selection to be "eom" or "leaf", got ${JSON.stringify(selection)}`);
  if (!(epsilon >= 0 && epsilon < Number.POSITIVE_INFINITY))
    throw new RangeError(`expected epsilon to be a distance of 0 or more, got ${epsilon}`);
  requireFinite(matrix);
}

function doubts(
  matrix: Matrix,
  { home, left }: Condensed,
  labels: Int32Array,
  sizes: readonly number[],
  minClusterSize: number,
): string[] {
  const { rows } = matrix;
  const noise = labels.reduce((count, one) => count + (one < 0 ? 1 : 0), 0);
  const stacked = left.reduce((count, distance) => count + (distance === 0 ? 1 : 0), 0);
  const found: string[] = [];
  if (rows < minClusterSize)
    found.push(
      `The matrix has ${rows} ${rows === 1 ? "row" : "rows"}, fewer than minClusterSize (${minClusterSize}), so there is no segment.`,
    );
  else if (sizes.length === 0)
    found.push(
      `No segment was found: the rows never come apart into two groups of ${minClusterSize} or more, so all ${rows} are noise. Lower minClusterSize to look for smaller ones, or set allowSingleCluster where one segment is an answer.`,
    );
  else if (noise > rows / 3)
    found.push(
      `${noise} of ${rows} rows are noise and have no segment: lower minSamples or minClusterSize to keep more of them, or ask whether there are segments.`,
    );
  if (stacked > 0 && home.length > 1)
    found.push(
      `${stacked} rows stand on others with exactly the same numbers, at least minClusterSize of a kind: such a place counts as infinitely dense, and all other rows of its segment have membership 0.`,
    );
  if (matrix.categorical.length > 0)
    found.push(
      `HDBSCAN uses numbers only; the categorical columns ${matrix.categorical.map(({ name }) => name).join(", ")} were not used.`,
    );
  return found;
}
