/**
 * Sum of the Euclidean distances from one row to all rows of each label (the row itself adds 0; negative labels are left
 * out), written into `sums`, one per label.
 */
export function distanceSums(
  flat: Float64Array,
  width: number,
  labels: Int32Array,
  row: number,
  sums: Float64Array,
): void {
  sums.fill(0);
  const from = row * width;
  for (let i = 0, other = 0; i < labels.length; i++, other += width) {
    const label = labels[i]!;
    if (label < 0) continue;
    let squares = 0;
    for (let j = 0; j < width; j++) {
      const difference = flat[from + j]! - flat[other + j]!;
      squares += difference * difference;
    }
    sums[label] = sums[label]! + Math.sqrt(squares);
  }
}
