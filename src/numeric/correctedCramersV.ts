/**
 * Cramer's V of two categories without what chance alone adds, from the codes of each row (-1 is missing), over the rows that have both; 0 where one of them has a single
 * level there. As `correctedV` of `chiSquaredTest`, but only the cells with a count are held, so that categories of many thousand levels fit.
 *
 * Source: Bergsma, Journal of the Korean Statistical Society 42 (2013).
 */
export function correctedCramersV(first: Int32Array, second: Int32Array): number {
  const rows = new Map<number, number>();
  const columns = new Map<number, number>();
  const cells = new Map<number, number>();
  const width = second.reduce((most, code) => Math.max(most, code), 0) + 1;
  let n = 0;
  for (let i = 0; i < first.length; i++) {
    const [a, b] = [first[i]!, second[i]!];
    if (a < 0 || b < 0) continue;
    n++;
    rows.set(a, (rows.get(a) ?? 0) + 1);
    columns.set(b, (columns.get(b) ?? 0) + 1);
    cells.set(a * width + b, (cells.get(a * width + b) ?? 0) + 1);
  }
  const [r, c] = [rows.size, columns.size];
  if (r < 2 || c < 2) return 0;
  let squares = 0;
  for (const [cell, count] of cells)
    squares += count ** 2 / (rows.get(Math.floor(cell / width))! * columns.get(cell % width)!);
  const beyondChance = Math.max(0, squares - 1 - ((r - 1) * (c - 1)) / (n - 1));
  const shrunk = Math.min(r - (r - 1) ** 2 / (n - 1), c - (c - 1) ** 2 / (n - 1)) - 1;
  // Where each row has a level of its own, nothing is left of either.
  return shrunk > 1e-12 ? Math.min(1, Math.sqrt(beyondChance / shrunk)) : 0;
}
