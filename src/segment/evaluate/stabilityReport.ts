import { type Segmentation, segmentName } from "../../segmentation.js";
import { type Row, type Table, tableOf } from "../../table.js";
import { type Consensus, consensus } from "./consensus.js";
import { levelStability } from "./levelStability.js";
import { type Verdict, verdictOf } from "./segmentJaccard.js";

/** One bootstrap pair. */
export interface GlobalStabilityRow {
  k: number;
  /** Number of the pair, from 1. */
  pair: number;
  adjustedRand: number;
}

/** The bootstrap pairs of one k: their median and quartiles. */
export interface StabilitySummaryRow {
  k: number;
  median: number;
  lower: number;
  upper: number;
}

/** How well one segment came back. */
export interface SegmentStabilityRow {
  k: number;
  label: number;
  segment: string;
  /** Rows of the segment in the solution that is judged. */
  customers: number;
  /** Mean over the bootstrap samples of the largest Jaccard index with a group of the sample's solution; null where never drawn. */
  jaccard: number | null;
  /** Samples in which the segment had rows; in how many of them the index was at most .5, and at least .75. */
  samples: number;
  dissolved: number;
  recovered: number;
  verdict: Verdict;
}

/** Segment level stability within solutions: one segment in one sample's solution. */
export interface WithinSolutionsRow {
  k: number;
  label: number;
  segment: string;
  /** Number of the sample, from 1; samples 1 and 2 are the first pair. */
  sample: number;
  /** The largest Jaccard index with a group of the sample's solution, over all rows; null for a segment without rows. */
  slsw: number | null;
}

/** Segment level stability across solutions. */
export interface AcrossSolutionsRow {
  k: number;
  label: number;
  segment: string;
  /** The number of segments of the solution before. */
  from: number;
  /** 1: all rows come from one segment of that solution; 0: from all alike; null for a segment without rows. */
  slsa: number | null;
}

/** Rows that two consecutive solutions have in common. */
export interface FlowRow {
  fromK: number;
  fromLabel: number;
  toK: number;
  toLabel: number;
  customers: number;
}

/** Prediction strength of one k. */
export interface PredictionStrengthRow {
  k: number;
  strength: number;
}

/** What came back when the rows were drawn again. */
export interface Stability {
  /** Adjusted Rand index of the solutions of each bootstrap pair. */
  readonly global: Table<GlobalStabilityRow>;
  readonly summary: Table<StabilitySummaryRow>;
  readonly segments: Table<SegmentStabilityRow>;
  readonly withinSolutions: Table<WithinSolutionsRow>;
  /** For each k but the first. */
  readonly acrossSolutions: Table<AcrossSolutionsRow>;
  readonly flows: Table<FlowRow>;
  /** Without rows where `divisions` is 0. */
  readonly predictionStrength: Table<PredictionStrengthRow>;
  /** The solutions that were judged, by ascending k. */
  readonly solutions: readonly Segmentation[];
  /** What a reader must know before relying on the segments, in words. */
  readonly warnings: readonly string[];
  /** How often rows stand together at this k; for up to 2,000 rows, drawn at random beyond. */
  consensus(k: number): Consensus;
}

/** What was measured at one k; samples 0 and 1 are the first pair. */
export interface Measured {
  readonly k: number;
  /** By pair. */
  readonly adjustedRand: Float64Array;
  /** By sample, and in it by label: over the rows that were drawn, and over all. */
  readonly jaccard: Float64Array[];
  readonly slsw: Float64Array[];
  /** By division. */
  readonly strength: Float64Array;
  /** By sample: labels of the rows that a consensus matrix shows. */
  readonly runs: Int16Array[];
}

/** Puts what was measured into tables and words. */
export function stabilityReport({
  solutions,
  measured,
  shown,
  rows,
  warnings,
}: {
  readonly solutions: readonly Segmentation[];
  readonly measured: readonly Measured[];
  /** Rows that a consensus matrix shows, of so many rows in all. */
  readonly shown: Int32Array;
  readonly rows: number;
  /** What was to be known before anything was measured. */
  readonly warnings: readonly string[];
}): Stability {
  const names = (at: number, label: number) => segmentName(solutions[at]!, label);
  const summary = measured.map(({ k, adjustedRand }): StabilitySummaryRow => {
    const [lower, median, upper] = quartiles(adjustedRand);
    return { k, median, lower, upper };
  });
  const segments = measured.flatMap(({ k, jaccard }, at) =>
    Array.from({ length: k }, (_, label): SegmentStabilityRow => {
      const values = jaccard.map((one) => one[label]!).filter((value) => !Number.isNaN(value));
      const mean = values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
      return {
        k,
        label,
        segment: names(at, label),
        customers: solutions[at]!.sizes[label]!,
        jaccard: mean,
        samples: values.length,
        dissolved: values.filter((value) => value <= 0.5).length,
        recovered: values.filter((value) => value >= 0.75).length,
        verdict: verdictOf(mean),
      };
    }),
  );
  const within = measured.flatMap(({ k, slsw }, at) =>
    Array.from({ length: k }, (_, label) =>
      slsw.map(
        (one, run): WithinSolutionsRow => ({
          k,
          label,
          segment: names(at, label),
          sample: run + 1,
          slsw: orNull(one[label]!),
        }),
      ),
    ).flat(),
  );
  const ks = measured.map(({ k }) => k);
  const across: AcrossSolutionsRow[] = [];
  const flows: FlowRow[] = [];
  for (let at = 1; at < ks.length; at++) {
    const [from, to] = [ks[at - 1]!, ks[at]!];
    const level = levelStability(solutions[at - 1]!.labels, from, solutions[at]!.labels, to);
    level.stability.forEach((slsa, label) => {
      across.push({ k: to, label, segment: names(at, label), from, slsa: orNull(slsa) });
    });
    level.flows.forEach((row, fromLabel) => {
      row.forEach((customers, toLabel) => {
        flows.push({ fromK: from, fromLabel, toK: to, toLabel, customers });
      });
    });
  }
  return {
    global: asTable(
      ["k", "pair", "adjustedRand"],
      measured.flatMap(({ k, adjustedRand }) =>
        Array.from(adjustedRand, (value, pair): GlobalStabilityRow => ({ k, pair: pair + 1, adjustedRand: value })),
      ),
    ),
    summary: asTable(["k", "median", "lower", "upper"], summary),
    segments: asTable(
      ["k", "label", "segment", "customers", "jaccard", "samples", "dissolved", "recovered", "verdict"],
      segments,
    ),
    withinSolutions: asTable(["k", "label", "segment", "sample", "slsw"], within),
    acrossSolutions: asTable(["k", "label", "segment", "from", "slsa"], across),
    flows: asTable(["fromK", "fromLabel", "toK", "toLabel", "customers"], flows),
    predictionStrength: asTable(
      ["k", "strength"],
      measured
        .filter(({ strength }) => strength.length > 0)
        .map(({ k, strength }) => ({ k, strength: strength.reduce((sum, one) => sum + one, 0) / strength.length })),
    ),
    solutions,
    warnings: [...warnings, ...doubts(summary, segments)],
    consensus(k) {
      const at = ks.indexOf(k);
      if (at < 0) throw new RangeError(`expected k to be one of ${ks.join(", ")}, got ${k}`);
      return consensus(solutions[at]!, shown, measured[at]!.runs, shown.length < rows);
    },
  };
}

/** A table says null where there is no value. */
function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

/** Quartiles with linear interpolation (R's default, type 7). */
function quartiles(values: Float64Array): [number, number, number] {
  const sorted = values.slice().sort();
  const at = (share: number) => {
    const place = (sorted.length - 1) * share;
    const below = sorted[Math.floor(place)]!;
    return below + (place - Math.floor(place)) * (sorted[Math.ceil(place)]! - below);
  };
  return [at(0.25), at(0.5), at(0.75)];
}

function doubts(summary: readonly StabilitySummaryRow[], segments: readonly SegmentStabilityRow[]): string[] {
  return summary.flatMap(({ k, median }) => {
    const weak = segments.filter((one) => one.k === k && one.jaccard !== null && one.jaccard < 0.6);
    if (weak.length === 0) return [];
    const which = weak.map(({ segment, jaccard }) => `${segment} (Jaccard ${jaccard!.toFixed(2)})`).join(", ");
    return [
      `k = ${k}: ${which} would not be found again in another sample of these customers: do not build on ${weak.length === 1 ? "it" : "them"}. Median adjusted Rand index of the solution: ${median.toFixed(2)}.`,
    ];
  });
}

function asTable<C extends Row>(names: readonly (keyof C & string)[], rows: readonly C[]): Table<C> {
  return tableOf<C>(
    Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name])])) as { [P in keyof C]: C[P][] },
  );
}
