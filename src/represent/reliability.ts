import { median } from "simple-statistics";
import { covariances } from "../numeric/covariances.js";
import { fUpperQuantile } from "../numeric/fUpperQuantile.js";
import { oneFactor } from "../numeric/oneFactor.js";
import { presentMean } from "../numeric/presentMean.js";

/** What stands for missing answers where reliability is computed. */
export type MissingRule = "pairwise" | "complete" | "item mean" | "item median";

/** How consistent the items of one scale are; null where it cannot be known. */
export interface Reliability {
  /** Respondents behind the figures: complete ones, all, or those of the pair of items that fewest answered both. */
  readonly n: number;
  readonly alpha: number | null;
  readonly alphaLower: number | null;
  readonly alphaUpper: number | null;
  readonly standardizedAlpha: number | null;
  readonly omega: number | null;
  readonly heywood: boolean;
  /** Mean correlation of two items. */
  readonly interItem: number | null;
  readonly items: readonly {
    readonly mean: number | null;
    readonly sd: number | null;
    /** Correlation with the sum of the other items. */
    readonly itemRest: number | null;
    readonly alphaIfDropped: number | null;
    readonly loading: number | null;
  }[];
}

/** Reliability of columns of answers (NaN is missing) by the rule, with an interval of the given level. */
export function reliability(columns: readonly Float64Array[], rule: MissingRule, level: number): Reliability {
  const used =
    rule === "pairwise"
      ? columns
      : rule === "complete"
        ? complete(columns)
        : filled(columns, rule === "item mean" ? presentMean : medianOf);
  const k = used.length;
  const { matrix, fewest } = covariances(used);
  const at = (i: number, j: number) => matrix[i * k + j]!;
  const rowSums = Float64Array.from(used, (_, i) => {
    let sum = 0;
    for (let j = 0; j < k; j++) sum += at(i, j);
    return sum;
  });
  const total = rowSums.reduce((sum, value) => sum + value, 0);
  const trace = used.reduce((sum, _, i) => sum + at(i, i), 0);
  const alpha = alphaOf(trace, total, k);
  const [alphaLower, alphaUpper] = interval(alpha, fewest, k, level);

  const varies = used.every((_, i) => at(i, i) > 0);
  const correlations = matrix.map((value, cell) =>
    Math.floor(cell / k) === cell % k
      ? 1
      : value / Math.sqrt(at(Math.floor(cell / k), Math.floor(cell / k)) * at(cell % k, cell % k)),
  );
  const known = varies && k > 1 && correlations.every(Number.isFinite);
  const sum = correlations.reduce((all, value) => all + value, 0);
  const factor = known && k > 2 ? oneFactor(correlations, k) : undefined;
  const unique = factor?.loadings.reduce((all, loading) => all + 1 - loading * loading, 0);
  return {
    n: fewest,
    alpha,
    alphaLower,
    alphaUpper,
    standardizedAlpha: known ? alphaOf(k, sum, k) : null,
    omega: unique !== undefined && factor?.converged === true && sum > 0 ? 1 - unique / sum : null,
    heywood: factor?.heywood ?? false,
    interItem: known ? (sum - k) / (k * (k - 1)) : null,
    items: used.map((column, i) => {
      const rest = total - 2 * rowSums[i]! + at(i, i);
      const itemRest = k < 2 ? Number.NaN : (rowSums[i]! - at(i, i)) / Math.sqrt(at(i, i) * rest);
      return {
        mean: finite(presentMean(column)),
        sd: finite(Math.sqrt(at(i, i))),
        itemRest: finite(itemRest),
        alphaIfDropped: alphaOf(trace - at(i, i), rest, k - 1),
        loading: factor?.converged === true ? factor.loadings[i]! : null,
      };
    }),
  };
}

/** Cronbach's alpha of k items from the sum of their variances and the variance of their sum. */
function alphaOf(variances: number, total: number, k: number): number | null {
  // A pairwise matrix may have a sum that no variance has.
  return k < 2 || !(total > 1e-14 * variances) ? null : (k / (k - 1)) * (1 - variances / total);
}

/** Feldt's interval: (1 - alpha) over its estimate follows F with n - 1 and (n - 1)(k - 1) degrees of freedom. */
function interval(alpha: number | null, n: number, k: number, level: number): [number | null, number | null] {
  if (alpha === null || n < 2) return [null, null];
  const tail = (1 - level) / 2;
  const bound = (p: number) => 1 - (1 - alpha) * fUpperQuantile(p, n - 1, (n - 1) * (k - 1));
  return [bound(tail), bound(1 - tail)];
}

function complete(columns: readonly Float64Array[]): Float64Array[] {
  const rows: number[] = [];
  for (let i = 0; i < columns[0]!.length; i++) if (columns.every((column) => !Number.isNaN(column[i]!))) rows.push(i);
  return columns.map((column) => Float64Array.from(rows, (row) => column[row]!));
}

function filled(columns: readonly Float64Array[], middle: (column: Float64Array) => number): Float64Array[] {
  return columns.map((column) => {
    const stand = middle(column);
    return column.map((value) => (Number.isNaN(value) ? stand : value));
  });
}

function medianOf(column: Float64Array): number {
  const present = column.filter((value) => !Number.isNaN(value));
  return present.length === 0 ? Number.NaN : median(Array.from(present));
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
