import { lowerFactor } from "../../numeric/lowerFactor.js";

/**
 * Squared Mahalanobis distance of each respondent to the mean, by the covariance (divisor n - 1) of those who answered all items; NaN
 * for those who did not. Undefined where the covariance has no inverse: too few such respondents, or items that follow from others.
 */
export function squaredDistances(columns: readonly Float64Array[]): Float64Array | undefined {
  const size = columns.length;
  const rows = columns[0]?.length ?? 0;
  const whole = Array.from({ length: rows }, (_, i) => i).filter((i) =>
    columns.every((column) => !Number.isNaN(column[i]!)),
  );
  if (whole.length <= size) return undefined;
  const means = columns.map((column) => whole.reduce((sum, i) => sum + column[i]!, 0) / whole.length);
  const covariance = new Float64Array(size * size);
  for (let a = 0; a < size; a++)
    for (let b = 0; b <= a; b++) {
      let sum = 0;
      for (const i of whole) sum += (columns[a]![i]! - means[a]!) * (columns[b]![i]! - means[b]!);
      covariance[a * size + b] = sum / (whole.length - 1);
      covariance[b * size + a] = sum / (whole.length - 1);
    }
  const lower = lowerFactor(covariance, size);
  if (lower === undefined) return undefined;
  // Rounding leaves a little where nothing is left.
  for (let a = 0; a < size; a++) if (lower[a * size + a]! ** 2 < 1e-10 * covariance[a * size + a]!) return undefined;
  const distances = new Float64Array(rows).fill(Number.NaN);
  const solved = new Float64Array(size);
  for (const i of whole) {
    let squared = 0;
    for (let a = 0; a < size; a++) {
      let rest = columns[a]![i]! - means[a]!;
      for (let b = 0; b < a; b++) rest -= lower[a * size + b]! * solved[b]!;
      solved[a] = rest / lower[a * size + a]!;
      squared += solved[a]! ** 2;
    }
    distances[i] = squared;
  }
  return distances;
}
