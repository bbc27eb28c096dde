import { type Matrix, requireFinite } from "../matrix.js";
import type { Segmentation } from "../segmentation.js";
import { type Table, tableOf } from "../table.js";
import { sameRows } from "./evaluate/sameRows.js";

/** One row per column of the matrix, the most important first. */
export interface VariableImportanceRow {
  column: string;
  kind: "number" | "category";
  /** Share of the column's variation that lies between the segments, 0 to 1. */
  importance: number;
  /** Rows in segments that have a value. */
  values: number;
}

/**
 * How much each column separates the segments: the share of its variation that lies between them and not within, 0 (each segment is like
 * all customers) to 1 (all customers of a segment are alike). Numbers and categories have the same measure:
 *
 * - a number: the sum of squares between the segment means over the total sum of squares (eta squared);
 * - a category: the same with the chance that two customers differ in the place of the variance, which is Goodman and Kruskal's tau
 *   (1954), the R squared of Light and Margolin (1971): (sum n_cl^2 / n_c - sum n_l^2 / n) / (n - sum n_l^2 / n), n_cl being the
 *   customers of segment c with level l. It is eta squared of the level columns taken together, and of the one 0/1 column
 *   where there are two levels.
 *
 * Missing answers and noise are left out. A column that does not vary has 0. Any segmentation will do, and columns that the method
 * did not use may stand in the matrix: they show what else the segments differ in.
 *
 * When it misleads: columns that the method used separate its segments by construction, so a high figure is no evidence that the segments are
 * real. k segments of n customers drawn by lot reach (k - 1) / (n - 1) on average. A category with many levels seldom comes near 1: k segments
 * cannot tell more than k levels apart. Columns that say the same share their importance and are not told apart.
 *
 * @throws RangeError where the matrix has other rows than the segmentation, or holds what is no finite number.
 *
 * @example
 * const points = matrixOf({ spend: [1, 2, 9, 10], visits: [3, 4, 3, 4] });
 * const found = variableImportance(await kmeans(points, { k: 2 }), points);
 * console.log(found.array("column")); // [ 'spend', 'visits' ]
 * console.log(found.get("importance", 0).toFixed(3), found.get("importance", 1)); // 0.985 0
 */
export function variableImportance(segmentation: Segmentation, matrix: Matrix): Table<VariableImportanceRow> {
  sameRows(matrix, segmentation);
  requireFinite(matrix);
  const { labels, k } = segmentation;
  const rows: VariableImportanceRow[] = [
    ...matrix.columns.map((column, j) => ({
      column,
      kind: "number" as const,
      ...ofNumbers(matrix.values[j]!, labels, k),
    })),
    ...matrix.categorical.map(({ name, codes, levels }) => ({
      column: name,
      kind: "category" as const,
      ...ofCategories(codes, levels.length, labels, k),
    })),
  ].sort((a, b) => b.importance - a.importance); // sort is stable: equal ones stay in the order of the matrix
  return tableOf<VariableImportanceRow>({
    column: rows.map(({ column }) => column),
    kind: rows.map(({ kind }) => kind),
    importance: rows.map(({ importance }) => importance),
    values: rows.map(({ values }) => values),
  });
}

function ofNumbers(column: Float64Array, labels: Int32Array, k: number): { importance: number; values: number } {
  const sizes = new Float64Array(k);
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < labels.length; i++) {
    if (labels[i]! < 0) continue;
    sizes[labels[i]!] = sizes[labels[i]!]! + 1;
    low = Math.min(low, column[i]!);
    high = Math.max(high, column[i]!);
  }
  const values = sizes.reduce((sum, size) => sum + size, 0);
  if (!(high > low)) return { importance: 0, values };
  // From 0 to 1, so that squares neither overflow nor vanish.
  const unit = Math.max(Math.abs(low), Math.abs(high));
  const shift = low / unit;
  const spread = high / unit - shift;
  const at = (i: number) => (column[i]! / unit - shift) / spread;
  const sums = new Float64Array(k);
  for (let i = 0; i < labels.length; i++) if (labels[i]! >= 0) sums[labels[i]!] = sums[labels[i]!]! + at(i);
  const mean = sums.reduce((sum, value) => sum + value, 0) / values;
  let total = 0;
  for (let i = 0; i < labels.length; i++) if (labels[i]! >= 0) total += (at(i) - mean) ** 2;
  const between = sums.reduce(
    (sum, value, c) => sum + (sizes[c]! === 0 ? 0 : sizes[c]! * (value / sizes[c]! - mean) ** 2),
    0,
  );
  return { importance: Math.min(1, between / total), values };
}

function ofCategories(
  codes: Int32Array,
  levels: number,
  labels: Int32Array,
  k: number,
): { importance: number; values: number } {
  const counts = new Float64Array(k * levels);
  const sizes = new Float64Array(k);
  for (let i = 0; i < labels.length; i++) {
    if (labels[i]! < 0 || codes[i]! < 0) continue;
    sizes[labels[i]!] = sizes[labels[i]!]! + 1;
    counts[labels[i]! * levels + codes[i]!] = counts[labels[i]! * levels + codes[i]!]! + 1;
  }
  const values = sizes.reduce((sum, size) => sum + size, 0);
  let together = 0;
  let within = 0;
  for (let level = 0; level < levels; level++) {
    let all = 0;
    for (let c = 0; c < k; c++) {
      const count = counts[c * levels + level]!;
      all += count;
      if (count > 0) within += (count * count) / sizes[c]!;
    }
    together += (all * all) / Math.max(1, values);
  }
  const room = values - together;
  return { importance: room > 0 ? Math.min(1, Math.max(0, (within - together) / room)) : 0, values };
}
