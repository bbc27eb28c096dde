/** A symmetric matrix turned into one that is 0 but on the diagonal and beside it; both have the same eigenvalues. */
export interface Tridiagonal {
  readonly diagonal: Float64Array;
  /** `beside[i]` stands between i and i + 1; the last is 0. */
  readonly beside: Float64Array;
  /** Values were divided by this power of two, so that no square overflows; what is too small for its square then counts as 0. */
  readonly unit: number;
  /** Turns eigenvectors of the tridiagonal matrix (a row each, `size` long) into those of the matrix, in place. */
  readonly turnBack: (vectors: Float64Array) => void;
}

/**
 * Makes a symmetric matrix (row-major, `size * size`, of which the part below the diagonal is read; left as it is) tridiagonal by Householder's reflections,
 * last row first. One pass over the matrix does what is left of a reflection and begins the next, for memory takes longer than arithmetic.
 *
 * @throws RangeError where the matrix is not `size * size` finite numbers.
 *
 * Source: Golub and Van Loan, Matrix Computations, 4th edition, section 8.3; Martin, Reinsch and Wilkinson, Numerische Mathematik 11 (1968).
 */
export function tridiagonal(matrix: Float64Array, size: number): Tridiagonal {
  if (matrix.length !== size * size)
    throw new RangeError(`expected ${size} x ${size} = ${size * size} numbers, got ${matrix.length}`);
  let largest = 0;
  for (const value of matrix) {
    if (!Number.isFinite(value)) throw new RangeError("expected a matrix of finite numbers, got NaN or infinity");
    largest = Math.max(largest, Math.abs(value));
  }
  const unit = largest === 0 ? 1 : 2 ** Math.floor(Math.log2(largest));
  const a = matrix.map((value) => value / unit);
  const diagonal = new Float64Array(size);
  const beside = new Float64Array(size);
  /** Half the squared length of each reflection's vector, which stands in its row; 0 where there was nothing to reflect. */
  const halves = new Float64Array(size);
  // The reflection before, of which the matrix still has to take its share.
  let before = new Float64Array(size);
  let share = new Float64Array(size);
  let next = new Float64Array(size);
  for (let row = size - 1; row >= 0; row--) {
    const start = row * size;
    for (let c = 0; c <= row; c++) a[start + c]! -= before[row]! * share[c]! + share[row]! * before[c]!;
    diagonal[row] = a[start + row]!;
    const own = a.subarray(start, start + row);
    if (row > 0) beside[row - 1] = reflect(own, halves, row);
    takeShare(a, size, row, before, share, own, next);
    const half = halves[row]!;
    if (half === 0) next.fill(0, 0, row);
    else {
      let along = 0;
      for (let c = 0; c < row; c++) {
        next[c]! /= half;
        along += next[c]! * own[c]!;
      }
      for (let c = 0; c < row; c++) next[c]! -= (along / (2 * half)) * own[c]!;
    }
    before = own;
    [share, next] = [next, share];
  }
  return { diagonal, beside, unit, turnBack: (vectors) => turnBack(vectors, a, halves, size) };
}

/** A squared length below this, of values near 1, has lost its digits, and lies far below their rounding. */
const nothing = 2 ** -960;

/** Turns a row into the vector that reflects all of it onto its last place, and returns what stands there then. */
function reflect(own: Float64Array, halves: Float64Array, row: number): number {
  const last = own[row - 1]!;
  let others = 0;
  for (let c = 0; c < row - 1; c++) others += own[c]! * own[c]!;
  if (others < nothing) {
    own.fill(0);
    return last;
  }
  const length = Math.sqrt(others + last * last);
  const kept = last > 0 ? -length : length;
  halves[row] = length * length - last * kept;
  own[row - 1] = last - kept;
  return kept;
}

/** Takes the reflection before from what stands above the row, and multiplies that with the row's own vector: two rows at a time. */
function takeShare(
  a: Float64Array,
  size: number,
  row: number,
  before: Float64Array,
  share: Float64Array,
  own: Float64Array,
  result: Float64Array,
): void {
  result.fill(0, 0, row);
  // Of an odd number of rows the first is a single value.
  if (row % 2 === 1) {
    a[0]! -= 2 * before[0]! * share[0]!;
    result[0] = a[0]! * own[0]!;
  }
  for (let r = row % 2; r < row; r += 2) {
    const [upper, lower] = [r * size, (r + 1) * size];
    const [upperBefore, upperShare, upperOwn] = [before[r]!, share[r]!, own[r]!];
    const [lowerBefore, lowerShare, lowerOwn] = [before[r + 1]!, share[r + 1]!, own[r + 1]!];
    let [upperSum, lowerSum] = [0, 0];
    for (let c = 0; c < r; c++) {
      const [shareThere, beforeThere, ownThere] = [share[c]!, before[c]!, own[c]!];
      const one = a[upper + c]! - (upperBefore * shareThere + upperShare * beforeThere);
      const other = a[lower + c]! - (lowerBefore * shareThere + lowerShare * beforeThere);
      a[upper + c] = one;
      a[lower + c] = other;
      upperSum += one * ownThere;
      lowerSum += other * ownThere;
      result[c]! += one * upperOwn + other * lowerOwn;
    }
    a[upper + r]! -= 2 * upperBefore * upperShare;
    a[lower + r]! -= lowerBefore * upperShare + lowerShare * upperBefore;
    a[lower + r + 1]! -= 2 * lowerBefore * lowerShare;
    result[r] = upperSum + a[upper + r]! * upperOwn + a[lower + r]! * lowerOwn;
    result[r + 1] = lowerSum + a[lower + r]! * upperOwn + a[lower + r + 1]! * lowerOwn;
  }
}

/** Four vectors at a time, so that the reflections are fetched from memory a quarter as often. */
function turnBack(vectors: Float64Array, reflections: Float64Array, halves: Float64Array, size: number): void {
  const count = vectors.length / size;
  const of = (k: number) => vectors.subarray(k * size, (k + 1) * size);
  // Where fewer than four are left, the rest are nobody's.
  for (let k = 0; k < count; k += 4) {
    const four = [k, k + 1, k + 2, k + 3].map((one) => (one < count ? of(one) : new Float64Array(size)));
    turnFour(four as Four, reflections, halves, size);
  }
}

type Four = [Float64Array, Float64Array, Float64Array, Float64Array];

function turnFour([one, two, three, four]: Four, reflections: Float64Array, halves: Float64Array, size: number): void {
  for (let row = 1; row < size; row++) {
    const half = halves[row]!;
    if (half === 0) continue;
    const own = row * size;
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let i = 0; i < row; i++) {
      const value = reflections[own + i]!;
      a += value * one[i]!;
      b += value * two[i]!;
      c += value * three[i]!;
      d += value * four[i]!;
    }
    a /= half;
    b /= half;
    c /= half;
    d /= half;
    for (let i = 0; i < row; i++) {
      const value = reflections[own + i]!;
      one[i]! -= a * value;
      two[i]! -= b * value;
      three[i]! -= c * value;
      four[i]! -= d * value;
    }
  }
}
