import { diagonalize } from "./diagonalize.js";
import { tridiagonal } from "./tridiagonal.js";

/**
 * The eigenvalues of a symmetric matrix (row-major, `size * size`, of which the part below the diagonal is read; left as it is) in descending order, for where
 * `symmetricEigen`'s vectors, which take most of the time, are not needed.
 *
 * @throws RangeError where the matrix is not `size * size` finite numbers.
 */
export function symmetricEigenvalues(matrix: Float64Array, size: number): Float64Array {
  const { diagonal, beside, unit } = tridiagonal(matrix, size);
  diagonalize(diagonal, beside);
  return diagonal.sort((a, b) => b - a).map((value) => value * unit);
}
