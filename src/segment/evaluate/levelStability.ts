import { contingency } from "../../numeric/contingency.js";

/** From which segments of a solution with fewer segments the segments of the next one come. */
export interface LevelStability {
  /** SLSa of each segment of the larger solution, 0 to 1. */
  readonly stability: Float64Array;
  /** `flows[from][to]`: rows that stand in segment `from` of the smaller and `to` of the larger solution. */
  readonly flows: readonly (readonly number[])[];
}

/**
 * Segment level stability across solutions (Dolnicar and Leisch 2017): for each segment of the larger solution 1 minus the entropy of
 * the shares in which it recruits its rows from the segments of the smaller one, over the largest possible entropy, log of their
 * number. 1: all rows come from one segment; 0: from all alike. NaN for a segment without rows. Noise is left out.
 */
export function levelStability(smaller: Int32Array, from: number, larger: Int32Array, to: number): LevelStability {
  const table = contingency(smaller, from, larger, to);
  const flows = Array.from({ length: from }, (_, a) =>
    Array.from(table.subarray(a * (to + 1), a * (to + 1) + to), (count) => count),
  );
  const stability = Float64Array.from({ length: to }, (_, segment) => {
    const counts = flows.map((row) => row[segment]!);
    const rows = counts.reduce((sum, count) => sum + count, 0);
    if (rows === 0) return Number.NaN;
    const entropy = counts.reduce((sum, count) => sum - (count === 0 ? 0 : (count / rows) * Math.log(count / rows)), 0);
    return entropy === 0 ? 1 : 1 - entropy / Math.log(from);
  });
  return { stability, flows };
}
