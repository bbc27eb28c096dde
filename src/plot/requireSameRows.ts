import { requireResult } from "../errors.js";
import { type Matrix, requireFinite } from "../matrix.js";
import type { Segmentation } from "../segmentation.js";

/**
 * Throws unless the matrix has rows and columns of finite numbers, and the segmentation labels these rows in this order.
 *
 * @throws TypeError where one of them is something else, RangeError that names the first row which differs, or the first value which is not finite.
 */
export function requireSameRows(matrix: Matrix, segmentation: Segmentation): void {
  requireResult(matrix, "preparation", "matrix");
  requireResult(segmentation, "labels", "a method such as kmeans");
  if (matrix.rows === 0 || matrix.columns.length === 0)
    throw new RangeError(`expected a matrix with rows and columns, got ${matrix.rows} x ${matrix.columns.length}`);
  if (segmentation.labels.length !== matrix.rows)
    throw new RangeError(
      `expected a segmentation of the ${matrix.rows} rows of the matrix, got one of ${segmentation.labels.length}`,
    );
  const other = matrix.ids.findIndex((id, i) => id !== segmentation.ids[i]);
  if (other >= 0)
    throw new RangeError(
      `expected the segmentation's ids in the order of the matrix, got ${JSON.stringify(segmentation.ids[other])} instead of ${JSON.stringify(matrix.ids[other])} in row ${other + 1}`,
    );
  requireFinite(matrix);
}
