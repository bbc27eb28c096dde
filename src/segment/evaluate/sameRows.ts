import { type Matrix, requireMatrix } from "../../matrix.js";
import { requireSegmentation, type Segmentation } from "../../segmentation.js";

/**
 * Throws unless the rows of the matrix are those of the segmentation, in the same order.
 *
 * @throws TypeError where one of them is something else, RangeError where their rows differ.
 */
export function sameRows(matrix: Matrix, segmentation: Segmentation): void {
  requireMatrix(matrix);
  requireSegmentation(segmentation);
  if (matrix.rows !== segmentation.labels.length)
    throw new RangeError(
      `expected the matrix that was segmented, of ${segmentation.labels.length} rows, got one of ${matrix.rows}`,
    );
  const at = segmentation.ids.findIndex((id, i) => id !== matrix.ids[i]);
  if (at >= 0)
    throw new RangeError(
      `expected the rows in the order of the segmentation, got ${JSON.stringify(matrix.ids[at])} instead of ${JSON.stringify(segmentation.ids[at])} in row ${at + 1}`,
    );
}
