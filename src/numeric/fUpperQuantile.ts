import { fTail } from "./fTail.js";

/** The value that an F variable exceeds with probability `p`, 0 < p < 1, to about 13 digits. */
export function fUpperQuantile(p: number, df1: number, df2: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`expected a probability between 0 and 1, got ${p}`);
  let [low, high] = [1, 1];
  while (fTail(low, df1, df2) < p) low /= 2;
  while (fTail(high, df1, df2) > p) high *= 2;
  // Halves 60 times at most: afterwards the two ends are neighbors.
  for (let i = 0; i < 60 && high - low > 1e-15 * high; i++) {
    const middle = (low + high) / 2;
    if (fTail(middle, df1, df2) > p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
