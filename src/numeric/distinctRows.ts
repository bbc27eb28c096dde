/** How many different rows there are, counting no further than `enough`. 0 and -0 are the same. */
export function distinctRows(flat: Float64Array, width: number, enough: number): number {
  const seen = new Set<string>();
  for (let row = 0; row < flat.length && seen.size < enough; row += width) {
    seen.add(flat.subarray(row, row + width).join());
  }
  return seen.size;
}
