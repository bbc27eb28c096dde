/**
 * A power of two in which the values of the columns can be squared: 1 unless the largest is so large that squares
 * overflow, or so small that they vanish. Dividing by it loses no digit.
 */
export function safeUnit(columns: readonly Float64Array[]): number {
  let largest = 0;
  for (const column of columns)
    for (let i = 0; i < column.length; i++) largest = Math.max(largest, Math.abs(column[i]!));
  if (largest === 0 || (largest < 2 ** 400 && largest > 2 ** -300)) return 1;
  // The logarithm of the largest double is rounded up to 1024.
  return 2 ** Math.min(1023, Math.max(-1022, Math.floor(Math.log2(largest))));
}
