import { covariances } from "../../numeric/covariances.js";
import { lowerFactor, solveFactored } from "../../numeric/lowerFactor.js";
import { presentMean } from "../../numeric/presentMean.js";

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
  const complete = columns.map((column) => Float64Array.from(whole, (i) => column[i]!));
  const { matrix } = covariances(complete);
  const lower = lowerFactor(matrix, size);
  if (lower === undefined) return undefined;
  // Rounding leaves a little where nothing is left.
  for (let a = 0; a < size; a++) if (lower[a * (size + 1)]! ** 2 < 1e-10 * matrix[a * (size + 1)]!) return undefined;
  const means = complete.map(presentMean);
  const distances = new Float64Array(rows).fill(Number.NaN);
  whole.forEach((i, row) => {
    const away = Float64Array.from(complete, (column, a) => column[row]! - means[a]!);
    const solved = solveFactored(lower, size, away);
    distances[i] = away.reduce((sum, value, a) => sum + value * solved[a]!, 0);
  });
  return distances;
}
