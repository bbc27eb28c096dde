import { euclideanMeasure, gowerMeasure, type RowMeasure } from "./rowMeasure.js";
import { safeUnit } from "./safeUnit.js";

/** Rows made ready to be compared. */
export interface MeasuredRows {
  readonly measure: RowMeasure;
  /** What distances have to be multiplied by to be in the units of the rows. */
  readonly unit: number;
  /** The rows as the measure sees them. */
  readonly flat: Float64Array;
}

/**
 * Makes row-major rows ready for a distance: Euclidean, in a unit in which squares of the first `fitted` rows neither overflow
 * nor vanish; or Gower's, for which the first `numbers` columns become shares of their range over these rows (a constant column becomes
 * 0 there).
 *
 * @throws RangeError where a range is more than a double can hold.
 */
export function measureRows(
  rows: Float64Array,
  { width, numbers, distance }: { width: number; numbers: number; distance: "euclidean" | "gower" },
  fitted: number = rows.length / Math.max(1, width),
): MeasuredRows {
  if (distance === "euclidean") {
    const unit = safeUnit([rows.subarray(0, fitted * width)]);
    const flat = unit === 1 ? rows : rows.map((value) => value / unit);
    return { measure: euclideanMeasure(flat, width), unit, flat };
  }
  const flat = Float64Array.from(rows);
  for (let j = 0; j < numbers; j++) {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let at = j, i = 0; i < fitted; i++, at += width) {
      low = Math.min(low, rows[at]!);
      high = Math.max(high, rows[at]!);
    }
    const range = high - low;
    if (range === Number.POSITIVE_INFINITY)
      throw new RangeError("expected columns whose range a double can hold, got a wider one; scale the columns");
    for (let at = j; at < rows.length; at += width) flat[at] = (rows[at]! - low) / (range === 0 ? 1 : range);
  }
  return { measure: gowerMeasure(flat, width, numbers), unit: 1, flat };
}
