import { lowerFactor } from "./lowerFactor.js";
import { portableLog } from "./portableLog.js";

/**
 * What turns differences from a mean into coordinates of variance 1, written to `into`, and half the logarithm of its squared determinant, which is
 * returned. For variances: 1 over each root. For covariances: the rows of the inverse of their lower triangular factor, row i having
 * i + 1 numbers, one row after the other.
 *
 * @throws RangeError where the covariances are not positive definite.
 */
export function mixtureFactor(spread: Float64Array, width: number, full: boolean, into: Float64Array): number {
  let logarithm = 0;
  if (!full) {
    for (let j = 0; j < width; j++) {
      into[j] = 1 / Math.sqrt(spread[j]!);
      logarithm += portableLog(into[j]!);
    }
    if (Number.isFinite(logarithm)) return logarithm;
  }
  const lower = full ? lowerFactor(spread, width) : undefined;
  if (lower === undefined)
    throw new RangeError("expected covariances that are positive definite, got others; scale the columns");
  // Row i of the inverse: the others before it, subtracted as often as row i of the factor has them.
  for (let i = 0; i < width; i++) {
    const row = (i * (i + 1)) / 2;
    const inverse = 1 / lower[i * width + i]!;
    for (let j = 0; j < i; j++) {
      let sum = 0;
      for (let a = j; a < i; a++) sum += lower[i * width + a]! * into[(a * (a + 1)) / 2 + j]!;
      into[row + j] = -sum * inverse;
    }
    into[row + i] = inverse;
    logarithm += portableLog(inverse);
  }
  return logarithm;
}
