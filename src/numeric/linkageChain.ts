import { Merges } from "./merges.js";
import type { RowMeasure } from "./rowMeasure.js";

/** How far a merged cluster is from others, by how far its two parts were (Lance and Williams 1967). */
export type LinkageRule = "ward" | "complete" | "average" | "weighted";

/**
 * Merges weighted rows until one cluster is left, on the distances of all pairs: the nearest-neighbor chain (Murtagh 1983). Memory and
 * time grow with the pairs. Of clusters equally near, the one before in the chain is taken, else the one whose first row comes first.
 * Yields from 0 to the number of rows: rows compared in the first half, clusters merged in the second.
 */
export function* linkageChain(
  measure: RowMeasure,
  weights: Float64Array,
  rule: LinkageRule,
): Generator<number, Merges> {
  const count = weights.length;
  const merges = new Merges(Math.max(0, count - 1));
  const sizes = Float64Array.from(weights);
  const alive = Int32Array.from({ length: count }, (_, i) => i);
  /** The distance of rows i < j is at `base[i] + j`. */
  const base = Float64Array.from({ length: count }, (_, i) => i * count - (i * (i + 1)) / 2 - i - 1);
  const pairs = new Float64Array((count * (count - 1)) / 2);
  for (let i = 0; i + 1 < count; i++) {
    const from = base[i]! + i + 1;
    measure.from(i, alive, i + 1, count, pairs.subarray(from, from + count - 1 - i));
    if (rule === "ward")
      // Equal rows are one heavy row: two such clusters are as far apart as their means, times this.
      for (let j = i + 1; j < count; j++)
        pairs[base[i]! + j]! *= Math.sqrt((2 * sizes[i]! * sizes[j]!) / (sizes[i]! + sizes[j]!));
    if (i % 64 === 0) yield i / 2;
  }
  const chain = new Int32Array(count + 1);
  let length = 0;
  let left = count;
  let steps = 0;
  while (left > 1) {
    if (length === 0) chain[length++] = alive[0]!;
    const top = chain[length - 1]!;
    const before = length > 1 ? chain[length - 2]! : -1;
    let nearest = before;
    let least =
      before < 0 ? Number.POSITIVE_INFINITY : pairs[before < top ? base[before]! + top : base[top]! + before]!;
    const own = base[top]!;
    let t = 0;
    // The list is in ascending order, so of others equally near the first is kept.
    for (; alive[t]! < top; t++) {
      const distance = pairs[base[alive[t]!]! + top]!;
      if (distance < least) {
        least = distance;
        nearest = alive[t]!;
      }
    }
    for (t++; t < left; t++) {
      const distance = pairs[own + alive[t]!]!;
      if (distance < least) {
        least = distance;
        nearest = alive[t]!;
      }
    }
    if (++steps % 64 === 0) yield (count + merges.count) / 2;
    if (nearest !== before) {
      chain[length++] = nearest;
      continue;
    }
    length -= 2;
    merges.add(top, before, least);
    const a = Math.min(top, before);
    const b = Math.max(top, before);
    let kept = 0;
    for (let t = 0; t < left; t++) {
      const other = alive[t]!;
      if (other === b) continue;
      alive[kept++] = other;
      if (other === a) continue;
      const atA = other < a ? base[other]! + a : base[a]! + other;
      const atB = other < b ? base[other]! + b : base[b]! + other;
      pairs[atA] = joined(rule, pairs[atA]!, pairs[atB]!, least, sizes[a]!, sizes[b]!, sizes[other]!);
    }
    left = kept;
    sizes[a]! += sizes[b]!;
  }
  return merges;
}

function joined(rule: LinkageRule, da: number, db: number, ab: number, a: number, b: number, other: number): number {
  switch (rule) {
    case "complete":
      return Math.max(da, db);
    case "average":
      return (a * da + b * db) / (a + b);
    case "weighted":
      return (da + db) / 2;
    case "ward":
      return Math.sqrt(((a + other) * da * da + (b + other) * db * db - other * ab * ab) / (a + b + other));
  }
}
