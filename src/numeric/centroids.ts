/**
 * Weighted mean of the rows of each label, row-major, and the weight of each label; rows with a negative label are left
 * out. Means are taken around each label's first row, so that a large common offset costs no digits. A label without rows
 * has weight 0 and a center of zeros.
 */
export function centroids(
  flat: Float64Array,
  width: number,
  labels: Int32Array,
  k: number,
  weights?: Float64Array,
): { centers: Float64Array; weight: Float64Array } {
  const centers = new Float64Array(k * width);
  const weight = new Float64Array(k);
  const origin = new Int32Array(k).fill(-1);
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    if (label < 0) continue;
    if (origin[label]! < 0) origin[label] = i * width;
    const w = weights === undefined ? 1 : weights[i]!;
    const row = i * width;
    const start = origin[label]!;
    const center = label * width;
    weight[label] = weight[label]! + w;
    for (let j = 0; j < width; j++)
      centers[center + j] = centers[center + j]! + w * (flat[row + j]! - flat[start + j]!);
  }
  for (let label = 0; label < k; label++) {
    if (origin[label]! < 0) continue;
    const center = label * width;
    for (let j = 0; j < width; j++)
      centers[center + j] = flat[origin[label]! + j]! + centers[center + j]! / weight[label]!;
  }
  return { centers, weight };
}
