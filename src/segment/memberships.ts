import type { Matrix } from "../matrix.js";
import type { Segmentation } from "../segmentation.js";
import { joinTree } from "./assign/byDensity.js";
import { densityOf, type InTree, readDensity, segmentAt } from "./readDensity.js";

/**
 * How firmly each row belongs to its segment, from 0 to 1, for a segmentation that `hdbscan` made: 1 / distance at which the row
 * leaves its segment over the same for the last of its rows. 1 is the dense core, small values the rim, and 0 the noise. Rows of `matrix`,
 * where one is given, are placed as `assign` places them.
 *
 * When it misleads: it is no probability, though the packages call it one. It compares rows within one segment only: .5 in a dense segment and .5 in a
 * thin one are different densities. In a segment with a stack of equal rows, all others have 0.
 *
 * @returns One number per row, in the order of the segmentation's ids, or of the matrix.
 * @throws TypeError where the segmentation has no densities.
 * @throws DataError, RangeError where the matrix does not suit the segmentation (see `assign`).
 *
 * Source: Campello, Moulavi and Sander (2013); `probabilities_` of the hdbscan package and of scikit-learn.
 *
 * @example
 * const found = await hdbscan(matrixOf({ x: [0, 1, 2, 4, 10, 11, 12, 16, 50] }), { minClusterSize: 3, minSamples: 1 });
 * console.log(found.labels.join(), memberships(found).join()); // 0,0,0,0,1,1,1,1,-1 1,1,1,0.5,1,1,1,0.25,0
 */
export function memberships(segmentation: Segmentation, matrix?: Matrix): Float64Array {
  const model = densityOf(segmentation);
  const fitted = readDensity(model);
  const { clusters } = model;
  // The least distance at which a row, or a part that is a cluster, leaves each cluster.
  const least = new Float64Array(clusters.length).fill(Number.POSITIVE_INFINITY);
  for (let row = 0; row < fitted.left.length; row++)
    least[fitted.home[row]!] = Math.min(least[fitted.home[row]!]!, fitted.left[row]!);
  clusters.forEach(({ parent, birth }) => {
    if (parent >= 0) least[parent] = Math.min(least[parent]!, birth!);
  });
  const segmentLeast = new Map(clusters.flatMap((one, c) => (one.chosen ? [[one.segment, least[c]!] as const] : [])));
  const places: InTree = matrix === undefined ? fitted : joinTree(model, matrix);
  return Float64Array.from(places.left, (distance, row) => {
    const segment = segmentAt(model, places.home[row]!, distance);
    if (segment < 0) return 0;
    return distance === 0 ? 1 : Math.min(1, segmentLeast.get(segment)! / distance);
  });
}
