import { inverse } from "./inverse.js";
import { product, transpose } from "./product.js";

/** Loadings on factors that may be correlated. */
export interface ObliqueRotation {
  /** The pattern: row-major, `rows * k`. */
  readonly loadings: Float64Array;
  /** Correlations of the factors, `k * k`. */
  readonly correlations: Float64Array;
  readonly converged: boolean;
}

/**
 * Lets rotated loadings (from `varimax`) lean towards their own power, in which small ones all but vanish; factors become correlated (promax). Undefined
 * where loadings do not tell the factors apart.
 *
 * Source: Hendrickson and White, Promax: a quick method for rotation to oblique simple structure, British Journal of Statistical Psychology 17 (1964); the
 * same steps as R's `promax`.
 */
export function promax(loadings: Float64Array, k: number, power = 4): ObliqueRotation | undefined {
  const rows = loadings.length / k;
  const target = loadings.map((value) => value * Math.abs(value) ** (power - 1));
  const turned = transpose(loadings, rows, k);
  const cross = inverse(product(turned, loadings, [k, rows, k]), k);
  if (cross === undefined) return undefined;
  const u = product(cross.inverse, product(turned, target, [k, rows, k]), [k, k, k]);
  const gram = inverse(product(transpose(u, k, k), u, [k, k, k]), k);
  if (gram === undefined) return undefined;
  const lean = u.map((value, cell) => value * Math.sqrt(gram.inverse[(cell % k) * (k + 1)]!));
  const back = inverse(lean, k);
  if (back === undefined) return undefined;
  return {
    loadings: product(loadings, lean, [rows, k, k]),
    correlations: product(back.inverse, transpose(back.inverse, k, k), [k, k, k]),
    converged: true,
  };
}
