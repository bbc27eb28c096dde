import type { EachBlock } from "./descend.js";
import { type KmeansSpace, step } from "./kmeansSpace.js";

/**
 * Mean over the columns of the variance of their values, weights counted; 0 where a double cannot hold it. For the while all rows
 * belong to the first center: its labels, centers and sums are overwritten.
 */
export function meanVariance(space: KmeansSpace, each: EachBlock): number {
  const { x, labels, centers, sums, mass, counts, figures, blocks, shape } = space;
  const { k, width } = shape;
  labels.fill(0);
  centers.set(x.subarray(0, width));
  sums.fill(0);
  mass.fill(0);
  counts.fill(0);
  each(step.tally);
  let all = 0;
  for (let block = 0; block < blocks; block++) all += mass[block * k]!;
  for (let block = 0; block < blocks; block++)
    for (let j = 0; j < width; j++) centers[j] = centers[j]! + sums[block * k * width + j]! / all;
  each(step.inertia);
  const mean = figures.reduce((sum, value) => sum + value / all / width, 0);
  return Number.isFinite(mean) ? mean : 0;
}
