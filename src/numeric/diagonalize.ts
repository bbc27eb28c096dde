/**
 * Implicit QL steps make a tridiagonal matrix diagonal, until what is left beside the diagonal is rounding. Both arrays are overwritten: `diagonal` holds the
 * eigenvalues then, in no order. The rows of `vectors` (a square matrix, row-major) are turned along; from the unit matrix on, they become the eigenvectors.
 *
 * The entries should be near 1: squares of those below 1e-154 vanish.
 *
 * @throws Error where an eigenvalue is not found in 200 steps (two or three are usual).
 *
 * Source: Golub and Van Loan, Matrix Computations, 4th edition, section 8.3; Martin and Wilkinson, Numerische Mathematik 12 (1968).
 */
export function diagonalize(diagonal: Float64Array, beside: Float64Array, vectors?: Float64Array): void {
  const [d, e, n] = [diagonal, beside, diagonal.length];
  let largest = 0;
  for (let i = 0; i < n; i++) largest = Math.max(largest, Math.abs(d[i]!) + Math.abs(e[i]!));
  const nothing = 2 ** -54 * largest;
  for (let l = 0; l < n; l++) {
    for (let step = 0; ; step++) {
      let m = l;
      while (m < n - 1) {
        const rest = Math.abs(e[m]!);
        if (rest <= nothing || rest <= Number.EPSILON * (Math.abs(d[m]!) + Math.abs(d[m + 1]!))) break;
        m++;
      }
      if (m === l) break;
      if (step === 200) throw new Error(`expected eigenvalue ${l + 1} of ${n} within 200 steps, got none`);
      const half = (d[l + 1]! - d[l]!) / (2 * e[l]!);
      const reach = Math.sqrt(half * half + 1);
      let g = d[m]! - d[l]! + e[l]! / (half + (half < 0 ? -reach : reach));
      let [s, c, p] = [1, 1, 0];
      let i = m - 1;
      for (; i >= l; i--) {
        const f = s * e[i]!;
        const b = c * e[i]!;
        const r = Math.sqrt(f * f + g * g);
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
        if (vectors !== undefined) turn(vectors, n, i, c, s);
      }
      if (i >= l) continue;
      d[l]! -= p;
      e[l] = g;
      e[m] = 0;
    }
  }
}

/** Turns row i and the one below it by the angle of that cosine and sine. */
function turn(vectors: Float64Array, n: number, i: number, c: number, s: number): void {
  const upper = i * n;
  const lower = upper + n;
  for (let k = 0; k < n; k++) {
    const one = vectors[upper + k]!;
    const other = vectors[lower + k]!;
    vectors[lower + k] = s * one + c * other;
    vectors[upper + k] = c * one - s * other;
  }
}
