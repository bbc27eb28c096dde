import type { Matrix } from "../../matrix.js";
import type { RowReading } from "./networkRows.js";

/**
 * How a network reads the rows of this matrix: each number less the mean of its column, over one unit for all columns, the root of their mean variance. So the columns
 * count as their scales have them, as for k-means, and the numbers are of a size that trains well whatever the scale. Missing values do not count.
 */
export function reading(matrix: Matrix, order: Int32Array): RowReading {
  const { columns, values, categorical, preparation, missing } = matrix;
  let total = 0;
  const centers = values.map((column, j) => {
    const gone = missing?.[j];
    const present = gone === undefined ? order : order.filter((row) => gone[row] !== 1);
    let sum = 0;
    for (const row of present) sum += column[row]! / present.length;
    let squares = 0;
    for (const row of present) squares += (column[row]! - sum) ** 2 / present.length;
    total += squares;
    return present.length === 0 ? 0 : sum;
  });
  const used = categorical.map(({ name, levels }) => ({ column: name, levels }));
  const unit = total > 0 ? Math.sqrt(total / values.length) : 1;
  return { columns, centers, unit, categorical: used, preparation };
}
