import { Merges } from "./merges.js";
import type { RowMeasure } from "./rowMeasure.js";

/**
 * The edges of a minimum spanning tree of the rows under any distance (Prim 1957), as merges: sorted by length they are those of single
 * linkage. Memory grows with the rows, time with their pairs. Of rows equally near to the tree, the first joins it. Yields after each row.
 */
export function* singleTree(count: number, measure: RowMeasure): Generator<number, Merges> {
  const merges = new Merges(count - 1);
  const rest = Int32Array.from({ length: count - 1 }, (_, i) => i + 1);
  const near = new Float64Array(count - 1).fill(Number.POSITIVE_INFINITY);
  const source = new Int32Array(count - 1);
  const apart = new Float64Array(count - 1);
  let joined = 0;
  for (let left = count - 1; left > 0; left--) {
    measure.from(joined, rest, 0, left, apart);
    let next = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let t = 0; t < left; t++) {
      let distance = near[t]!;
      if (apart[t]! < distance) {
        distance = apart[t]!;
        near[t] = distance;
        source[t] = joined;
      }
      if (distance < least || (distance === least && rest[t]! < rest[next]!)) {
        least = distance;
        next = t;
      }
    }
    joined = rest[next]!;
    merges.add(source[next]!, joined, least);
    const last = left - 1;
    rest[next] = rest[last]!;
    near[next] = near[last]!;
    source[next] = source[last]!;
    yield merges.count;
  }
  return merges;
}
