/**
 * The lower triangle L with L times its transpose equal to a symmetric matrix (Cholesky), row-major and 0 above the diagonal; undefined
 * where the matrix is not positive definite.
 */
export function lowerFactor(matrix: Float64Array, size: number): Float64Array | undefined {
  const lower = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * size + j]!;
      for (let a = 0; a < j; a++) sum -= lower[i * size + a]! * lower[j * size + a]!;
      if (i === j) {
        if (!(sum > 0)) return undefined;
        lower[i * size + i] = Math.sqrt(sum);
      } else lower[i * size + j] = sum / lower[j * size + j]!;
    }
  }
  return lower;
}

/** The solution x of L L' x = b, where L is what `lowerFactor` gives. */
export function solveFactored(lower: Float64Array, size: number, b: Float64Array): Float64Array {
  const x = b.slice();
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) x[i]! -= lower[i * size + j]! * x[j]!;
    x[i]! /= lower[i * size + i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let j = i + 1; j < size; j++) x[i]! -= lower[j * size + i]! * x[j]!;
    x[i]! /= lower[i * size + i]!;
  }
  return x;
}
