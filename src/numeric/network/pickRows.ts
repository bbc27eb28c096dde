/** Copies the rows of that index, of `width` numbers each. */
export function pickRows(values: Float32Array, width: number, index: Int32Array): Float32Array {
  const picked = new Float32Array(index.length * width);
  let at = 0;
  for (const row of index) {
    const from = row * width;
    // A loop is faster than many small copies.
    for (let j = 0; j < width; j++) picked[at++] = values[from + j]!;
  }
  return picked;
}
