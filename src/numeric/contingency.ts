/**
 * Cross-counts two labelings of the same rows, `(ka + 1) x (kb + 1)`, row-major: cell (a, b) holds the rows with label a in the
 * first and b in the second. Noise (-1) stands in the last row and column. `only` names the rows to count; all where absent.
 */
export function contingency(
  a: ArrayLike<number>,
  ka: number,
  b: ArrayLike<number>,
  kb: number,
  only?: ArrayLike<number>,
): Int32Array {
  const table = new Int32Array((ka + 1) * (kb + 1));
  const count = only?.length ?? a.length;
  for (let i = 0; i < count; i++) {
    const row = only === undefined ? i : only[i]!;
    const from = a[row]! < 0 ? ka : a[row]!;
    const to = b[row]! < 0 ? kb : b[row]!;
    table[from * (kb + 1) + to]!++;
  }
  return table;
}
