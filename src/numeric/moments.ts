/** Number, means and sums of squared deviations from the mean, by column. */
export interface Moments {
  readonly count: number;
  readonly means: readonly number[];
  readonly squares: readonly number[];
}

/**
 * The moments of some rows (columns of equal length), together with those of the rows before them: pairwise, as Chan, Golub and
 * LeVeque (1983) add them up, so that millions of rows far from zero lose no digits. No rows change nothing; alone they have moments of 0.
 */
export function momentsOf(columns: readonly Float64Array[], before?: Moments): Moments {
  const own = columns[0]?.length ?? 0;
  if (own === 0) return before ?? { count: 0, means: columns.map(() => 0), squares: columns.map(() => 0) };
  const count = own + (before?.count ?? 0);
  const means: number[] = [];
  const squares: number[] = [];
  columns.forEach((column, j) => {
    let [sum, deviations] = [0, 0];
    for (let i = 0; i < own; i++) sum += column[i]!;
    const mean = sum / own;
    for (let i = 0; i < own; i++) deviations += (column[i]! - mean) ** 2;
    const away = before === undefined ? 0 : mean - before.means[j]!;
    means.push(before === undefined ? mean : before.means[j]! + (away * own) / count);
    squares.push(
      deviations + (before === undefined ? 0 : before.squares[j]! + (away * away * own * before.count) / count),
    );
  });
  return { count, means, squares };
}
