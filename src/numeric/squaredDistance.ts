/** Squared Euclidean distance of the row that starts at `a` in `left` and the one that starts at `b` in `right`. */
export function squaredDistance(left: Float64Array, a: number, right: Float64Array, b: number, width: number): number {
  let sum = 0;
  for (let j = 0; j < width; j++) {
    const difference = left[a + j]! - right[b + j]!;
    sum += difference * difference;
  }
  return sum;
}
