import { mixtureFactor } from "./mixtureFactor.js";
import { portableExp } from "./portableExp.js";
import { portableLog } from "./portableLog.js";
import { rowMajor } from "./rowMajor.js";

/** A mixture as it is kept: shares of the rows, means, and for each component variances or rows of covariances, one after the other. */
export interface KeptMixture {
  readonly weights: readonly number[];
  readonly means: readonly (readonly number[])[];
  readonly spread: readonly Float64Array[];
  /** Whether `spread` holds covariances. */
  readonly full: boolean;
}

/** Which component each row most probably comes from, and the probabilities. */
export interface MixtureRows {
  readonly labels: Int32Array;
  /** One array per component: the probability of each row. */
  readonly shares: Float64Array[];
}

/**
 * Probabilities of the components for each row, and the most probable one. Of components equally probable the one whose mean is
 * lexicographically first wins, so that the answer does not depend on how they are numbered.
 *
 * @throws RangeError where a row lies so far from all components that a double cannot hold the squared distance.
 */
export function mixtureRows(columns: readonly Float64Array[], rows: number, mixture: KeptMixture): MixtureRows {
  const { weights, means, spread, full } = mixture;
  const k = weights.length;
  const width = columns.length;
  const order = means.map((_, c) => c).sort((a, b) => compare(means[a]!, means[b]!));
  const size = full ? (width * (width + 1)) / 2 : width;
  const factors = new Float64Array(k * size);
  const constants = new Float64Array(k);
  order.forEach((old, c) => {
    const half = mixtureFactor(spread[old]!, width, full, factors.subarray(c * size, (c + 1) * size));
    constants[c] = portableLog(weights[old]!) + half;
  });
  const middles = Float64Array.from(order.flatMap((old) => means[old]!));
  const x = rowMajor(columns, rows);
  const labels = new Int32Array(rows);
  const shares = order.map(() => new Float64Array(rows));
  const differences = new Float64Array(width);
  const densities = new Float64Array(k);
  for (let i = 0; i < rows; i++) {
    let best = 0;
    for (let c = 0; c < k; c++) {
      for (let j = 0; j < width; j++) differences[j] = x[i * width + j]! - middles[c * width + j]!;
      let squares = 0;
      for (let j = 0, at = c * size; j < width; j++) {
        let y = full ? 0 : differences[j]! * factors[at++]!;
        if (full) for (let a = 0; a <= j; a++) y += differences[a]! * factors[at++]!;
        squares += y * y;
      }
      densities[c] = constants[c]! - 0.5 * squares;
      if (densities[c]! > densities[best]!) best = c;
    }
    const peak = densities[best]!;
    if (!Number.isFinite(peak))
      throw new RangeError(
        `expected rows whose squared distances a double can hold, got row ${i + 1} far from all segments; scale the columns`,
      );
    labels[i] = order[best]!;
    let total = 0;
    for (let c = 0; c < k; c++) {
      densities[c] = portableExp(densities[c]! - peak);
      total += densities[c]!;
    }
    for (let c = 0; c < k; c++) shares[order[c]!]![i] = densities[c]! / total;
  }
  return { labels, shares };
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, j) => value !== b[j]);
  return at < 0 ? 0 : a[at]! - b[at]!;
}
