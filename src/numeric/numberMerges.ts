import type { RowGroups } from "./groupEqualRows.js";
import type { Merges } from "./merges.js";

/** The merges of all rows, lowest first. */
export interface NumberedMerges {
  /** Two clusters each: a number below the rows is a row, `rows + i` is what merge i made; the lower number comes first. */
  readonly pairs: readonly (readonly [number, number])[];
  readonly heights: readonly number[];
  /** Rows in what each merge made. */
  readonly sizes: readonly number[];
}

/**
 * Numbers merges of groups of equal rows as merges of rows: equal rows first, at height 0 in their order, then the others by height, of
 * equal heights in the order in which they were found. Heights are multiplied by `unit`.
 */
export function numberMerges(
  { of, firsts }: Pick<RowGroups, "of" | "firsts">,
  found: Merges,
  unit = 1,
): NumberedMerges {
  const rows = of.length;
  const pairs: [number, number][] = [];
  const heights: number[] = [];
  const sizes: number[] = [];
  /** The cluster that a group is in by now is that of its root. */
  const root = Int32Array.from(firsts, (_, group) => group);
  const cluster = Int32Array.from(firsts);
  const held = new Float64Array(firsts.length).fill(1);
  const merge = (a: number, b: number, height: number, size: number) => {
    pairs.push(a < b ? [a, b] : [b, a]);
    heights.push(height);
    sizes.push(size);
    return rows + pairs.length - 1;
  };
  for (let i = 0; i < rows; i++) {
    const group = of[i]!;
    if (firsts[group] === i) continue;
    held[group]!++;
    cluster[group] = merge(cluster[group]!, i, 0, held[group]!);
  }
  const rootOf = (group: number) => {
    let at = group;
    while (root[at] !== at) {
      root[at] = root[root[at]!]!;
      at = root[at]!;
    }
    return at;
  };
  const order = Uint32Array.from({ length: found.count }, (_, i) => i).sort(
    (a, b) => found.heights[a]! - found.heights[b]! || a - b,
  );
  for (const i of order) {
    const a = rootOf(found.left[i]!);
    const b = rootOf(found.right[i]!);
    const [large, small] = held[a]! >= held[b]! ? [a, b] : [b, a];
    held[large]! += held[small]!;
    cluster[large] = merge(cluster[a]!, cluster[b]!, found.heights[i]! * unit, held[large]!);
    root[small] = large;
  }
  return { pairs, heights, sizes };
}
