import type { Matrix } from "../../matrix.js";
import { random } from "../../random.js";
import { type Segmentation, segmentName } from "../../segmentation.js";
import { type Row, type Table, tableOf } from "../../table.js";
import { kmeans } from "../kmeans.js";
import { type Paced, pace } from "../pace.js";
import { bootstrapPairs } from "./bootstrapPairs.js";
import { type Consensus, consensus } from "./consensus.js";
import { levelStability } from "./levelStability.js";
import { predictionStrength } from "./predictionStrength.js";
import { type Job, type Method, refitted } from "./refitted.js";
import { bootstrapSamples, distinctOf, halvedSamples } from "./resample.js";
import { sameRows } from "./sameRows.js";
import { segmentJaccard, type Verdict, verdictOf } from "./segmentJaccard.js";

/** Options of `stability`. */
export interface StabilityOptions extends Paced {
  /** Numbers of segments, each 2 or more; may be left out where `solutions` are given. */
  k?: number | readonly number[];
  /** The method; it is given k, restarts, seed and signal. Default: kmeans, which runs on all threads. */
  method?: Method;
  /** Pairs of bootstrap samples for each k. */
  replicates?: number;
  /** Random starts for each sample. */
  restarts?: number;
  /** Divisions into halves for the prediction strength; 0 leaves it out. Default: half as many as replicates. */
  divisions?: number;
  /** Solutions to judge, one for each k, of all rows; where absent the method finds them. */
  solutions?: readonly Segmentation[];
  /** Seed of the samples and starts. */
  seed?: number;
  /** Threads at most; all of the machine where absent. The result is the same for any number. */
  threads?: number;
}

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
  slsw: number;
}

/** Segment level stability across solutions. */
export interface AcrossSolutionsRow {
  k: number;
  label: number;
  segment: string;
  /** The number of segments of the solution before. */
  from: number;
  slsa: number;
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

/** Rows of a consensus matrix at most. */
const mostRows = 2000;

/**
 * Whether the segments would be found again in another sample of the same customers. `replicates` pairs of bootstrap samples
 * (as many rows as there are, drawn with replacement) are segmented, and each solution gives every row a label by what it learned
 * (see `assign`). Then:
 *
 * - `global`: the adjusted Rand index of each pair (Dolnicar and Leisch 2010; R's flexclust, bootFlexclust); 1 is the same
 *   segments, about 0 no more than chance. `summary` has its median and quartiles for each k.
 * - `segments`: for each segment of the solution of all rows the mean Jaccard index with its likeness in each sample, over the
 *   rows that were drawn (Hennig 2007; R's fpc, clusterboot with multipleboot and without bscompare), and his words for it: at most
 *   .5 dissolved, below .6 not to be trusted, below .75 a pattern only, from .75 valid, from .85 highly stable.
 * - `withinSolutions`: the same over all rows and sample by sample, segment level stability within solutions (SLSw; Dolnicar
 *   and Leisch 2017).
 * - `acrossSolutions`: from how many segments of the solution with the next smaller k a segment takes its rows (SLSa, by entropy;
 *   the same paper): 1 from one of them, 0 from all alike. A segment may be worth serving although its solution is not stable.
 * - `predictionStrength`: whether one half of the rows predicts which rows of the other half belong together, in the worst
 *   segment (Tibshirani and Walther 2005); they take the largest k with .8 to .9 or more.
 * - `consensus(k)`: the share of samples in which two rows stand together (Monti and others 2003, but with predicted labels, so
 *   that each sample counts for all rows).
 *
 * A sample with fewer distinct rows than k is drawn again. k-means does the fits on all threads.
 *
 * When it misleads: stable is not the same as real or useful. Two halves of a single round cloud come back every time, and
 * few segments are nearly always more stable than many. A method that finds its optimum seldom looks unstable for want of starts;
 * `restarts` of 10 is a lower limit. And the rows are treated as independent customers, all from one population.
 *
 * @returns Tables, the solutions judged and warnings in words; labels are those of the solutions.
 * @throws RangeError where k holds no whole number, one below 2, one twice, or one that samples of the matrix cannot have, or where
 *   another option is out of range or a solution has other rows.
 *
 * @example
 * const points = matrixOf({ x: [0, 1, 2, 3, 50, 51, 52, 53] });
 * const found = await stability(points, { k: 2, replicates: 20 });
 * console.log(found.summary.get("median", 0)); // 1
 * console.log(found.segments.array("verdict")); // [ 'highly stable', 'highly stable' ]
 */
export async function stability(matrix: Matrix, options: StabilityOptions): Promise<Stability> {
  const { method = kmeans, replicates = 100, restarts = 10, seed = 1, threads, onProgress, signal } = options;
  const { divisions = Math.ceil(replicates / 2) } = options;
  const ks = checkOptions(matrix, options, { replicates, restarts, divisions });
  random(seed); // a bad seed is refused at once
  const jobCount = ks.length * (1 + replicates + divisions);
  const distinct = distinctOf(matrix);
  const most = Math.max(...ks);
  if (most > distinct.first.length)
    throw new RangeError(
      `expected k of at most ${distinct.first.length}, the number of distinct rows of the matrix, got ${most}; ask for fewer segments`,
    );

  const solutions: Segmentation[] = [];
  for (const [step, k] of ks.entries()) {
    const report: Paced["onProgress"] = (done, total = 1, note) => onProgress?.(step + done / total, jobCount, note);
    const given = options.solutions?.find((one) => one.k === k);
    const solution =
      given ??
      (await method(matrix, {
        k,
        seed,
        ...(onProgress === undefined ? {} : { onProgress: report }),
        ...(signal === undefined ? {} : { signal }),
      }));
    if (solution.k !== k)
      throw new RangeError(`expected a method that finds ${k} segments, got one that found ${solution.k}`);
    solutions.push(solution);
  }

  const shown = rowsShown(matrix.rows, seed);
  const measured = ks.map((k) => ({
    k,
    adjustedRand: new Float64Array(replicates),
    jaccard: new Array<Float64Array>(2 * replicates),
    slsw: new Array<Float64Array>(2 * replicates),
    strength: new Float64Array(divisions),
    runs: new Array<Int16Array>(2 * replicates),
  }));
  const jobs = measured.flatMap(({ k, adjustedRand, jaccard, slsw, strength, runs }, at): Job[] => {
    const own = solutions[at]!.labels;
    const bootstrap = Array.from({ length: replicates }, (_, pair): Job => {
      const samples = () => bootstrapSamples(distinct, most, seed, pair);
      return {
        k,
        samples,
        done(first, second) {
          adjustedRand[pair] = bootstrapPairs(first, second, k);
          const drawn = samples();
          [first, second].forEach((labels, side) => {
            const run = 2 * pair + side;
            jaccard[run] = segmentJaccard(own, labels, k, [...new Set(drawn[side]!.rows)]);
            slsw[run] = segmentJaccard(own, labels, k);
            runs[run] = Int16Array.from(shown, (row) => labels[row]!);
          });
        },
      };
    });
    const halves = Array.from({ length: divisions }, (_, division): Job => {
      const samples = () => halvedSamples(distinct, most, seed, division);
      return {
        k,
        samples,
        done(first, second) {
          const [a, b] = samples();
          strength[division] = predictionStrength(first, second, k, [a.rows, b.rows]);
        },
      };
    });
    return [...bootstrap, ...halves];
  });
  const report: Paced["onProgress"] = (done, _, note) => onProgress?.(ks.length + done, jobCount, note);
  const clock = pace(jobs.length, {
    ...(onProgress === undefined ? {} : { onProgress: report }),
    ...(signal === undefined ? {} : { signal }),
  });
  await refitted(matrix, distinct, jobs, { method, restarts, threads, signal, clock });
  clock.finish(`stability, k ${ks.join(", ")}`);

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
          slsw: one[label]!,
        }),
      ),
    ).flat(),
  );
  const across: AcrossSolutionsRow[] = [];
  const flows: FlowRow[] = [];
  for (let at = 1; at < ks.length; at++) {
    const [from, to] = [ks[at - 1]!, ks[at]!];
    const level = levelStability(solutions[at - 1]!.labels, from, solutions[at]!.labels, to);
    level.stability.forEach((slsa, label) => {
      across.push({ k: to, label, segment: names(at, label), from, slsa });
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
      divisions === 0
        ? []
        : measured.map(({ k, strength }) => ({ k, strength: strength.reduce((sum, one) => sum + one, 0) / divisions })),
    ),
    solutions,
    warnings: doubts(summary, segments),
    consensus(k) {
      const at = ks.indexOf(k);
      if (at < 0) throw new RangeError(`expected k to be one of ${ks.join(", ")}, got ${k}`);
      return consensus(solutions[at]!, shown, measured[at]!.runs, shown.length < matrix.rows);
    },
  };
}

function checkOptions(
  matrix: Matrix,
  { k, solutions, threads }: StabilityOptions,
  counts: { replicates: number; restarts: number; divisions: number },
): number[] {
  if (!Array.isArray((matrix as Partial<Matrix> | null)?.values))
    throw new TypeError("expected a Matrix, got something else; make one with matrix(table, { columns })");
  const given = typeof k === "number" ? [k] : (k ?? solutions?.map((one) => one.k) ?? []);
  if (given.length === 0) throw new RangeError("expected at least one k, got none");
  for (const one of given)
    if (!Number.isInteger(one) || one < 2)
      throw new RangeError(`expected whole numbers of 2 or more in k, since one segment always comes back, got ${one}`);
  if (new Set(given).size < given.length) throw new RangeError(`expected each k once, got ${given.join(", ")}`);
  for (const [name, value] of Object.entries({ ...counts, threads: threads ?? 1 })) {
    const least = name === "divisions" ? 0 : 1;
    if (!Number.isInteger(value) || value < least)
      throw new RangeError(`expected ${name} to be a whole number of ${least} or more, got ${value}`);
  }
  for (const solution of solutions ?? []) {
    sameRows(matrix, solution);
    if (!given.includes(solution.k))
      throw new RangeError(`expected solutions for k ${given.join(", ")}, got one of ${solution.k} segments`);
    if (solutions!.some((other) => other !== solution && other.k === solution.k))
      throw new RangeError(
        `expected one solution for each k, got two of ${solution.k} segments; judge them one by one`,
      );
  }
  return [...given].sort((a, b) => a - b);
}

/** All rows, or as many as a consensus matrix holds, drawn at random and in their order. */
function rowsShown(rows: number, seed: number): Int32Array {
  const all = Int32Array.from({ length: rows }, (_, i) => i);
  return rows <= mostRows
    ? all
    : random(seed)
        .fork(2 ** 31)
        .shuffle(all)
        .slice(0, mostRows)
        .sort();
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
