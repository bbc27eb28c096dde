/**
 * Parts of a directed graph within which every node reaches every other: a part for each node, numbered in the order of their first nodes. `reaches[a * nodes + b]` is 1
 * where a path leads from a to b, and where a is b.
 */
export function strongComponents(
  nodes: number,
  edges: readonly (readonly [from: number, to: number])[],
): { readonly component: Int32Array; readonly count: number; readonly reaches: Uint8Array } {
  const next = Array.from({ length: nodes }, () => new Set<number>());
  for (const [from, to] of edges) next[from]!.add(to);
  const reaches = new Uint8Array(nodes * nodes);
  for (let start = 0; start < nodes; start++) {
    const open = [start];
    reaches[start * nodes + start] = 1;
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      for (const other of next[node]!) {
        if (reaches[start * nodes + other] === 1) continue;
        reaches[start * nodes + other] = 1;
        open.push(other);
      }
    }
  }
  const component = new Int32Array(nodes).fill(-1);
  let count = 0;
  for (let a = 0; a < nodes; a++) {
    if (component[a]! >= 0) continue;
    for (let b = a; b < nodes; b++)
      if (reaches[a * nodes + b] === 1 && reaches[b * nodes + a] === 1) component[b] = count;
    count++;
  }
  return { component, count, reaches };
}
