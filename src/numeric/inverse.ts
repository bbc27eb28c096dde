import { lowerFactor } from "./lowerFactor.js";

/**
 * The inverse of a square matrix (row-major, `size * size`) by Gauss and Jordan with partial pivoting, and the logarithm of the absolute
 * determinant; undefined where the matrix is singular to rounding. The matrix is left as it is.
 */
export function inverse(
  matrix: Float64Array,
  size: number,
): { inverse: Float64Array; logDeterminant: number } | undefined {
  const a = matrix.slice();
  const result = new Float64Array(size * size);
  for (let i = 0; i < size; i++) result[i * size + i] = 1;
  const largest = a.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  let logDeterminant = 0;
  for (let step = 0; step < size; step++) {
    let pivot = step;
    for (let i = step + 1; i < size; i++)
      if (Math.abs(a[i * size + step]!) > Math.abs(a[pivot * size + step]!)) pivot = i;
    const head = a[pivot * size + step]!;
    if (!(Math.abs(head) > 1e-13 * largest)) return undefined;
    logDeterminant += Math.log(Math.abs(head));
    for (const part of [a, result]) {
      for (let j = 0; j < size; j++) {
        const held = part[pivot * size + j]!;
        part[pivot * size + j] = part[step * size + j]!;
        part[step * size + j] = held / head;
      }
    }
    for (let i = 0; i < size; i++) {
      const times = a[i * size + step]!;
      if (i === step || times === 0) continue;
      // What stands before is 0 by now.
      for (let j = step; j < size; j++) a[i * size + j]! -= times * a[step * size + j]!;
      for (let j = 0; j < size; j++) result[i * size + j]! -= times * result[step * size + j]!;
    }
  }
  return { inverse: result, logDeterminant };
}

/** The inverse of a symmetric matrix that is positive definite; undefined where it is not. */
export function definiteInverse(matrix: Float64Array, size: number): ReturnType<typeof inverse> {
  return lowerFactor(matrix, size) === undefined ? undefined : inverse(matrix, size);
}
