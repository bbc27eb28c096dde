import { covariances } from "./covariances.js";
import { symmetricEigen } from "./symmetricEigen.js";

/** Principal axes of a cloud of points. */
export interface PrincipalAxes {
  /** Mean of each column: the origin of the axes. */
  readonly center: Float64Array;
  /** Variance (divisor n - 1) along each axis, descending. */
  readonly variance: Float64Array;
  /** Share of the total variance along each axis; all 0 where nothing varies. */
  readonly share: Float64Array;
  /** `axes[a][j]` is the weight of column j in axis a; each axis has length 1. */
  readonly axes: readonly Float64Array[];
  /** `scores[a][i]` is row i on axis a, measured from the center. */
  readonly scores: readonly Float64Array[];
}

/**
 * Principal component analysis of columns (`columns[j][i]` is row i of column j) by the eigenvectors of their covariance.
 * The columns are centered and not scaled: scale them first where their units differ, or the widest unit becomes the first
 * axis. `count` axes are returned (all by default); the heaviest weight of each is positive.
 *
 * @throws RangeError where there are fewer than 2 rows or no column, columns differ in length, or a value is not finite.
 */
export function principalAxes(columns: readonly Float64Array[], count: number = columns.length): PrincipalAxes {
  const size = columns.length;
  if (size === 0) throw new RangeError("expected at least one column, got none");
  const rows = columns[0]!.length;
  if (rows < 2) throw new RangeError(`expected at least 2 rows, got ${rows}`);
  if (!Number.isInteger(count) || count < 1 || count > size)
    throw new RangeError(`expected a number of axes from 1 to ${size}, got ${count}`);
  columns.forEach((column, j) => {
    if (column.length !== rows) throw new RangeError(`expected ${rows} rows in column ${j}, got ${column.length}`);
    const bad = column.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) throw new RangeError(`expected finite numbers in column ${j}, got ${column[bad]} in row ${bad + 1}`);
  });

  const center = Float64Array.from(columns, mean);
  const centered = columns.map((column, j) => column.map((value) => value - center[j]!));
  const { values, vectors: axes } = symmetricEigen(covariances(columns).matrix, size, count);
  const variance = values.map((value) => Math.max(0, value)); // rounding may leave -1e-17 where nothing varies
  const total = variance.reduce((sum, value) => sum + value, 0);
  return {
    center,
    variance: variance.slice(0, count),
    share: variance.slice(0, count).map((value) => (total > 0 ? value / total : 0)),
    axes,
    scores: axes.map((axis) => project(centered, axis)),
  };
}

function mean(column: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < column.length; i++) sum += column[i]!;
  const first = sum / column.length;
  // A second pass takes out the rounding of the first, which matters for large offsets.
  let rest = 0;
  for (let i = 0; i < column.length; i++) rest += column[i]! - first;
  return first + rest / column.length;
}

function project(centered: readonly Float64Array[], axis: Float64Array): Float64Array {
  const scores = new Float64Array(centered[0]!.length);
  centered.forEach((column, j) => {
    const weight = axis[j]!;
    for (let i = 0; i < scores.length; i++) scores[i]! += weight * column[i]!;
  });
  return scores;
}
