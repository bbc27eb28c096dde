/** Covariances of columns with missing values. */
export interface Covariances {
  /** Row-major, `size * size`, divisor n - 1; NaN where fewer than two rows have both. */
  readonly matrix: Float64Array;
  /** For each pair the product of its standard deviations over the rows that have both: exactly 0 where one of them does not vary there. */
  readonly spreads: Float64Array;
  /** The fewest rows that any pair of different columns (or the only column) has in common. */
  readonly fewest: number;
}

/**
 * The covariance of each pair of columns (`given[j][i]` is row i of column j, NaN is missing) over the rows that have both, with the means of
 * these rows, as R's `cov(use = "pairwise")` and pandas do. Such a matrix need not be positive definite.
 */
export function covariances(given: readonly Float64Array[]): Covariances {
  const size = given.length;
  const matrix = new Float64Array(size * size);
  const spreads = new Float64Array(size * size);
  const full = given.map((column) => !column.some(Number.isNaN));
  const centered = given.map((column, j) => (full[j] ? center(column) : column));
  let fewest = size === 1 ? present(given[0]!) : Number.POSITIVE_INFINITY;
  for (let j = 0; j < size; j++) {
    const place = j * size + j;
    matrix[place] = full[j] ? ofCentered(centered[j]!, centered[j]!) : ofPairs(given[j]!, given[j]!).value;
    spreads[place] = matrix[place]!;
    for (let k = 0; k < j; k++) {
      const whole = full[j] && full[k];
      const { value, spread, rows } = whole
        ? {
            value: ofCentered(centered[j]!, centered[k]!),
            spread: Math.sqrt(matrix[place]!) * Math.sqrt(matrix[k * size + k]!),
            rows: given[j]!.length,
          }
        : ofPairs(given[j]!, given[k]!);
      matrix[j * size + k] = value;
      matrix[k * size + j] = value;
      spreads[j * size + k] = spread;
      spreads[k * size + j] = spread;
      fewest = Math.min(fewest, rows);
    }
  }
  return { matrix, spreads, fewest };
}

function present(column: Float64Array): number {
  return column.reduce((rows, value) => (Number.isNaN(value) ? rows : rows + 1), 0);
}

/** Measured from its first value, a constant column is exactly 0 and keeps no rounding. */
function center(column: Float64Array): Float64Array {
  const apart = column.map((value) => value - column[0]!);
  const mean = apart.reduce((sum, value) => sum + value, 0) / column.length;
  return apart.map((value) => value - mean);
}

function ofCentered(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return a.length < 2 ? Number.NaN : sum / (a.length - 1);
}

function ofPairs(a: Float64Array, b: Float64Array): { value: number; spread: number; rows: number } {
  // A sum with NaN is NaN: one test for both.
  let first = 0;
  while (first < a.length && Number.isNaN(a[first]! + b[first]!)) first++;
  const [firstA, firstB] = [a[first]!, b[first]!];
  let [rows, sumA, sumB] = [0, 0, 0];
  for (let i = first; i < a.length; i++) {
    if (Number.isNaN(a[i]! + b[i]!)) continue;
    rows++;
    sumA += a[i]! - firstA;
    sumB += b[i]! - firstB;
  }
  if (rows < 2) return { value: Number.NaN, spread: Number.NaN, rows };
  const [meanA, meanB] = [sumA / rows, sumB / rows];
  let [squaresA, squaresB, products] = [0, 0, 0];
  for (let i = first; i < a.length; i++) {
    const [awayA, awayB] = [a[i]! - firstA - meanA, b[i]! - firstB - meanB];
    if (Number.isNaN(awayA + awayB)) continue;
    squaresA += awayA * awayA;
    squaresB += awayB * awayB;
    products += awayA * awayB;
  }
  return { value: products / (rows - 1), spread: (Math.sqrt(squaresA) * Math.sqrt(squaresB)) / (rows - 1), rows };
}
