import { lowerBeta } from "./lowerBeta.js";

/** The probability that an F variable with `df1` and `df2` degrees of freedom (any numbers above 0) is above `f`. */
export function fTail(f: number, df1: number, df2: number): number {
  if (f === Number.POSITIVE_INFINITY) return 0;
  const between = df1 * Math.max(0, f);
  return lowerBeta(df2 / (df2 + between), df2 / 2, df1 / 2, between / (df2 + between));
}
