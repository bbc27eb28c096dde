import { contingency } from "../../numeric/contingency.js";

/**
 * The adjusted Rand index (Hubert and Arabie 1985) of two labelings of all rows into at most k groups: how far two solutions
 * from two bootstrap samples agree. `agreement` gives the same figure along with others, for labels of any kind.
 */
export function bootstrapPairs(a: Int32Array, b: Int32Array, k: number): number {
  const side = k + 1;
  const table = contingency(a, k, b, k);
  const pairs = (count: number) => (count * (count - 1)) / 2;
  const inRows = new Float64Array(side);
  const inColumns = new Float64Array(side);
  let both = 0;
  for (let at = 0; at < table.length; at++) {
    const count = table[at]!;
    both += pairs(count);
    inRows[Math.floor(at / side)]! += count;
    inColumns[at % side]! += count;
  }
  const first = inRows.reduce((sum, count) => sum + pairs(count), 0);
  const second = inColumns.reduce((sum, count) => sum + pairs(count), 0);
  const all = pairs(a.length);
  const chance = first * second;
  const most = ((first + second) / 2) * all;
  return most === chance ? 1 : (both * all - chance) / (most - chance);
}
