import { upperGamma } from "./upperGamma.js";

/** The probability that a chi-squared variable with `df` degrees of freedom is above `x`. */
export function chiSquaredTail(x: number, df: number): number {
  return upperGamma(df / 2, Math.max(0, x) / 2);
}
