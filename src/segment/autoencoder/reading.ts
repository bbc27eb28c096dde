import type { Matrix } from "../../matrix.js";
import type { RowReading } from "./networkRows.js";

/**
 * How a network reads the rows of this matrix: each number less the mean of its column, over one unit for all columns, the root of their mean variance. So the columns
 * count as their scales have them, as for k-means, and the numbers are of a size that trains well whatever the scale. Missing values do not count.
 *
 * @throws RangeError where no double holds the variances.
 */
export function reading(matrix: Matrix): RowReading {
  const { columns, values, categorical, preparation, missing } = matrix;
  let total = 0;
  const centers = values.map((column, j) => {
    const gone = missing?.[j];
    // Sums in ascending order, so that the order of the rows does not matter.
    const present = column.filter((_, i) => gone?.[i] !== 1).sort();
    let mean = 0;
    for (const value of present) mean += value / present.length;
    for (const value of present) total += (value - mean) ** 2 / present.length;
    return mean;
  });
  if (!Number.isFinite(total))
    throw new RangeError(`expected columns whose variances a double can hold, got ${total}; scale the columns`);
  const used = categorical.map(({ name, levels }) => ({ column: name, levels }));
  const unit = total > 0 ? Math.sqrt(total / values.length) : 1;
  return { columns, centers, unit, categorical: used, preparation };
}
