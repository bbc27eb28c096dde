import type { Id } from "../../matrix.js";
import { quantileSorted } from "../../numeric/quantileSorted.js";

/** A row that the network gives back badly. */
export interface OddRow {
  readonly id: Id;
  /** Reconstruction error, in the units of `reconstructionErrors`. */
  readonly error: number;
}

/**
 * Rows whose reconstruction error lies far out: its logarithm above the upper quartile by more than one and a half times the distance of the quartiles (Tukey's fence), the largest
 * first. Of rows without anything odd about them some one in a hundred lie there.
 */
export function oddRows(ids: readonly Id[], errors: ArrayLike<number>): OddRow[] {
  const logs = Float64Array.from(errors, (error) => Math.log(Math.max(error, 1e-12)));
  const sorted = logs.slice().sort();
  const [low, high] = [quantileSorted(sorted, 0.25), quantileSorted(sorted, 0.75)];
  const fence = high + 1.5 * (high - low);
  return ids
    .map((id, i) => ({ id, error: errors[i]!, log: logs[i]! }))
    .filter(({ log }) => log > fence)
    .sort((a, b) => b.error - a.error)
    .map(({ id, error }) => ({ id, error }));
}
