import { lowerFactor } from "./lowerFactor.js";
import type { MixtureFamily } from "./mixtureFamily.js";
import { symmetricEigen } from "./symmetricEigen.js";

/** Covariances of each component as the data would have them, and how many rows it has. */
export interface Scatter {
  readonly k: number;
  readonly width: number;
  /** Rows, not whole numbers, of each component. */
  readonly mass: Float64Array;
  /** For each component `width` variances, or `width * width` covariances. */
  readonly spread: Float64Array;
}

/** What no covariance may fall below. */
export interface Floor {
  /** Share of the variance of the column. */
  readonly share: number;
  /** Variance of each column over all rows; 1 where it is constant. */
  readonly variances: Float64Array;
  /** Columns that are constant over all rows: they get variance 1 in families that adapt to the unit of a column, and are no collapse. */
  readonly constant: readonly number[];
}

/**
 * The covariances of a family that make the rows most likely, none of them below the floor, in place of `spread`.
 *
 * A covariance is below the floor where in some direction its variance is less than `share` of that of the columns. There it is put
 * on the floor, which is the most likely covariance that is not below it: the eigenvalues of the covariance, in units of the columns' variances,
 * are raised to `share` and the eigenvectors kept. In families that do not adapt to the unit of a column the floor is the same for
 * all columns, `share` of their mean variance. Returns whether anything had to be raised.
 *
 * Source: Celeux and Govaert 1995 (the families), Ingrassia 2004 (bounds on the eigenvalues).
 */
export function mixtureCovariances(family: MixtureFamily, scatter: Scatter, floor: Floor): boolean {
  const { k, width, spread } = scatter;
  const each = family.full ? width * width : width;
  if (family.code === "EII" || family.code === "EEI" || family.code === "EEE") pool(scatter, each);
  if (family.code === "EII" || family.code === "VII") {
    for (let c = 0; c < k; c++) {
      const own = spread.subarray(c * width, (c + 1) * width);
      own.fill(own.reduce((sum, value) => sum + value, 0) / width);
    }
  }
  if (family.code === "VEV") return equalShapes(scatter, floor);
  if (family.free)
    for (let c = 0; c < k; c++)
      for (const j of floor.constant) spread[c * each + (family.full ? j * width : 0) + j] = floor.variances[j]!;
  let raised = false;
  const low = family.free
    ? floor.variances.map((variance) => variance * floor.share)
    : new Float64Array(width).fill((floor.variances.reduce((sum, value) => sum + value, 0) / width) * floor.share);
  for (let c = 0; c < k; c++) {
    const own = spread.subarray(c * each, (c + 1) * each);
    if (family.full) raised = raiseFull(own, width, low) || raised;
    else
      for (let j = 0; j < width; j++) {
        if (own[j]! >= low[j]!) continue;
        own[j] = low[j]!;
        raised = true;
      }
  }
  return raised;
}

/** Gives all components the mean of their covariances. */
function pool({ k, mass, spread }: Scatter, each: number): void {
  const rows = mass.reduce((sum, value) => sum + value, 0);
  for (let at = 0; at < each; at++) {
    let sum = 0;
    for (let c = 0; c < k; c++) sum += mass[c]! * spread[c * each + at]!;
    for (let c = 0; c < k; c++) spread[c * each + at] = sum / rows;
  }
}

/** Raises the eigenvalues, in units of `low`, to 1. */
function raiseFull(own: Float64Array, width: number, low: Float64Array): boolean {
  const scale = low.map(Math.sqrt);
  const scaled = own.map((value, at) => value / (scale[Math.floor(at / width)]! * scale[at % width]!));
  const above = scaled.slice();
  for (let j = 0; j < width; j++) above[j * width + j] = above[j * width + j]! - 1;
  if (lowerFactor(above, width) !== undefined) return false; // all eigenvalues are greater than 1
  const { values, vectors } = symmetricEigen(scaled, width);
  if (values[width - 1]! >= 1) return false;
  const raised = values.map((value) => Math.max(1, value));
  for (let i = 0; i < width; i++)
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let a = 0; a < width; a++) sum += raised[a]! * vectors[a]![i]! * vectors[a]![j]!;
      own[i * width + j] = sum * scale[i]! * scale[j]!;
      own[j * width + i] = own[i * width + j]!;
    }
  return true;
}

/** Volumes and orientations free, shapes equal: the shape and the volumes follow each other until both stand. */
function equalShapes({ k, width, mass, spread }: Scatter, floor: Floor): boolean {
  const square = width * width;
  const low = (floor.variances.reduce((sum, value) => sum + value, 0) / width) * floor.share;
  const eigen = Array.from({ length: k }, (_, c) => symmetricEigen(spread.slice(c * square, (c + 1) * square), width));
  const values = eigen.map((one) => one.values.map((value) => Math.max(value, low * 1e-6))); // a logarithm needs it
  const volumes = new Float64Array(k).fill(1);
  let shape = new Float64Array(width).fill(1);
  for (let round = 0; round < 1000; round++) {
    let moved = 0;
    for (let c = 0; c < k; c++) {
      let sum = 0;
      for (let j = 0; j < width; j++) sum += values[c]![j]! / shape[j]!;
      const volume = sum / width;
      moved = Math.max(moved, Math.abs(volume / volumes[c]! - 1));
      volumes[c] = volume;
    }
    if (moved < 1e-13) break;
    const sums = new Float64Array(width);
    for (let c = 0; c < k; c++)
      for (let j = 0; j < width; j++) sums[j] = sums[j]! + (mass[c]! * values[c]![j]!) / volumes[c]!;
    const middle = Math.exp(sums.reduce((sum, value) => sum + Math.log(value), 0) / width);
    shape = sums.map((value) => value / middle);
  }
  let raised = false;
  for (let c = 0; c < k; c++) {
    const { vectors } = eigen[c]!;
    const own = shape.map((value) => value * volumes[c]!);
    if (own.some((value) => value < low)) raised = true;
    for (let i = 0; i < width; i++)
      for (let j = 0; j < width; j++) {
        let sum = 0;
        for (let a = 0; a < width; a++) sum += Math.max(own[a]!, low) * vectors[a]![i]! * vectors[a]![j]!;
        spread[c * square + i * width + j] = sum;
      }
  }
  return raised;
}
