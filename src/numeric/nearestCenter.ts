/**
 * For each row the nearest of `k` centers and the squared distance to it; of centers equally near, the first. Both
 * arrays are row-major. Writes into `labels` and `distances` and returns how many labels changed.
 */
export function nearestCenter(
  flat: Float64Array,
  centers: Float64Array,
  width: number,
  labels: Int32Array,
  distances: Float64Array,
): number {
  const k = centers.length / width;
  let changed = 0;
  for (let i = 0, row = 0; i < labels.length; i++, row += width) {
    let best = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let c = 0, center = 0; c < k; c++, center += width) {
      let sum = 0;
      for (let j = 0; j < width; j++) {
        const difference = flat[row + j]! - centers[center + j]!;
        sum += difference * difference;
      }
      if (sum < least) {
        least = sum;
        best = c;
      }
    }
    if (labels[i] !== best) {
      labels[i] = best;
      changed++;
    }
    distances[i] = least;
  }
  return changed;
}
