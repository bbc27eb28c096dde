import { linkageChain } from "./linkageChain.js";
import { numberMerges } from "./numberMerges.js";
import type { RowMeasure } from "./rowMeasure.js";

/**
 * An order of things in which like ones are near: the leaves of the tree that average linkage makes of their distances (row-major, `size * size`). Of each
 * merge, the parts stand so that the ends that meet are the nearer ones, the part with the first thing before where nothing tells.
 */
export function likeOrder(distances: ArrayLike<number>, size: number): number[] {
  if (size === 0) return [];
  const measure: RowMeasure = {
    from(row, others, begin, end, into) {
      for (let t = begin; t < end; t++) into[t - begin] = distances[row * size + others[t]!]!;
    },
  };
  const chain = linkageChain(measure, new Float64Array(size).fill(1), "average");
  let step = chain.next();
  while (step.done !== true) step = chain.next();
  const all = Int32Array.from({ length: size }, (_, i) => i);
  const { pairs } = numberMerges({ of: all, firsts: all }, step.value);
  const leaves: number[][] = Array.from(all, (i) => [i]);
  const between = (a: number, b: number) => distances[a * size + b]!;
  for (const [a, b] of pairs) {
    const [left, right] = leaves[a]![0]! < leaves[b]![0]! ? [leaves[a]!, leaves[b]!] : [leaves[b]!, leaves[a]!];
    const turned = [[...left].reverse(), [...right].reverse()] as const;
    const ways = [
      [left, right],
      [turned[0], right],
      [left, turned[1]],
      [turned[0], turned[1]],
    ] as const;
    const [first, second] = ways.reduce((best, way) =>
      between(way[0].at(-1)!, way[1][0]!) < between(best[0].at(-1)!, best[1][0]!) ? way : best,
    );
    leaves.push([...first, ...second]);
  }
  return leaves.at(-1)!;
}
