import { chiSquaredTail } from "./chiSquaredTail.js";
import type { Extraction } from "./extractFactors.js";
import { definiteInverse } from "./inverse.js";
import { product, transpose } from "./product.js";

/** How well factors reproduce correlations; null where it is not defined. */
export interface FactorFit {
  /** Root of the mean squared residual correlation. */
  readonly rmsr: number;
  /** Discrepancy of maximum likelihood between correlations and model. */
  readonly discrepancy: number | null;
  /** Test that k factors are enough, with Bartlett's correction, and its degrees of freedom. */
  readonly chiSquared: number | null;
  readonly df: number;
  readonly p: number | null;
  /** Root mean square error of approximation (Steiger): below .05 close, above .10 poor. */
  readonly rmsea: number | null;
  /** Tucker-Lewis index: from .95 good. */
  readonly tli: number | null;
}

/** Fit of `k` factors to correlations of `n` rows. Where correlations or model are not positive definite, only the residuals count. */
export function factorFit(
  matrix: Float64Array,
  size: number,
  k: number,
  n: number,
  { loadings, discrepancy: reached }: Pick<Extraction, "loadings" | "discrepancy">,
  method: "minres" | "ml",
): FactorFit {
  const model = product(loadings, transpose(loadings, size, k), [size, k, size]);
  let squares = 0;
  for (let i = 0; i < size; i++) {
    model[i * (size + 1)] = 1;
    for (let j = 0; j < size; j++) squares += (matrix[i * size + j]! - model[i * size + j]!) ** 2;
  }
  const rmsr = Math.sqrt(squares / (size * (size - 1)));
  const df = ((size - k) ** 2 - size - k) / 2;
  const own = definiteInverse(matrix, size);
  const modelled = definiteInverse(model, size);
  const none = { rmsr, discrepancy: null, chiSquared: null, df, p: null, rmsea: null, tli: null };
  if (own === undefined || (method === "minres" && modelled === undefined)) return none;
  const discrepancy =
    method === "ml"
      ? reached
      : traceOf(matrix, modelled!.inverse, size) - size + modelled!.logDeterminant - own.logDeterminant;
  const correction = n - 1 - (2 * size + 5) / 6 - (2 * k) / 3;
  if (!(correction > 0)) return { ...none, discrepancy };
  const chiSquared = Math.max(0, discrepancy * correction);
  if (df === 0) return { ...none, discrepancy, chiSquared };
  const nothing = -own.logDeterminant / ((size * (size - 1)) / 2);
  return {
    rmsr,
    discrepancy,
    chiSquared,
    df,
    p: chiSquaredTail(chiSquared, df),
    rmsea: Math.sqrt(Math.max(0, chiSquared / df - 1) / (n - 1)),
    tli: (nothing - discrepancy / df) / (nothing - 1 / correction),
  };
}

function traceOf(a: Float64Array, b: Float64Array, size: number): number {
  let sum = 0;
  for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) sum += a[i * size + j]! * b[j * size + i]!;
  return sum;
}
