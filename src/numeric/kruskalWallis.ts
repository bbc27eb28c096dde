import { chiSquaredTail } from "./chiSquaredTail.js";

/**
 * The Kruskal-Wallis test of groups of numbers, corrected for ties: whether their ranks differ. `epsilonSquared`, H / (n - 1), is the share of the variance of
 * the ranks that lies between the groups. Undefined where all numbers are equal or there is one group.
 *
 * Source: Kruskal and Wallis, Journal of the American Statistical Association 47 (1952); Tomczak and Tomczak, Trends in Sport Sciences 1 (2014).
 */
export function kruskalWallis(
  groups: readonly Float64Array[],
): { h: number; df: number; p: number; epsilonSquared: number } | undefined {
  const rows = groups.reduce((sum, group) => sum + group.length, 0);
  const values = new Float64Array(rows);
  const groupOf = new Int32Array(rows);
  let at = 0;
  groups.forEach((group, g) => {
    values.set(group, at);
    groupOf.fill(g, at, at + group.length);
    at += group.length;
  });
  const order = Array.from(values.keys()).sort((a, b) => values[a]! - values[b]! || a - b);
  // Ranks from their middle, so that sums stay small.
  const sums = new Float64Array(groups.length);
  let ties = 0;
  for (let start = 0; start < rows; ) {
    let end = start + 1;
    while (end < rows && values[order[end]!] === values[order[start]!]) end++;
    const rank = (start + end + 1) / 2 - (rows + 1) / 2;
    for (let i = start; i < end; i++) sums[groupOf[order[i]!]!]! += rank;
    ties += (end - start) ** 3 - (end - start);
    start = end;
  }
  const unequal = 1 - ties / (rows ** 3 - rows);
  if (groups.length < 2 || rows < 2 || !(unequal > 0)) return undefined;
  const between = groups.reduce((sum, group, g) => sum + sums[g]! ** 2 / group.length, 0);
  const h = ((12 / (rows * (rows + 1))) * between) / unequal;
  const df = groups.length - 1;
  return { h, df, p: chiSquaredTail(h, df), epsilonSquared: h / (rows - 1) };
}
