/**
 * The clusters that are left after the first `count` merges (as `numberMerges` numbers them): one label per row, from 0 in the order of
 * the clusters' numbers.
 */
export function cutMerges(pairs: readonly (readonly [number, number])[], rows: number, count: number): Int32Array {
  const label = new Int32Array(rows + count).fill(-1);
  let next = 0;
  for (let node = rows + count - 1; node >= 0; node--) {
    // A cluster that no merge took has a label of its own.
    if (label[node]! < 0) label[node] = next++;
    if (node < rows) continue;
    const [a, b] = pairs[node - rows]!;
    label[a] = label[node]!;
    label[b] = label[node]!;
  }
  return label.slice(0, rows).map((own) => next - 1 - own);
}
