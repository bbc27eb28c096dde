import { chiSquaredTail } from "./chiSquaredTail.js";
import { definiteInverse } from "./inverse.js";

/** Whether correlations are worth a factor analysis. */
export interface SamplingAdequacy {
  /** Kaiser, Meyer and Olkin's measure: overall, and of each column. */
  readonly kmo: number;
  readonly kmoOf: Float64Array;
  /** Bartlett's test of sphericity: that all correlations are 0. */
  readonly chiSquared: number;
  readonly df: number;
  readonly p: number;
}

/**
 * KMO and Bartlett's test of a correlation matrix (row-major) from `n` rows; undefined where it is not positive definite, for both
 * need its inverse.
 *
 * Source: Kaiser and Rice, Little Jiffy, Mark IV, Educational and Psychological Measurement 34 (1974); Bartlett, Journal of the Royal Statistical Society B 16 (1954).
 */
export function samplingAdequacy(matrix: Float64Array, size: number, n: number): SamplingAdequacy | undefined {
  const inverted = definiteInverse(matrix, size);
  if (inverted === undefined) return undefined;
  const { inverse: own, logDeterminant } = inverted;
  const plain = new Float64Array(size);
  const partial = new Float64Array(size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++) {
      if (i === j) continue;
      plain[i]! += matrix[i * size + j]! ** 2;
      partial[i]! += own[i * size + j]! ** 2 / (own[i * size + i]! * own[j * size + j]!);
    }
  const sum = (values: Float64Array) => values.reduce((all, value) => all + value, 0);
  const df = (size * (size - 1)) / 2;
  const chiSquared = Math.max(0, -logDeterminant * (n - 1 - (2 * size + 5) / 6));
  return {
    kmo: sum(plain) / (sum(plain) + sum(partial)),
    kmoOf: plain.map((value, i) => value / (value + partial[i]!)),
    chiSquared,
    df,
    p: chiSquaredTail(chiSquared, df),
  };
}
