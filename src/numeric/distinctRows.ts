/** How many different rows there are, counting no further than `enough`. 0 and -0 are the same. */
export function distinctRows(columns: readonly Float64Array[], enough: number): number {
  const seen = new Set<string>();
  const rows = columns[0]?.length ?? 0;
  for (let i = 0; i < rows && seen.size < enough; i++) seen.add(columns.map((column) => column[i]!).join());
  return seen.size;
}
