/** Covariances of columns with missing values. */
export interface Covariances {
  /** Row-major, `size * size`, divisor n - 1; NaN where fewer than two rows have both. */
  readonly matrix: Float64Array;
  /** The fewest rows that any pair of different columns (or the only column) has in common. */
  readonly fewest: number;
}

/**
 * The covariance of each pair of columns (`given[j][i]` is row i of column j, NaN is missing) over the rows that have both, with the means of
 * these rows, as R's `cov(use = "pairwise")` and pandas do. Such a matrix need not be positive definite.
 */
export function covariances(given: readonly Float64Array[]): Covariances {
  const size = given.length;
  // Measured from its first value, a constant column is exactly 0 and keeps no rounding.
  const columns = given.map((column) => {
    const first = column.find((value) => !Number.isNaN(value)) ?? 0;
    return column.map((value) => value - first);
  });
  const matrix = new Float64Array(size * size);
  const full = columns.map((column) => !column.some(Number.isNaN));
  const centered = columns.map((column, j) => (full[j] ? center(column) : column));
  let fewest = size === 1 ? present(columns[0]!) : Number.POSITIVE_INFINITY;
  for (let j = 0; j < size; j++) {
    for (let k = 0; k <= j; k++) {
      const whole = full[j] && full[k];
      const { value, rows } = whole ? ofCentered(centered[j]!, centered[k]!) : ofPairs(columns[j]!, columns[k]!);
      matrix[j * size + k] = value;
      matrix[k * size + j] = value;
      if (j !== k) fewest = Math.min(fewest, rows);
    }
  }
  return { matrix, fewest };
}

function present(column: Float64Array): number {
  return column.reduce((rows, value) => (Number.isNaN(value) ? rows : rows + 1), 0);
}

function center(column: Float64Array): Float64Array {
  const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
  return column.map((value) => value - mean);
}

function ofCentered(a: Float64Array, b: Float64Array): { value: number; rows: number } {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return { value: a.length < 2 ? Number.NaN : sum / (a.length - 1), rows: a.length };
}

function ofPairs(a: Float64Array, b: Float64Array): { value: number; rows: number } {
  let [rows, sumA, sumB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    // A sum with NaN is NaN: one test for both.
    if (Number.isNaN(a[i]! + b[i]!)) continue;
    rows++;
    sumA += a[i]!;
    sumB += b[i]!;
  }
  if (rows < 2) return { value: Number.NaN, rows };
  const [meanA, meanB] = [sumA / rows, sumB / rows];
  let sum = 0;
  for (let i = 0; i < a.length; i++) {
    const product = (a[i]! - meanA) * (b[i]! - meanB);
    if (!Number.isNaN(product)) sum += product;
  }
  return { value: sum / (rows - 1), rows };
}
