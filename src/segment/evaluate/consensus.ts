import type { Id } from "../../matrix.js";
import { type Segmentation, segmentName } from "../../segmentation.js";

/** Which rows stand together, over many solutions of resampled rows. */
export interface Consensus {
  readonly k: number;
  /** Solutions that were compared. */
  readonly runs: number;
  /** Whether the rows are a sample of all. */
  readonly sampled: boolean;
  /** The rows, by segment, and within a segment those first that stand most firmly in it. */
  readonly ids: readonly Id[];
  readonly labels: Int32Array;
  /** `together[a * ids.length + b]`: share of the runs, 0 to 1, that put rows a and b into the same segment. */
  readonly together: Float64Array;
  /** Label order: rows shown, and the mean share over pairs of them, and over pairs of one of them with a row of another segment. */
  readonly segments: readonly {
    readonly label: number;
    readonly name: string;
    readonly rows: number;
    readonly within: number | null;
    readonly between: number | null;
  }[];
}

/**
 * The consensus matrix (Monti, Tamayo, Mesirov and Golub 2003) of some rows: `runs[r]` holds their labels in run r, in the order
 * of `rows`. A row that is noise in a run stands with nobody but itself.
 */
export function consensus(
  segmentation: Segmentation,
  rows: Int32Array,
  runs: readonly ArrayLike<number>[],
  sampled: boolean,
): Consensus {
  const count = rows.length;
  const k = segmentation.k;
  const labels = Int32Array.from(rows, (row) => segmentation.labels[row]!);
  const together = new Float64Array(count * count);
  for (const run of runs)
    for (let a = 0; a < count; a++) {
      const label = run[a]!;
      if (label < 0) continue;
      for (let b = 0; b < a; b++) if (run[b] === label) together[a * count + b]!++;
    }
  for (let a = 0; a < count; a++) {
    together[a * count + a] = 1;
    for (let b = 0; b < a; b++) {
      together[a * count + b]! /= runs.length;
      together[b * count + a] = together[a * count + b]!;
    }
  }

  // The share with each segment, for the order and the means.
  const size = new Float64Array(k);
  for (const label of labels) if (label >= 0) size[label]!++;
  const own = new Float64Array(count);
  const within = new Float64Array(k);
  const between = new Float64Array(k);
  for (let a = 0; a < count; a++) {
    const label = labels[a]!;
    if (label < 0) continue;
    for (let b = 0; b < count; b++) {
      if (a === b || labels[b]! < 0) continue;
      if (labels[b] === label) own[a]! += together[a * count + b]!;
      else between[label]! += together[a * count + b]!;
    }
    within[label]! += own[a]!;
  }
  const inSegments = size.reduce((sum, each) => sum + each, 0);
  const rank = (label: number) => (label < 0 ? k : label);
  const order = Array.from(rows.keys()).sort(
    (a, b) => rank(labels[a]!) - rank(labels[b]!) || own[b]! - own[a]! || a - b,
  );
  const ordered = new Float64Array(count * count);
  order.forEach((from, a) => {
    for (let b = 0; b < count; b++) ordered[a * count + b] = together[from * count + order[b]!]!;
  });
  const mean = (sum: number, pairs: number) => (pairs === 0 ? null : sum / pairs);
  return {
    k,
    runs: runs.length,
    sampled,
    ids: order.map((at) => segmentation.ids[rows[at]!]!),
    labels: Int32Array.from(order, (at) => labels[at]!),
    together: ordered,
    segments: Array.from(size, (rowsIn, label) => ({
      label,
      name: segmentName(segmentation, label),
      rows: rowsIn,
      within: mean(within[label]!, rowsIn * (rowsIn - 1)),
      between: mean(between[label]!, rowsIn * (inSegments - rowsIn)),
    })),
  };
}
