import { contingency } from "../../numeric/contingency.js";

/**
 * The adjusted Rand index (Hubert and Arabie 1985) of two labelings of all rows into at most k groups. `agreement` gives the same
 * figure along with others, for labels of any kind.
 */
export function adjustedRand(a: Int32Array, b: Int32Array, k: number): number {
  const side = k + 1;
  const table = contingency(a, k, b, k);
  const inRows = new Float64Array(side);
  const inColumns = new Float64Array(side);
  for (let at = 0; at < table.length; at++) {
    inRows[Math.floor(at / side)]! += table[at]!;
    inColumns[at % side]! += table[at]!;
  }
  return adjusted(pairsWithin(table), pairsWithin(inRows), pairsWithin(inColumns), pairsWithin([a.length]));
}

/** Pairs of rows that stand in the same of some groups of these sizes. */
export function pairsWithin(sizes: ArrayLike<number>): number {
  let pairs = 0;
  for (let i = 0; i < sizes.length; i++) pairs += (sizes[i]! * (sizes[i]! - 1)) / 2;
  return pairs;
}

/**
 * The index from counts of pairs that both, the first and the second put together, of all: equation 5 times the number of
 * pairs, so that the numbers are whole and small tables come out exact.
 */
export function adjusted(both: number, first: number, second: number, all: number): number {
  const chance = first * second;
  const most = ((first + second) / 2) * all;
  // Where both put all rows together, or all apart, there is nothing to correct: the groupings are the same.
  return most === chance ? 1 : (both * all - chance) / (most - chance);
}
