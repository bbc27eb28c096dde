import type { Segmentation } from "../segmentation.js";
import { type Table, tableOf } from "../table.js";
import { densityOf, readDensity } from "./readDensity.js";

/** One row per cluster of a condensed tree. */
export interface CondensedTreeRow {
  /** Number of the cluster; 0 is all rows. */
  cluster: number;
  /** The cluster that it came from; null for cluster 0. */
  parent: number | null;
  /** Rows when it came apart from its parent. */
  rows: number;
  /** The distance at which it came apart from its parent, in units of the matrix; null for cluster 0. */
  from: number | null;
  /** The distance at which it ended: it came apart, or its last rows left. */
  to: number;
  /** Excess of mass: over its rows, 1 / distance at which they left minus 1 / `from`; null where equal rows make it infinite. */
  stability: number | null;
  /** The segment's label, where the cluster was chosen as one. */
  segment: number | null;
}

/**
 * How the groups that `hdbscan` looked at come apart as the distance shrinks: one row per group of at least minClusterSize rows, each after the one
 * that it came from. It shows what the choice of segments rests on: a segment whose stability is hardly above that of its parts, or of its parent,
 * could as well have been cut otherwise. See `plot.condensedTree` for the picture.
 *
 * @throws TypeError where the segmentation has no densities.
 *
 * Source: McInnes and Healy (2017), Accelerated Hierarchical Density Based Clustering.
 *
 * @example
 * const found = await hdbscan(matrixOf({ x: [0, 1, 2, 4, 10, 11, 12, 50] }), { minClusterSize: 3, minSamples: 1 });
 * const sizes = condensedTree(found).array("rows");
 * console.log(sizes[0], sizes.slice(1).sort()); // 8 [ 3, 4 ]
 */
export function condensedTree(segmentation: Segmentation): Table<CondensedTreeRow> {
  const model = densityOf(segmentation);
  const { clusters, unit } = model;
  const { home, left } = readDensity(model);
  const to = new Float64Array(clusters.length).fill(Number.POSITIVE_INFINITY);
  for (let row = 0; row < left.length; row++) to[home[row]!] = Math.min(to[home[row]!]!, left[row]!);
  for (const { parent, birth } of clusters) if (parent >= 0) to[parent] = Math.min(to[parent]!, birth!);
  return tableOf<CondensedTreeRow>({
    cluster: clusters.map((_, cluster) => cluster),
    parent: clusters.map(({ parent }) => (parent < 0 ? null : parent)),
    rows: clusters.map(({ size }) => size),
    from: clusters.map(({ birth }) => (birth === null ? null : birth * unit)),
    to: Array.from(to, (distance) => distance * unit),
    stability: clusters.map(({ stability }) => (stability === null ? null : stability / unit)),
    segment: clusters.map(({ chosen, segment }) => (chosen ? segment : null)),
  });
}
