/** A column of numbers that stands for a number, or for a level of a category. */
export interface MixedColumn {
  readonly values: Float64Array;
  /** Place of the number or the category that it stands for. */
  readonly source: number;
  /** Code of the level; -1 for those beyond the most frequent ones, which share a column. Absent for a number. */
  readonly level?: number;
}

/**
 * Numbers and categories as columns whose principal components are those of a factor analysis of mixed data (Pagès 2004, Analyse factorielle
 * de données mixtes): each number with mean 0 and variance 1 (divisor n), each level as 1 for its rows and 0 for others, over the square
 * root of its share and with mean 0. A number then has a variance of 1 and a category of L levels one of L - 1 in all, and on no
 * axis does a category count more than a number can. With numbers alone it is a principal component analysis of standardized columns, with categories
 * alone a multiple correspondence analysis.
 *
 * Codes below 0 are missing: such a row stands in the middle (0) of the levels, whose shares are those among the rows that have one. A number that does not
 * vary is 0 in all rows, and a level without rows has no column. Levels beyond the `most` most frequent of a category share one column.
 */
export function mixedColumns(
  numbers: readonly Float64Array[],
  categories: readonly { readonly codes: Int32Array; readonly levels: number }[],
  most = 30,
): MixedColumn[] {
  return [
    ...numbers.map((values, source) => ({ values: standardized(values), source })),
    ...categories.flatMap(({ codes, levels }, source) => indicators(codes, levels, source, most)),
  ];
}

function standardized(values: Float64Array): Float64Array {
  // Brought within 1, or the squares of large numbers would overflow and those of tiny ones vanish.
  const unit = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  const centered = values.map((value) => value / unit);
  for (let pass = 0; pass < 2; pass++) {
    const mean = centered.reduce((sum, value) => sum + value, 0) / centered.length;
    for (let i = 0; i < centered.length; i++) centered[i]! -= mean;
  }
  const deviation = Math.sqrt(centered.reduce((sum, value) => sum + value * value, 0) / centered.length);
  // What rounding leaves of a constant is no spread.
  return deviation > 1e-13 ? centered.map((value) => value / deviation) : centered.fill(0);
}

function indicators(codes: Int32Array, levels: number, source: number, most: number): MixedColumn[] {
  const counts = new Float64Array(levels);
  for (const code of codes) if (code >= 0) counts[code]!++;
  const given = counts.reduce((sum, count) => sum + count, 0);
  const byCount = Array.from(counts.keys()).sort((a, b) => counts[b]! - counts[a]! || a - b);
  const own = new Set(levels > most ? byCount.slice(0, most) : byCount);
  const columnOf = Int32Array.from(counts, (_, code) => (own.has(code) ? code : -1));
  return [...[...own].sort((a, b) => a - b), -1].flatMap((level) => {
    let size = 0;
    for (let code = 0; code < levels; code++) if (columnOf[code] === level) size += counts[code]!;
    if (size === 0) return [];
    const share = size / given;
    const has = (code: number) => Number(columnOf[code] === level);
    const values = Float64Array.from(codes, (code) => (code < 0 ? 0 : (has(code) - share) / Math.sqrt(share)));
    return [{ values, source, level }];
  });
}
