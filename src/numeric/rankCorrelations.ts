import { type Correlations, correlations } from "./correlations.js";
import { midranks } from "./midranks.js";

/**
 * Spearman's rank correlations of columns (NaN is missing), ties sharing the mean of their ranks: each over the rows that have both values, ranked among
 * these, as R's `cor(method = "spearman", use = "pairwise")` and pandas do. NaN where a pair has fewer than two rows in common or one of its columns does not vary there.
 */
export function rankCorrelations(columns: readonly Float64Array[]): Correlations["matrix"] {
  const size = columns.length;
  const ranked = columns.map(midranks);
  const { matrix } = correlations(ranked);
  const full = columns.map((column) => !column.some(Number.isNaN));
  for (let i = 0; i < size; i++)
    for (let j = 0; j < i; j++) {
      if (full[i] && full[j]) continue;
      const both: number[] = [];
      for (let row = 0; row < columns[i]!.length; row++)
        if (!Number.isNaN(columns[i]![row]! + columns[j]![row]!)) both.push(row);
      const pair = [columns[i]!, columns[j]!].map((column) => midranks(Float64Array.from(both, (row) => column[row]!)));
      const value = correlations(pair).matrix[1]!;
      matrix[i * size + j] = value;
      matrix[j * size + i] = value;
    }
  return matrix;
}
