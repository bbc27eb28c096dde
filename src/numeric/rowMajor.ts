/** Copies columns into one array, row after row: value j of row i is at `i * columns.length + j`. */
export function rowMajor(columns: readonly Float64Array[], rows: number): Float64Array {
  const width = columns.length;
  const flat = new Float64Array(rows * width);
  for (let j = 0; j < width; j++) {
    const column = columns[j]!;
    for (let i = 0, at = j; i < rows; i++, at += width) flat[at] = column[i]!;
  }
  return flat;
}
