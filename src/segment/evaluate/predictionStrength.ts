import { contingency } from "../../numeric/contingency.js";

/**
 * Prediction strength of one division (Tibshirani and Walther 2005, equation 2.1): of the pairs of rows that stand together in a
 * segment of one half, the share that the other half's segments put together too; the least over the segments, both halves in
 * turn, and the mean of the two. A segment of a single row counts as 1, as in R's fpc; noise is no segment.
 */
export function predictionStrength(
  first: Int32Array,
  second: Int32Array,
  k: number,
  halves: readonly [ArrayLike<number>, ArrayLike<number>],
): number {
  return (oneHalf(second, first, k, halves[1]) + oneHalf(first, second, k, halves[0])) / 2;
}

function oneHalf(own: Int32Array, predicted: Int32Array, k: number, rows: ArrayLike<number>): number {
  const side = k + 1;
  const table = contingency(own, k, predicted, k, rows);
  let least = 1;
  for (let segment = 0; segment < k; segment++) {
    const counts = table.subarray(segment * side, (segment + 1) * side);
    const size = counts.reduce((sum, count) => sum + count, 0);
    if (size < 2) continue;
    let together = 0;
    for (let group = 0; group < k; group++) together += counts[group]! * (counts[group]! - 1);
    least = Math.min(least, together / (size * (size - 1)));
  }
  return least;
}
