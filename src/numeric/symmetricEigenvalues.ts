/**
 * The eigenvalues of a symmetric matrix (row-major, `size * size`, left as it is) in descending order, for where `symmetricEigen`'s vectors
 * are not needed and matrices are many. Householder's reflections make it tridiagonal; implicit QL steps make that diagonal.
 *
 * @throws RangeError where a value is not finite.
 *
 * Source: Golub and Van Loan, Matrix Computations, 4th edition, section 8.3; Martin, Reinsch and Wilkinson, Numerische Mathematik 11 and 12 (1968).
 */
export function symmetricEigenvalues(matrix: Float64Array, size: number): Float64Array {
  if (!matrix.every(Number.isFinite)) throw new RangeError("expected a matrix of finite numbers, got NaN or infinity");
  const { diagonal, beside } = tridiagonal(matrix.slice(), size);
  return diagonalize(diagonal, beside).sort((a, b) => b - a);
}

function tridiagonal(a: Float64Array, n: number): { diagonal: Float64Array; beside: Float64Array } {
  const beside = new Float64Array(n);
  const v = new Float64Array(n);
  const w = new Float64Array(n);
  for (let step = 0; step < n - 2; step++) {
    let norm = 0;
    for (let i = step + 1; i < n; i++) norm = Math.hypot(norm, a[i * n + step]!);
    const head = a[(step + 1) * n + step]!;
    const length = head > 0 ? -norm : norm;
    beside[step] = length;
    if (norm === 0) continue;
    let square = 0;
    for (let i = step + 1; i < n; i++) {
      v[i] = a[i * n + step]! - (i === step + 1 ? length : 0);
      square += v[i]! * v[i]!;
    }
    if (square === 0) continue;
    let along = 0;
    for (let i = step + 1; i < n; i++) {
      let sum = 0;
      for (let j = step + 1; j < n; j++) sum += a[i * n + j]! * v[j]!;
      w[i] = (2 * sum) / square;
      along += w[i]! * v[i]!;
    }
    for (let i = step + 1; i < n; i++) w[i]! -= (along / square) * v[i]!;
    for (let i = step + 1; i < n; i++)
      for (let j = step + 1; j < n; j++) a[i * n + j]! -= v[i]! * w[j]! + w[i]! * v[j]!;
  }
  if (n > 1) beside[n - 2] = a[(n - 1) * n + n - 2]!;
  return { diagonal: Float64Array.from({ length: n }, (_, i) => a[i * n + i]!), beside };
}

/** Eigenvalues of a tridiagonal matrix; both arrays are overwritten. */
function diagonalize(d: Float64Array, e: Float64Array): Float64Array {
  const n = d.length;
  for (let l = 0; l < n; l++) {
    for (let round = 0; round < 200; round++) {
      let m = l;
      while (m < n - 1 && Math.abs(e[m]!) > Number.EPSILON * (Math.abs(d[m]!) + Math.abs(d[m + 1]!))) m++;
      if (m === l) break;
      const half = (d[l + 1]! - d[l]!) / (2 * e[l]!);
      const reach = Math.hypot(half, 1);
      let g = d[m]! - d[l]! + e[l]! / (half + (half < 0 ? -reach : reach));
      let [s, c, p] = [1, 1, 0];
      let i = m - 1;
      for (; i >= l; i--) {
        const f = s * e[i]!;
        const b = c * e[i]!;
        const r = Math.hypot(f, g);
        e[i + 1] = r;
        if (r === 0) {
          d[i + 1]! -= p;
          e[m] = 0;
          break;
        }
        s = f / r;
        c = g / r;
        g = d[i + 1]! - p;
        const q = (d[i]! - g) * s + 2 * c * b;
        p = s * q;
        d[i + 1] = g + p;
        g = c * q - b;
      }
      if (i >= l) continue;
      d[l]! -= p;
      e[l] = g;
      e[m] = 0;
    }
  }
  return d;
}
