/** The product of two row-major matrices: `rows * inner` times `inner * columns`. */
export function product(
  a: Float64Array,
  b: Float64Array,
  [rows, inner, columns]: readonly [number, number, number],
): Float64Array {
  const result = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++)
    for (let m = 0; m < inner; m++) {
      const value = a[i * inner + m]!;
      for (let j = 0; j < columns; j++) result[i * columns + j]! += value * b[m * columns + j]!;
    }
  return result;
}

/** A row-major matrix of `rows * columns` turned over. */
export function transpose(a: Float64Array, rows: number, columns: number): Float64Array {
  const result = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) result[j * rows + i] = a[i * columns + j]!;
  return result;
}
