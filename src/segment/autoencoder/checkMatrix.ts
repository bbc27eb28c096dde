import { DataError } from "../../errors.js";
import { type Matrix, requireFinite, requireMatrix } from "../../matrix.js";
import { distinctRows } from "../../numeric/distinctRows.js";
import type { AutoencoderOptions } from "../autoencoder.js";

/**
 * Refuses a matrix that no network can learn `k` segments from.
 *
 * @throws TypeError where it is none; RangeError where it has no rows or columns, fewer distinct rows than `k`, or not a known group for each row; DataError where a column has no known value.
 */
export function checkMatrix(matrix: Matrix, { k, truth }: AutoencoderOptions): void {
  requireMatrix(matrix);
  const { rows, columns, categorical, values } = matrix;
  if (columns.length + categorical.length === 0)
    throw new RangeError("expected a matrix with at least one column, got none");
  if (rows === 0) throw new RangeError("expected a matrix with at least one row, got none");
  requireFinite(matrix);
  columns.forEach((name, j) => {
    const gone = matrix.missing?.[j];
    if (gone?.every((one) => one === 1))
      throw new DataError("expected some values to learn from, got none; leave the column out", { column: name });
  });
  for (const { name, codes } of categorical)
    if (codes.every((code) => code < 0))
      throw new DataError("expected some values to learn from, got none; leave the column out", { column: name });
  const distinct = distinctRows([...values, ...categorical.map(({ codes }) => Float64Array.from(codes))], k);
  if (distinct < k)
    throw new RangeError(
      `expected k of at most ${distinct}, the number of distinct rows of the matrix, got ${k}; ask for fewer segments`,
    );
  if (truth === undefined) return;
  if (truth.length !== rows) throw new RangeError(`expected ${rows} known groups, one per row, got ${truth.length}`);
  const groups = new Set(Array.from(truth)).size;
  if (groups < 2 || groups === rows)
    throw new RangeError(
      `expected at least two known groups, and fewer than the ${rows} rows, got ${groups}: nothing can be met or missed`,
    );
}
