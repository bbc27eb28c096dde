import type { Id } from "../../matrix.js";
import { quantileSorted } from "../../numeric/quantileSorted.js";

/** A row that the network gives back badly. */
export interface OddRow {
  readonly id: Id;
  /** Reconstruction error, in the units of `reconstructionErrors`. */
  readonly error: number;
}

/** Odd rows, and the reconstruction error above which all of them lie, and none of the others. */
export interface OddRows {
  readonly rows: readonly OddRow[];
  readonly above: number;
}

/**
 * Rows whose reconstruction error lies far out: its logarithm above the upper quartile by more than one and a half times the distance of the quartiles (Tukey's fence), the largest
 * first. Where the logarithms are normal, 0.35 % of the rows lie there.
 */
export function oddRows(ids: readonly Id[], errors: ArrayLike<number>): OddRows {
  const logs = Float64Array.from(errors, (error) => Math.log(Math.max(error, 1e-12)));
  const sorted = logs.slice().sort();
  const [low, high] = [quantileSorted(sorted, 0.25), quantileSorted(sorted, 0.75)];
  const fence = high + 1.5 * (high - low);
  // The exponential of a logarithm may come back a little smaller: who is not odd by the one must not be by the other.
  let above = Math.min(Math.exp(fence), Number.MAX_VALUE);
  logs.forEach((log, i) => {
    if (log <= fence) above = Math.max(above, errors[i]!);
  });
  const rows = ids
    .map((id, i) => ({ id, error: errors[i]! }))
    .filter(({ error }) => error > above)
    .sort((a, b) => b.error - a.error);
  return { rows, above };
}
