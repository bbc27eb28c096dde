import type { Segmentation } from "../segmentation.js";
import { densityOf, readDensity } from "./readDensity.js";

/**
 * How far out each row lies, from 0 (within the densest part of its surroundings) to almost 1, for a segmentation that `hdbscan` made (GLOSH:
 * global-local outlier scores from hierarchies). It compares the density at which the row leaves its last cluster with the greatest density
 * that this cluster, or one that comes of it, reaches. Rows of a segment can have high scores, and noise in a thin region low ones: unlike the
 * label, the score asks about the surroundings.
 *
 * @returns One number per row, in the order of the segmentation's ids.
 * @throws TypeError where the segmentation has no densities.
 *
 * Source: Campello, Moulavi, Zimek and Sander (2015), section 6; `outlier_scores_` of the hdbscan package.
 *
 * @example
 * const found = await hdbscan(matrixOf({ x: [0, 1, 2, 4, 10, 11, 12, 16, 50] }), { minClusterSize: 3, minSamples: 1 });
 * console.log(outlierScores(found).slice(0, 8).join()); // 0,0,0,0.5,0,0,0,0.75
 */
export function outlierScores(segmentation: Segmentation): Float64Array {
  const model = densityOf(segmentation);
  const { home, left } = readDensity(model);
  const least = new Float64Array(model.clusters.length).fill(Number.POSITIVE_INFINITY);
  for (let row = 0; row < left.length; row++) least[home[row]!] = Math.min(least[home[row]!]!, left[row]!);
  for (let cluster = least.length - 1; cluster > 0; cluster--) {
    const { parent } = model.clusters[cluster]!;
    least[parent] = Math.min(least[parent]!, least[cluster]!);
  }
  return left.map((distance, row) => (distance === 0 ? 0 : 1 - least[home[row]!]! / distance));
}
