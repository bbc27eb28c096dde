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
  const { matrix: shared, fewest } = covariances(columns);
  const full = columns.every((column) => !column.some(Number.isNaN));
  const deviations = Float64Array.from(columns, (_, i) => Math.sqrt(shared[i * size + i]!));
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    matrix[i * size + i] = 1;
    for (let j = 0; j < i; j++) {
      const spread = full ? deviations[i]! * deviations[j]! : pairSpread(columns[i]!, columns[j]!);
      // Over the rows of a pair a constant may leave what rounding leaves, which is no covariance.
      const value = spread > 0 ? Math.max(-1, Math.min(1, shared[i * size + j]! / spread)) : Number.NaN;
      matrix[i * size + j] = value;
      matrix[j * size + i] = value;
    }
  }
  return { matrix, means: Float64Array.from(columns, presentMean), deviations, fewest };
}

/** Product of the deviations of two columns over the rows that have both. */
function pairSpread(a: Float64Array, b: Float64Array): number {
  const both = [new Float64Array(a.length), new Float64Array(a.length)] as const;
  let rows = 0;
  for (let i = 0; i < a.length; i++) {
    if (Number.isNaN(a[i]! + b[i]!)) continue;
    both[0][rows] = a[i]!;
    both[1][rows++] = b[i]!;
  }
  const [one, other] = both.map((values) => covariances([values.subarray(0, rows)]).matrix[0]!) as [number, number];
  return Math.sqrt(one * other);
}
