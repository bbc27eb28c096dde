import { quoted, requireOptions } from "../../errors.js";
import { type Matrix, requireMatrix } from "../../matrix.js";
import { type Paced, pace } from "../../pace.js";
import { random } from "../../random.js";
import type { Segmentation } from "../../segmentation.js";
import { kmeans } from "../kmeans.js";
import { adjustedRand } from "./adjustedRand.js";
import { type Method, requireMethod, requireSegments } from "./method.js";
import { predictionStrength } from "./predictionStrength.js";
import { type Job, refitted } from "./refitted.js";
import { bootstrapSamples, distinctOf, halvedSamples } from "./resample.js";
import { sameRows } from "./sameRows.js";
import { segmentJaccard } from "./segmentJaccard.js";
import { type Measured, type Stability, stabilityReport } from "./stabilityReport.js";

/** Options of `stability`. */
export interface StabilityOptions extends Paced {
  /** Numbers of segments, each 2 or more; may be left out where `solutions` are given. */
  k?: number | readonly number[];
  /**
   * The method; it is given k, seed and signal, threads where they are given here, and restarts for the samples. Default: kmeans.
   */
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

const known = {
  k: true,
  method: true,
  replicates: true,
  restarts: true,
  divisions: true,
  solutions: true,
  seed: true,
  threads: true,
  onProgress: true,
  signal: true,
} satisfies Record<keyof StabilityOptions, true>;

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
 *   rows as they were drawn (Hennig 2007; R's fpc, clusterboot with multipleboot = TRUE; its default leaves out repeated rows and comes
 *   out some hundredths higher), and his words for it: at most .5 dissolved, below .6 not to be trusted, below .75 a pattern
 *   only, from .75 valid, from .85 highly stable.
 * - `withinSolutions`: the same over all rows and sample by sample, segment level stability within solutions (SLSw; Dolnicar
 *   and Leisch 2017).
 * - `acrossSolutions`: from how many segments of the solution with the next smaller k a segment takes its rows (SLSa, by entropy;
 *   the same paper): 1 from one of them, 0 from all alike. A segment may be worth serving although its solution is not stable.
 * - `predictionStrength`: whether one half of the rows predicts which rows of the other half belong together, in the worst
 *   segment (Tibshirani and Walther 2005); they take the largest k with .8 to .9 or more.
 * - `consensus(k)`: the share of samples in which two rows stand together (Monti and others 2003, but with predicted labels, so
 *   that each sample counts for all rows).
 *
 * A sample with fewer distinct rows than the largest k is drawn again. k-means does the fits on all threads, with equal rows as one row that
 * weighs more. It then moves them together and gets stuck less often: in surveys with few different answers solutions agree
 * more than with flexclust, whose k-means ends in another local optimum each time.
 *
 * When it misleads: stable is not the same as real or useful. Two halves of a single round cloud come back every time, and
 * few segments are nearly always more stable than many. A method that finds its optimum seldom looks unstable for want of starts;
 * `restarts` of 10 is a lower limit. And the rows are treated as independent customers, all from one population.
 *
 * @returns Tables, the solutions judged and warnings in words; labels are those of the solutions.
 * @throws RangeError where k holds no whole number, one below 2, one twice, or one that samples of the matrix cannot have, or where
 *   another option is out of range, a solution has other rows, or the method finds another number of segments than it was asked for.
 * @throws TypeError where the matrix is something else.
 *
 * @example
 * const points = matrixOf({ x: [0, 1, 2, 3, 50, 51, 52, 53] });
 * const found = await stability(points, { k: 2, replicates: 20 });
 * console.log(found.summary.get("median", 0)); // 1
 * console.log(found.segments.array("verdict")); // [ 'highly stable', 'highly stable' ]
 */
export async function stability(matrix: Matrix, options: StabilityOptions): Promise<Stability> {
  requireOptions(options, known, "stability");
  const { method = kmeans, replicates = 100, restarts = 10, seed = 1, threads, onProgress, signal } = options;
  requireMethod(method);
  const { divisions = Math.ceil(replicates / 2) } = options;
  const ks = checkOptions(matrix, options, { replicates, restarts, divisions });
  random(seed); // a bad seed is refused at once
  // A solution of all rows takes as long as this many pairs, or less where its best comes back soon.
  const pairsEach = Math.max(1, Math.round(250 / restarts));
  const searched = ks.filter((k) => !options.solutions?.some((one) => one.k === k));
  const before = searched.length * pairsEach;
  const jobCount = before + ks.length * (replicates + divisions);
  const distinct = distinctOf(method === kmeans ? { ...matrix, categorical: [] } : matrix); // k-means sees numbers only
  const most = Math.max(...ks);
  if (most > distinct.first.length)
    throw new RangeError(
      `expected k of at most ${distinct.first.length}, the number of distinct rows of the matrix, got ${most}; ask for fewer segments`,
    );

  const solutions: Segmentation[] = [];
  for (const k of ks) {
    const report: Paced["onProgress"] = (done, total = 1, note) =>
      onProgress?.((searched.indexOf(k) + done / total) * pairsEach, jobCount, note);
    const given = options.solutions?.find((one) => one.k === k);
    const solution =
      given ??
      (await method(matrix, {
        k,
        seed,
        ...(threads === undefined ? {} : { threads }),
        ...(onProgress === undefined ? {} : { onProgress: report }),
        ...(signal === undefined ? {} : { signal }),
      }));
    solutions.push(requireSegments(solution, k));
  }

  const shown = rowsShown(matrix.rows, seed);
  const measured = ks.map(
    (k): Measured => ({
      k,
      adjustedRand: new Float64Array(replicates),
      jaccard: new Array<Float64Array>(2 * replicates),
      slsw: new Array<Float64Array>(2 * replicates),
      strength: new Float64Array(divisions),
      runs: new Array<Int16Array>(2 * replicates),
    }),
  );
  const jobs = measured.flatMap(({ k, adjustedRand: pairs, jaccard, slsw, strength, runs }, at): Job[] => {
    const own = solutions[at]!.labels;
    const bootstrap = Array.from({ length: replicates }, (_, pair): Job => {
      const samples = () => bootstrapSamples(distinct, most, seed, pair);
      return {
        k,
        samples,
        done(first, second) {
          pairs[pair] = adjustedRand(first, second, k);
          const drawn = samples();
          [first, second].forEach((labels, side) => {
            const run = 2 * pair + side;
            jaccard[run] = segmentJaccard(own, labels, k, drawn[side]!.rows);
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
  const report: Paced["onProgress"] = (done, _, note) => onProgress?.(before + done, jobCount, note);
  const clock = pace(jobs.length, {
    ...(onProgress === undefined ? {} : { onProgress: report }),
    ...(signal === undefined ? {} : { signal }),
  });
  await refitted(matrix, distinct, jobs, { method, restarts, threads, signal, clock });
  clock.finish(`stability, k ${ks.join(", ")}`);

  return stabilityReport({
    solutions,
    measured,
    shown,
    rows: matrix.rows,
    warnings: matrix.preparation.warnings ?? [],
  });
}

function checkOptions(
  matrix: Matrix,
  { k, solutions, threads }: StabilityOptions,
  counts: { replicates: number; restarts: number; divisions: number },
): number[] {
  requireMatrix(matrix);
  const given = typeof k === "number" ? [k] : (k ?? solutions?.map((one) => one.k) ?? []);
  if (given.length === 0)
    throw new RangeError(
      "expected k, such as { k: 3 } or { k: [2, 3, 4] }, or solutions of those numbers, got neither",
    );
  for (const one of given)
    if (!Number.isInteger(one) || one < 2)
      throw new RangeError(
        `expected whole numbers of 2 or more in k, since one segment always comes back, got ${quoted(one)}`,
      );
  if (new Set(given).size < given.length) throw new RangeError(`expected each k once, got ${given.join(", ")}`);
  for (const [name, value] of Object.entries({ ...counts, threads: threads ?? 1 })) {
    const least = name === "divisions" ? 0 : 1;
    if (!Number.isInteger(value) || value < least)
      throw new RangeError(`expected ${name} to be a whole number of ${least} or more, got ${quoted(value)}`);
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
