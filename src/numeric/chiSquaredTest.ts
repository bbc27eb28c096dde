import { chiSquaredTail } from "./chiSquaredTail.js";

/** A chi-squared test of independence. */
export interface ChiSquaredTest {
  readonly chiSquared: number;
  readonly df: number;
  readonly p: number;
  readonly cramersV: number;
  /** Cramer's V without what chance alone adds (Bergsma). */
  readonly correctedV: number;
  /** The smaller of rows and columns, less 1. */
  readonly smaller: number;
  readonly smallestExpected: number;
  /** Share of the cells that are expected to hold fewer than 5. */
  readonly belowFive: number;
}

/**
 * Pearson's chi-squared test of a table of counts (row-major), without a continuity correction; rows and columns without a count are left out. Undefined where
 * fewer than two rows or columns are left.
 *
 * Source: Cramer, Mathematical Methods of Statistics (1946); Bergsma, Journal of the Korean Statistical Society 42 (2013).
 */
export function chiSquaredTest(counts: ArrayLike<number>, rows: number, columns: number): ChiSquaredTest | undefined {
  const rowSums = new Float64Array(rows);
  const columnSums = new Float64Array(columns);
  let n = 0;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const count = counts[i * columns + j]!;
      rowSums[i]! += count;
      columnSums[j]! += count;
      n += count;
    }
  }
  const r = rowSums.filter((sum) => sum > 0).length;
  const c = columnSums.filter((sum) => sum > 0).length;
  if (r < 2 || c < 2) return undefined;
  let [chiSquared, low] = [0, 0];
  let smallestExpected = Number.POSITIVE_INFINITY;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const expected = (rowSums[i]! * columnSums[j]!) / n;
      if (expected === 0) continue;
      chiSquared += (counts[i * columns + j]! - expected) ** 2 / expected;
      smallestExpected = Math.min(smallestExpected, expected);
      if (expected < 5) low++;
    }
  }
  const df = (r - 1) * (c - 1);
  const smaller = Math.min(r, c) - 1;
  const beyondChance = Math.max(0, chiSquared / n - df / (n - 1));
  const shrunk = Math.min(r - (r - 1) ** 2 / (n - 1), c - (c - 1) ** 2 / (n - 1)) - 1;
  return {
    chiSquared,
    df,
    p: chiSquaredTail(chiSquared, df),
    cramersV: Math.sqrt(chiSquared / n / smaller),
    correctedV: shrunk > 0 ? Math.sqrt(beyondChance / shrunk) : 0,
    smaller,
    smallestExpected,
    belowFive: low / (r * c),
  };
}
