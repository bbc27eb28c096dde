import type { SpanningTree } from "./spanningTree.js";

/** How the components of rows come apart as the distance shrinks, without those that are too small to count. */
export interface Condensed {
  /** Per cluster the one that it came from, which stands before it; -1 for cluster 0, which is all rows. */
  readonly parent: Int32Array;
  /** The distance at which it came apart from its parent; Infinity for cluster 0. */
  readonly birth: Float64Array;
  /** Rows that it had then. */
  readonly size: Int32Array;
  /** Per row the last cluster that it was in, and the distance at which it left it. */
  readonly home: Int32Array;
  readonly left: Float64Array;
}

/**
 * The condensed tree (Campello, Moulavi and Sander 2013, section 4; McInnes and Healy 2017): all rows hang together at a large distance; as it shrinks,
 * edges break and components come apart. Where two or more of the parts have at least `least` rows, each is a new cluster; where one
 * has, it goes on as the same cluster and the rows of the others leave; where none has, all rows leave and the cluster ends.
 *
 * Edges of the same length break at the same time, as the paper has it, so that neither the order of the rows nor the choice among equally short
 * edges changes the tree.
 */
export function condense({ a, b, lengths }: Pick<SpanningTree, "a" | "b" | "lengths">, least: number): Condensed {
  const rows = lengths.length + 1;
  const { left, right, size } = merges(a, b, rows);
  const heightOf = (node: number) => (node < rows ? -1 : lengths[node - rows]!);
  const parent = [-1];
  const birth = [Number.POSITIVE_INFINITY];
  const sizes = [rows];
  const home = new Int32Array(rows);
  const leaves = new Float64Array(rows);
  const open: number[] = [];
  const leave = (node: number, cluster: number, distance: number) => {
    open.push(node);
    while (open.length > 0) {
      const one = open.pop()!;
      if (one < rows) {
        home[one] = cluster;
        leaves[one] = distance;
      } else open.push(left[one - rows]!, right[one - rows]!);
    }
  };
  const waiting: { node: number; cluster: number }[] = rows > 1 ? [{ node: 2 * rows - 2, cluster: 0 }] : [];
  while (waiting.length > 0) {
    const { node, cluster } = waiting.pop()!;
    const height = heightOf(node);
    const parts = [node];
    const large: number[] = [];
    const small: number[] = [];
    while (parts.length > 0) {
      const one = parts.pop()!;
      // An edge of the same length breaks with it.
      if (heightOf(one) === height) parts.push(left[one - rows]!, right[one - rows]!);
      else if (one >= rows && size[one - rows]! >= least) large.push(one);
      else small.push(one);
    }
    for (const one of small) leave(one, cluster, height);
    for (const one of large) {
      if (large.length > 1) {
        parent.push(cluster);
        birth.push(height);
        sizes.push(size[one - rows]!);
      }
      waiting.push({ node: one, cluster: large.length > 1 ? parent.length - 1 : cluster });
    }
  }
  return {
    parent: Int32Array.from(parent),
    birth: Float64Array.from(birth),
    size: Int32Array.from(sizes),
    home,
    left: leaves,
  };
}

/** Single linkage: node rows + e joins what edge e joins. */
function merges(a: Int32Array, b: Int32Array, rows: number) {
  const up = new Int32Array(rows);
  const top = new Int32Array(rows); // the node that a component has become
  for (let i = 0; i < rows; i++) {
    up[i] = i;
    top[i] = i;
  }
  const find = (row: number) => {
    let at = row;
    while (up[at] !== at) {
      up[at] = up[up[at]!]!;
      at = up[at]!;
    }
    return at;
  };
  const left = new Int32Array(rows - 1);
  const right = new Int32Array(rows - 1);
  const size = new Int32Array(rows - 1);
  const sizeOf = (node: number) => (node < rows ? 1 : size[node - rows]!);
  for (let e = 0; e < left.length; e++) {
    const x = find(a[e]!);
    const y = find(b[e]!);
    left[e] = top[x]!;
    right[e] = top[y]!;
    size[e] = sizeOf(left[e]!) + sizeOf(right[e]!);
    // The smaller one is hung under the larger, so that ways to the top stay short.
    const [low, high] = sizeOf(left[e]!) < sizeOf(right[e]!) ? [x, y] : [y, x];
    up[low] = high;
    top[high] = rows + e;
  }
  return { left, right, size };
}
