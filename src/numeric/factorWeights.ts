import { inverse } from "./inverse.js";
import { product, transpose } from "./product.js";
import { symmetricEigen } from "./symmetricEigen.js";

/** How factor scores are made of standardized answers. */
export type ScoreMethod = "regression" | "bartlett" | "tenBerge";

/** Weights that turn standardized columns into factor scores. */
export interface FactorWeights {
  /** Row-major, columns by factors. */
  readonly weights: Float64Array;
  /** Correlation of each factor's scores with the factor. */
  readonly validity: Float64Array;
  /** Whether the correlations have no inverse, and a generalized one stood in. */
  readonly generalized: boolean;
}

/**
 * Weights for scores of factors with the given pattern (`size * k`) and correlations of factors (`k * k`), of columns with these
 * correlations (`size * size`). "regression" (Thurstone) comes nearest to the factors; "bartlett" keeps each factor's scores free of the
 * others' (no bias, more noise); "tenBerge" keeps the correlations of the factors. Undefined for "bartlett" and "tenBerge" where loadings do
 * not tell the factors apart.
 *
 * Source: Thurstone (1935); Bartlett, British Journal of Psychology 28 (1937); ten Berge, Krijnen, Wansbeek and Shapiro, Linear
 * Algebra and its Applications 289 (1999); Grice, Psychological Methods 6 (2001).
 */
export function factorWeights(
  correlations: Float64Array,
  pattern: Float64Array,
  factors: Float64Array,
  uniquenesses: Float64Array,
  [size, k]: readonly [number, number],
  method: ScoreMethod,
): FactorWeights | undefined {
  const structure = product(pattern, factors, [size, k, k]);
  const eigen = symmetricEigen(correlations, size);
  const least = 1e-10 * eigen.values[0]!;
  const generalized = eigen.values.at(-1)! <= least;
  const power = (exponent: number) => powerOf(eigen, size, exponent, least);
  const find = (): Float64Array | undefined => {
    if (method === "regression") return product(power(-1), structure, [size, size, k]);
    if (method === "bartlett") {
      const scaled = pattern.map((value, cell) => value / uniquenesses[Math.floor(cell / k)]!);
      const inner = inverse(product(transpose(pattern, size, k), scaled, [k, size, k]), k);
      return inner === undefined ? undefined : product(scaled, inner.inverse, [size, k, k]);
    }
    const own = symmetricEigen(factors, k);
    const rootOf = powerOf(own, k, 0.5, 0);
    const root = power(-0.5);
    const lean = product(root, product(pattern, rootOf, [size, k, k]), [size, size, k]);
    const gram = symmetricEigen(product(transpose(lean, size, k), lean, [k, size, k]), k);
    if (gram.values.at(-1)! <= 1e-10 * gram.values[0]!) return undefined;
    const even = product(lean, powerOf(gram, k, -0.5, 0), [size, k, k]);
    return product(root, product(even, rootOf, [size, k, k]), [size, size, k]);
  };
  const weights = find();
  if (weights === undefined) return undefined;
  const spread = product(correlations, weights, [size, size, k]);
  const validity = Float64Array.from({ length: k }, (_, f) => {
    let [withFactor, variance] = [0, 0];
    for (let i = 0; i < size; i++) {
      withFactor += weights[i * k + f]! * structure[i * k + f]!;
      variance += weights[i * k + f]! * spread[i * k + f]!;
    }
    return withFactor / Math.sqrt(variance);
  });
  return { weights, validity, generalized };
}

/** A symmetric matrix to a power, by its eigenvalues; those at or below `least` count as 0 and stay 0. */
function powerOf(
  { values, vectors }: ReturnType<typeof symmetricEigen>,
  size: number,
  exponent: number,
  least: number,
): Float64Array {
  const result = new Float64Array(size * size);
  values.forEach((value, m) => {
    if (!(value > least)) return;
    const by = value ** exponent;
    const vector = vectors[m]!;
    for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) result[i * size + j]! += by * vector[i]! * vector[j]!;
  });
  return result;
}
