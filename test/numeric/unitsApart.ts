/** How many units in the last place of the second the two are apart. */
export function unitsApart(a: number, b: number): number {
  if (a === b || Object.is(a, b)) return 0;
  const exponent = Math.max(-1022, Math.floor(Math.log2(Math.abs(b))));
  return Math.abs(a - b) / 2 ** (exponent - 52);
}
