import { covariances } from "./covariances.js";
import { presentMean } from "./presentMean.js";

/** Correlations of columns, of which some values may be missing. */
export interface Correlations {
  /** Row-major, `size * size`; NaN where a pair has no two rows in common, or one of its columns does not vary. */
  readonly matrix: Float64Array;
  /** Mean and standard deviation (divisor n - 1) of the values of each column. */
  readonly means: Float64Array;
  readonly deviations: Float64Array;
  /** The fewest rows that any pair of columns has in common. */
  readonly fewest: number;
}

/**
 * Pearson correlations of columns (NaN is missing): each over the rows that have both values, with means and deviations of these rows, as R's
 * `cor(use = "pairwise")`. Where nothing is missing these are the usual ones.
 */
export function correlations(columns: readonly Float64Array[]): Correlations {
  const size = columns.length;
  const { matrix: shared, spreads, fewest } = covariances(columns);
  const deviations = Float64Array.from(columns, (_, i) => Math.sqrt(shared[i * size + i]!));
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    matrix[i * size + i] = 1;
    for (let j = 0; j < i; j++) {
      const spread = spreads[i * size + j]!;
      const value = spread > 0 ? Math.max(-1, Math.min(1, shared[i * size + j]! / spread)) : Number.NaN;
      matrix[i * size + j] = value;
      matrix[j * size + i] = value;
    }
  }
  return { matrix, means: Float64Array.from(columns, presentMean), deviations, fewest };
}
