/**
 * Eigenvalues and eigenvectors of a symmetric matrix, by cyclic Jacobi rotations: slow for hundreds of columns, but exact
 * to rounding, and the same result on every machine.
 *
 * `matrix` is row-major, `size * size`, and is left as it is. Values come in descending order; `vectors[k]` has length 1
 * and belongs to `values[k]`. The sign of a vector is free in theory; here its entry of largest absolute value (the first
 * of them, to within rounding) is positive.
 *
 * @throws RangeError where the matrix is not `size * size` finite numbers, or not symmetric.
 *
 * Source: Golub and Van Loan, Matrix Computations, 4th edition, section 8.5.
 */
export function symmetricEigen(matrix: Float64Array, size: number): { values: Float64Array; vectors: Float64Array[] } {
  if (matrix.length !== size * size)
    throw new RangeError(`expected ${size} x ${size} = ${size * size} numbers, got ${matrix.length}`);
  const largest = matrix.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (!Number.isFinite(largest)) throw new RangeError("expected a matrix of finite numbers, got NaN or infinity");
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      const difference = Math.abs(matrix[i * size + j]! - matrix[j * size + i]!);
      if (difference > 1e-9 * largest)
        throw new RangeError(`expected a symmetric matrix, got a difference of ${difference} at ${i}, ${j}`);
    }
  }
  // Squares of the entries must neither overflow nor vanish; a power of two changes no digit.
  const unit = largest === 0 ? 1 : 2 ** Math.floor(Math.log2(largest));
  const { values, vectors } = jacobi(
    matrix.map((value) => value / unit),
    size,
  );
  return { values: values.map((value) => value * unit), vectors };
}

function jacobi(a: Float64Array, n: number): { values: Float64Array; vectors: Float64Array[] } {
  const v = new Float64Array(n * n);
  for (let i = 0; i < n; i++) v[i * n + i] = 1;
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0;
    let diagonal = 0;
    for (let i = 0; i < n; i++) {
      diagonal += a[i * n + i]! ** 2;
      for (let j = i + 1; j < n; j++) off += a[i * n + j]! ** 2;
    }
    if (off <= 1e-32 * diagonal || off === 0) break;
    for (let p = 0; p < n - 1; p++) for (let q = p + 1; q < n; q++) rotate(a, v, n, p, q);
  }
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => a[j * n + j]! - a[i * n + i]! || i - j);
  const values = Float64Array.from(order, (i) => a[i * n + i]!);
  const vectors = order.map((column) => signed(Float64Array.from({ length: n }, (_, row) => v[row * n + column]!)));
  return { values, vectors };
}

/** One rotation that makes the entry (p, q) zero, applied to the matrix and gathered in the vectors. */
function rotate(a: Float64Array, v: Float64Array, n: number, p: number, q: number): void {
  const apq = a[p * n + q]!;
  if (apq === 0) return;
  const theta = (a[q * n + q]! - a[p * n + p]!) / (2 * apq);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < n; k++) {
    const akp = a[k * n + p]!;
    const akq = a[k * n + q]!;
    a[k * n + p] = c * akp - s * akq;
    a[k * n + q] = s * akp + c * akq;
  }
  for (let k = 0; k < n; k++) {
    const apk = a[p * n + k]!;
    const aqk = a[q * n + k]!;
    a[p * n + k] = c * apk - s * aqk;
    a[q * n + k] = s * apk + c * aqk;
    const vkp = v[k * n + p]!;
    const vkq = v[k * n + q]!;
    v[k * n + p] = c * vkp - s * vkq;
    v[k * n + q] = s * vkp + c * vkq;
  }
}

function signed(vector: Float64Array): Float64Array {
  const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  // Entries equal but for rounding must not decide by their last bit.
  const lead = vector.find((value) => Math.abs(value) >= largest * (1 - 1e-9)) ?? 0;
  return lead < 0 ? vector.map((value) => (value === 0 ? 0 : -value)) : vector;
}
