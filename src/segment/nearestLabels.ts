import { nearestCenter } from "../numeric/nearestCenter.js";

/**
 * The nearest center of each row, and the squared distance to it. Of centers equally near the lexicographically first
 * wins, so that the answer does not depend on how the centers are numbered.
 */
export function nearestLabels(
  flat: Float64Array,
  centers: readonly (readonly number[])[],
  rows: number,
): { labels: Int32Array; distances: Float64Array } {
  const order = centers.map((_, c) => c).sort((a, b) => compareRows(centers[a]!, centers[b]!));
  const labels = new Int32Array(rows);
  const distances = new Float64Array(rows);
  nearestCenter(flat, Float64Array.from(order.flatMap((c) => centers[c]!)), centers[0]!.length, labels, distances);
  for (let i = 0; i < rows; i++) labels[i] = order[labels[i]!]!;
  return { labels, distances };
}

function compareRows(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, j) => value !== b[j]);
  return at < 0 ? 0 : a[at]! - b[at]!;
}
