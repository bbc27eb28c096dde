import { requireOptions, requireResult } from "../errors.js";
import { measureRows } from "../numeric/measureRows.js";
import { unpackDoubles } from "../numeric/unpackDoubles.js";
import { type Paced, pace } from "../pace.js";
import type { Dendrogram } from "./hierarchy.js";

/**
 * How far a dendrogram is true to the distances it was made of: the correlation, over all pairs of rows, of their distance with the height
 * at which they come together (their cophenetic distance; Sokal and Rohlf 1962). 1 where heights and distances go together exactly.
 *
 * When it misleads: it judges the whole tree, not the cut. Average linkage mostly has the highest value, also where another linkage has the
 * better segments, and a few outliers that merge last raise it.
 *
 * All pairs are compared once, in memory in proportion to the rows: seconds for 10,000 rows, minutes for 100,000.
 *
 * @returns From -1 to 1; NaN where it is not defined: fewer than three rows, or all of them equally far from each other.
 *
 * @example
 * const tree = await hierarchy(matrixOf({ x: [0, 1, 5, 7] }), { linkage: "average" });
 * console.log((await copheneticCorrelation(tree)).toFixed(4)); // 0.9020
 */
export async function copheneticCorrelation(dendrogram: Dendrogram, options: Paced = {}): Promise<number> {
  requireResult(dendrogram, "merges", "hierarchy");
  requireOptions(options, { onProgress: true, signal: true }, "copheneticCorrelation");
  const { ids, merges, heights, sizes, distance, rows } = dendrogram;
  const count = ids.length;
  const numbers = rows.columns.length;
  const width = numbers + rows.categorical.length;
  const { measure, unit } = measureRows(unpackDoubles(rows.packed, rows.count * width), { width, numbers, distance });

  // Each cluster's rows stand beside each other: the first child's, then the second's.
  const sizeOf = (node: number) => (node < count ? 1 : sizes[node - count]!);
  const starts = new Int32Array(count + merges.length);
  for (let i = merges.length - 1; i >= 0; i--) {
    const [a, b] = merges[i]!;
    starts[a] = starts[count + i]!;
    starts[b] = starts[count + i]! + sizeOf(a);
  }
  const leaves = new Int32Array(count);
  for (let i = 0; i < count; i++) leaves[starts[i]!] = rows.of?.[i] ?? i;

  const clock = pace(merges.length, options);
  const note = "Cophenetic correlation";
  const pairs = (count * (count - 1)) / 2;
  const meanHeight = heights.reduce((sum, height, i) => sum + (height / unit / pairs) * pairsOf(i), 0);
  // Distances are counted from a value near their mean, so that sums of squares keep their digits.
  let [first, d, dd, hh, dh] = [true, 0, 0, 0, 0];
  let shift = 0;
  const apart = new Float64Array(count);
  for (let i = merges.length - 1; i >= 0; i--) {
    const [a, b] = merges[i]!;
    const [outer, inner] = sizeOf(a) <= sizeOf(b) ? [a, b] : [b, a];
    const height = heights[i]! / unit - meanHeight;
    hh += height * height * pairsOf(i);
    for (let at = starts[outer]!; at < starts[outer]! + sizeOf(outer); at++) {
      const [from, to] = [starts[inner]!, starts[inner]! + sizeOf(inner)];
      measure.from(leaves[at]!, leaves, from, to, apart);
      if (first) {
        first = false;
        shift = apart.subarray(0, to - from).reduce((sum, value) => sum + value / (to - from), 0);
      }
      let [sum, squares] = [0, 0];
      for (let t = 0; t < to - from; t++) {
        const difference = apart[t]! - shift;
        sum += difference;
        squares += difference * difference;
      }
      d += sum;
      dd += squares;
      dh += height * sum;
      if (clock.due()) await clock.rest(merges.length - 1 - i, note);
    }
  }
  clock.finish(note);
  const spread = Math.sqrt(Math.max(0, dd - (d * d) / pairs)) * Math.sqrt(hh);
  // What rounding leaves of equal distances is no spread.
  return count < 3 || !(spread > 1e-12 * Math.abs(pairs * shift * meanHeight)) ? Number.NaN : Math.min(1, dh / spread);

  function pairsOf(merge: number): number {
    const [a, b] = merges[merge]!;
    return sizeOf(a) * sizeOf(b);
  }
}
