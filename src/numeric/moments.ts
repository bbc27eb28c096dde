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
    const mean = sumOf(column, own) / own;
    const deviations = deviationsOf(column, own, mean);
    const away = before === undefined ? 0 : mean - before.means[j]!;
    means.push(before === undefined ? mean : before.means[j]! + (away * own) / count);
    squares.push(
      deviations + (before === undefined ? 0 : before.squares[j]! + (away * away * own * before.count) / count),
    );
  });
  return { count, means, squares };
}

// Four sums run side by side: each addition has to wait for the one before it.

function sumOf(column: Float64Array, rows: number): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  let i = 0;
  for (; i + 3 < rows; i += 4) {
    a += column[i]!;
    b += column[i + 1]!;
    c += column[i + 2]!;
    d += column[i + 3]!;
  }
  for (; i < rows; i++) a += column[i]!;
  return a + b + (c + d);
}

function deviationsOf(column: Float64Array, rows: number, mean: number): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  let i = 0;
  for (; i + 3 < rows; i += 4) {
    a += (column[i]! - mean) ** 2;
    b += (column[i + 1]! - mean) ** 2;
    c += (column[i + 2]! - mean) ** 2;
    d += (column[i + 3]! - mean) ** 2;
  }
  for (; i < rows; i++) a += (column[i]! - mean) ** 2;
  return a + b + (c + d);
}
