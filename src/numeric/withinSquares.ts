import { centroids } from "./centroids.js";
import { rowMajor } from "./rowMajor.js";
import { squaredDistance } from "./squaredDistance.js";

/** Sum of squared distances of the rows to the mean of those with their label (0 to k - 1); rows with a negative label are left out. */
export function withinSquares(columns: readonly Float64Array[], labels: Int32Array, k: number): number {
  const flat = rowMajor(columns, labels.length);
  const width = columns.length;
  const { centers } = centroids(flat, width, labels, k);
  let sum = 0;
  for (let i = 0; i < labels.length; i++)
    if (labels[i]! >= 0) sum += squaredDistance(flat, i * width, centers, labels[i]! * width, width);
  return sum;
}
