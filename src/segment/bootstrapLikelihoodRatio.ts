import { requireOptions } from "../errors.js";
import type { Matrix } from "../matrix.js";
import { pick } from "../numeric/draws.js";
import { type Paced, pace } from "../pace.js";
import { type Random, random } from "../random.js";
import { counted } from "../readable.js";
import type { Segmentation } from "../segmentation.js";
import { checkSearch } from "./checkSearch.js";
import { classesOf } from "./classesOf.js";
import { distinctAnswers } from "./distinctAnswers.js";
import { latentClass } from "./latentClass.js";

/** Options of `bootstrapLikelihoodRatio`. */
export interface BootstrapLikelihoodRatioOptions extends Paced {
  /** Number of classes, 2 or more; it is tested against one less. */
  k: number;
  /** Samples drawn from the model with one class less: the smallest p is 1 in `replicates + 1`. */
  replicates?: number;
  /** Random starts of each fit to a sample. Fewer than it takes to find the best makes the test too ready to see a class. */
  restarts?: number;
  /** Seed of the samples and starts. */
  seed?: number;
  /** Threads at most; all of the machine where absent. The result is the same for any number. */
  threads?: number;
}

/** Whether one more class is more than chance. */
export interface BootstrapLikelihoodRatio {
  readonly k: number;
  /** Twice what the log likelihood gains by the k-th class. */
  readonly ratio: number;
  /** (Samples that gained as much or more, and 1) / (replicates + 1); NaN where a class of the data collapsed, for then the gain is that of the floor. */
  readonly p: number;
  /** What each sample gained; empty where p is NaN. */
  readonly ratios: Float64Array;
  /** The answer in words. */
  readonly words: string;
  /** The classes of the data with k - 1 and with k. */
  readonly segmentations: readonly [Segmentation, Segmentation];
}

const known = {
  k: true,
  replicates: true,
  restarts: true,
  seed: true,
  threads: true,
  onProgress: true,
  signal: true,
} satisfies Record<keyof BootstrapLikelihoodRatioOptions, true>;

/**
 * Tests whether `k` latent classes say more than `k - 1` (bootstrap likelihood ratio test: McLachlan 1987; Nylund, Asparouhov and Muthén
 * 2007). The gain of log likelihood by one class follows no chi-squared distribution, so it is compared with the gains of samples that are drawn from
 * the model with k - 1 classes: as many rows as there are, with the same answers missing.
 *
 * When it misleads: a small p says that k - 1 classes of independent answers are not enough; items that go together within a class make it small for
 * any k. With few starts a sample's gain may be missed, and p comes out too small.
 *
 * @throws RangeError where k is below 2, replicates below 1, or `latentClass` refuses the matrix.
 *
 * @example
 * const rows = Array.from({ length: 60 }, (_, i) => ({ customer: i, a: i % 2 > 0, b: i % 2 > 0, c: i % 10 > 4, d: i % 2 > 0 }));
 * const test = await bootstrapLikelihoodRatio(matrix(rows, { columns: [], categorical: true }), { k: 2, replicates: 19 });
 * console.log(test.p); // 0.05
 */
export async function bootstrapLikelihoodRatio(
  matrix: Matrix,
  options: BootstrapLikelihoodRatioOptions,
): Promise<BootstrapLikelihoodRatio> {
  requireOptions(options, known, "bootstrapLikelihoodRatio");
  const { k, replicates = 99, restarts = 10, seed = 1, threads, signal } = options;
  if (!Number.isInteger(k) || k < 2) throw new RangeError(`expected k to be a whole number of 2 or more, got ${k}`);
  if (!Number.isInteger(replicates) || replicates < 1)
    throw new RangeError(`expected replicates to be a whole number of 1 or more, got ${replicates}`);
  checkSearch({ k, restarts, maxIterations: undefined, tolerance: undefined, seed, threads });
  const clock = pace(replicates + 1, options);
  const title = `bootstrap likelihood ratio, ${k - 1} against ${k} classes`;
  const fit = (data: Matrix, classes: number, own: { restarts?: number }, done: number) =>
    latentClass(data, {
      k: classes,
      seed,
      ...own,
      ...(threads === undefined ? {} : { threads }),
      ...(signal === undefined ? {} : { signal }),
      onProgress: (_done, _total, note) => options.onProgress?.(done, replicates + 1, `${title}: ${note}`),
    });
  const fewer = await fit(matrix, k - 1, {}, 0);
  const more = await fit(matrix, k, {}, 0);
  const gain = (a: Segmentation, b: Segmentation) =>
    Math.max(0, 2 * (b.quality.logLikelihood! - a.quality.logLikelihood!));
  const ratio = gain(fewer, more);
  const collapsed = [fewer, more].find(({ search }) => search?.collapsed === true);
  if (collapsed !== undefined) {
    clock.finish(title);
    const words = `${counted(k, "class", "classes")} cannot be tested against ${k - 1}: of ${counted(collapsed.k, "class", "classes")} one collapsed in every start, so that the gain is not of the data. Numbers that take few values do that; as categorical columns they can be tested.`;
    return { k, ratio, p: Number.NaN, ratios: new Float64Array(0), words, segmentations: [fewer, more] };
  }
  const generator = random(seed).fork(2 ** 30);
  const ratios = new Float64Array(replicates);
  for (let b = 0; b < replicates; b++) {
    if (clock.due()) await clock.rest(b + 1, title);
    const sample = drawn(fewer, matrix, generator.fork(b));
    // A sample of fewer different rows than classes has nothing left to gain.
    if (distinctAnswers(sample, k) < k) continue;
    ratios[b] = gain(await fit(sample, k - 1, { restarts }, b + 1), await fit(sample, k, { restarts }, b + 1));
  }
  clock.finish(title);
  const asMuch = ratios.filter((one) => one >= ratio).length;
  const p = (asMuch + 1) / (replicates + 1);
  const samples = `${counted(replicates, "sample")} of ${counted(k - 1, "class", "classes")} gained as much by one more (p = ${p.toPrecision(2)}).`;
  const words = asMuch === 0 ? `${k} classes say more than ${k - 1}: none of ${samples}` : `${asMuch} of ${samples}`;
  return { k, ratio, p, ratios, words, segmentations: [fewer, more] };
}

/** Rows drawn from the classes, with answers missing where they are missing in the matrix. */
function drawn(segmentation: Segmentation, matrix: Matrix, generator: Random): Matrix {
  const { weights, probabilities, means, variances } = classesOf(segmentation);
  const classes = Int32Array.from({ length: matrix.rows }, () => pick(generator, weights));
  return {
    ...matrix,
    categorical: matrix.categorical.map((column, j) => ({
      ...column,
      codes: column.codes.map((code, i) => (code < 0 ? -1 : pick(generator, probabilities[classes[i]!]![j]!))),
    })),
    values: matrix.values.map((column, j) =>
      column.every((value) => value === column[0])
        ? column
        : Float64Array.from(
            classes,
            (label) => means[label]![j]! + Math.sqrt(variances[label]![j]!) * generator.normal(),
          ),
    ),
  };
}
