import { diagonalize } from "./diagonalize.js";
import { tridiagonal } from "./tridiagonal.js";

/**
 * Eigenvalues and eigenvectors of a symmetric matrix: Householder's reflections make it tridiagonal, implicit QL steps make that diagonal. Exact to rounding
 * of the largest value, and the same result on every machine.
 *
 * `matrix` is row-major, `size * size`, and is left as it is. Values come in descending order; `vectors[k]` has length 1
 * and belongs to `values[k]`. Where `count` is given, only that many vectors, of the largest values, are turned back and returned, which saves a third of the time. The sign of a vector is free in theory; here its entry of largest
 * absolute value (the first of them, to within rounding) is positive.
 *
 * @throws RangeError where the matrix is not `size * size` finite numbers, or not symmetric.
 *
 * Source: Golub and Van Loan, Matrix Computations, 4th edition, section 8.3.
 */
export function symmetricEigen(
  matrix: Float64Array,
  size: number,
  count: number = size,
): { values: Float64Array; vectors: Float64Array[] } {
  const { diagonal, beside, unit, turnBack } = tridiagonal(matrix, size);
  requireSymmetric(matrix, size, unit);
  const turned = new Float64Array(size * size);
  for (let i = 0; i < size; i++) turned[i * (size + 1)] = 1;
  diagonalize(diagonal, beside, turned);
  const order = Array.from({ length: size }, (_, i) => i).sort((i, j) => diagonal[j]! - diagonal[i]! || i - j);
  const kept = order.slice(0, count);
  const rows = new Float64Array(kept.length * size);
  kept.forEach((i, k) => {
    rows.set(turned.subarray(i * size, (i + 1) * size), k * size);
  });
  turnBack(rows);
  const vectors = kept.map((_, k) => signed(rows.slice(k * size, (k + 1) * size)));
  return { values: Float64Array.from(order, (i) => diagonal[i]! * unit), vectors };
}

/** `unit` is not above the largest entry, and not below half of it. */
function requireSymmetric(matrix: Float64Array, size: number, unit: number): void {
  for (let i = 0; i < size; i++)
    for (let j = 0; j < i; j++) {
      const difference = Math.abs(matrix[i * size + j]! - matrix[j * size + i]!);
      if (difference > 1e-9 * unit)
        throw new RangeError(`expected a symmetric matrix, got a difference of ${difference} at ${i}, ${j}`);
    }
}

function signed(vector: Float64Array): Float64Array {
  const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  // Entries equal but for rounding must not decide by their last bit.
  const lead = vector.find((value) => Math.abs(value) >= largest * (1 - 1e-9)) ?? 0;
  return lead < 0 ? vector.map((value) => (value === 0 ? 0 : -value)) : vector;
}
