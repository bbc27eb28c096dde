/**
 * Copies columns into one array, row after row: value j of row i is at `i * columns.length + j`. A new array unless one is
 * given to write `into`.
 */
export function rowMajor(
  columns: readonly Float64Array[],
  rows: number,
  into: Float64Array = new Float64Array(rows * columns.length),
): Float64Array {
  const width = columns.length;
  // By pieces that stay in the cache while column after column is put into them.
  for (let from = 0; from < rows; from += 512) {
    const to = Math.min(rows, from + 512);
    for (let j = 0; j < width; j++) {
      const column = columns[j]!;
      for (let i = from, at = from * width + j; i < to; i++, at += width) into[at] = column[i]!;
    }
  }
  return into;
}
