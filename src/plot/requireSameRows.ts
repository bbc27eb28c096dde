import { requireResult } from "../errors.js";
import { type Matrix, requireFinite } from "../matrix.js";
import type { Segmentation } from "../segmentation.js";

/**
 * Throws unless the matrix has rows and columns of finite numbers (or categories, where these are drawn), and the segmentation labels these rows in this order.
 *
 * @throws TypeError where one of them is something else, RangeError that names the first row which differs, or the first value which is not finite.
 */
export function requireSameRows(
  matrix: Matrix,
  segmentation: Segmentation,
  { orCategories = false }: { orCategories?: boolean } = {},
): void {
  requireResult(matrix, "preparation", "matrix");
  requireResult(segmentation, "labels", "a method such as kmeans");
  const categories = matrix.categorical.length;
  if (matrix.rows === 0 || matrix.columns.length + (orCategories ? categories : 0) === 0)
    throw new RangeError(
      categories > 0
        ? `expected a matrix with numeric columns, got ${matrix.rows} rows of ${categories} categories; draw these with plot.segments, or plot.profile of a profile`
        : `expected a matrix with rows and columns, got ${matrix.rows} x ${matrix.columns.length}`,
    );
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
