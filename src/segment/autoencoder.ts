import { quoted, requireOneOf, requireOptions } from "../errors.js";
import type { Matrix } from "../matrix.js";
import { networkFits } from "../numeric/network/networkFits.js";
import { place, type TrainingBoard } from "../numeric/network/networkTask.js";
import type { TrainingPart } from "../numeric/network/work.js";
import type { TensorflowBackend } from "../numeric/tensorflow.js";
import { keepsResult, type Paced, pace } from "../pace.js";
import { counted } from "../readable.js";
import type { Segmentation } from "../segmentation.js";
import type { BaselineMethod } from "./autoencoder/baselines.js";
import { checkMatrix } from "./autoencoder/checkMatrix.js";
import { deepReport } from "./autoencoder/deepReport.js";
import { networkInputs, withNeighbors } from "./autoencoder/networkInputs.js";
import { networkPlan, trainingTitle } from "./autoencoder/networkPlan.js";
import type { OddRow } from "./autoencoder/oddRows.js";
import { reading } from "./autoencoder/reading.js";
import { trainingEpochs } from "./autoencoder/trainingEpochs.js";
import type { YardstickFigures } from "./autoencoder/yardstick.js";
import { checkSearch } from "./checkSearch.js";

/** How segments are found in the embedding: k-means behind the training, or together with it (DEC, IDEC, VaDE). */
export type AutoencoderMethod = "kmeans" | "dec" | "idec" | "vade";

/** One epoch of a training. */
export interface TrainingEpoch {
  /** Seed of the training. */
  readonly seed: number;
  /** From 1, counted through both parts. */
  readonly epoch: number;
  readonly part: TrainingPart;
  /** Mean loss of the rows learned from. */
  readonly loss: number;
  /** That of the rows kept apart, where there are any. */
  readonly validation: number | null;
}

/** One seed of a deep segmentation. */
export interface SeedRow extends YardstickFigures {
  readonly seed: number;
  /** Whether the segmentation is that of this seed. */
  readonly chosen: boolean;
  /** Loss before segments were learned, by the rows kept apart where there are any. */
  readonly loss: number;
  readonly epochs: number;
  readonly converged: boolean;
  /** Mean adjusted Rand index with the segments of the other seeds; null where there is none. */
  readonly agreement: number | null;
}

/** A plain method on the same rows; figures are null where it could not do these columns (`reason`). */
export interface BaselineRow extends YardstickFigures {
  readonly method: BaselineMethod;
  /** Adjusted Rand index with the deep segments. */
  readonly agreement: number | null;
  readonly reason?: string;
}

/** What every deep segmentation comes with besides labels. Plain JSON. */
export interface DeepSegmentation extends Segmentation {
  /** A row per customer: its place in the embedding. */
  readonly embedding: readonly (readonly number[])[];
  /** For each customer the mean over its known columns of squared errors of numbers (in units of the columns' mean variance) and cross-entropies of categories (nats). */
  readonly reconstructionErrors: readonly number[];
  /** Customers that the network gives back badly, worst first. */
  readonly odd: readonly OddRow[];
  /** Epochs of the chosen seed. */
  readonly history: readonly TrainingEpoch[];
  readonly seeds: readonly SeedRow[];
  /** `seedAgreement[a][b]`: adjusted Rand index of the segments of two seeds, in the order of `seeds`. */
  readonly seedAgreement: readonly (readonly number[])[];
  readonly baselines: readonly BaselineRow[];
  /** Rows on which seeds and baselines were measured. */
  readonly compared: number;
  /** Whether the network earned its cost, in words. */
  readonly verdict: string;
  readonly tensorflow: { readonly backend: TensorflowBackend; readonly version: string; readonly reason: string };
}

/** Options of `autoencoder`. */
export interface AutoencoderOptions extends Paced {
  /** Number of segments. */
  k: number;
  /** How segments are found in the embedding; "kmeans" where absent. */
  method?: AutoencoderMethod;
  /** Units of the hidden layers, from the columns to the embedding; the way back has them in reverse. By the number of columns where absent (two layers of 64 or 128). */
  layers?: readonly number[];
  /** How the hidden layers bend what comes to them: the hyperbolic tangent ("tanh", where absent), or a rectifier, which is faster. */
  activation?: "tanh" | "relu";
  /** Numbers that the embedding keeps of a customer. Where absent: ten, but fewer than the network reads columns. */
  embedding?: number;
  /** Epochs at most of learning the embedding, and of learning segments ("dec", "idec", "vade"). Where absent, fewer for more rows: from 420 down to 5, and from 60 down to 3. */
  epochs?: number;
  clusterEpochs?: number;
  /** Rows in a step; 128 where absent. */
  batchSize?: number;
  /** Length of the first steps, 0.005 where absent, and a fifth of it where segments are learned; it falls to 0 by the last epoch. */
  learningRate?: number;
  /** Standard deviation of the noise that the network sees in its input and has to take away, in units of the root of the columns' mean variance (denoising autoencoder); 0 where absent. */
  noise?: number;
  /** Share of the hidden units, 0 to below 1, that are left out in turn while the embedding is learned, so that no unit relies on another; 0 where absent. */
  dropout?: number;
  /** Neighbors of each customer that the embedding is to keep near; and the weight of that beside giving rows back, 0 for none. Both 10 where absent. */
  neighbors?: number;
  neighborWeight?: number;
  /**
   * Share of the rows, 0 to below 1, that are not learned from and tell when to stop (early stopping). Where absent: a tenth of them for a plain autoencoder (`neighborWeight: 0`), else none:
   * how near rows that were not learned from lie to their neighbors turns long before the segments do, of those rows as well.
   */
  validation?: number;
  /**
   * Epochs without a better loss of these rows after which a part of the training ends; 30 where absent. Where there are none (or fewer than ten, which tell nothing) it ends by itself only if
   * this is given, and then by the loss of the others.
   */
  patience?: number;
  /** Weight of the segments beside giving rows back (IDEC); 1 where absent. */
  clusterWeight?: number;
  /** First seed, 1 where absent; the trainings have this one and those after it. */
  seed?: number;
  /** Trainings, each with a seed of its own; five where absent. */
  restarts?: number;
  /** Whether k-means, Ward and a Gaussian mixture are fitted beside it; they are where absent. */
  baselines?: boolean;
  /** Groups known from elsewhere, one per row: the verdict then goes by them. They are never learned from. */
  truth?: ArrayLike<string | number>;
  /** Where tensors are computed; the fastest that works here where absent. */
  backend?: TensorflowBackend;
  /** Threads at most; all of the machine where absent. The result is the same for any number. */
  threads?: number;
  /**
   * Called with the epochs that are done so far, of all seeds, and how many there will be at most; the last call has all that there were, and their number. `liveHistory()` draws them.
   */
  onEpochs?: (epochs: readonly TrainingEpoch[], total: number) => void;
}

const known = {
  k: true,
  method: true,
  layers: true,
  activation: true,
  embedding: true,
  epochs: true,
  clusterEpochs: true,
  batchSize: true,
  learningRate: true,
  noise: true,
  dropout: true,
  neighbors: true,
  neighborWeight: true,
  validation: true,
  patience: true,
  clusterWeight: true,
  seed: true,
  restarts: true,
  baselines: true,
  truth: true,
  backend: true,
  threads: true,
  onEpochs: true,
  onProgress: true,
  signal: true,
} satisfies Record<keyof AutoencoderOptions, true>;

/**
 * Finds `k` segments in what a neural network makes of the customers. An autoencoder learns to give each customer's columns back through a narrow middle, the embedding, and to keep
 * customers near each other there who are near neighbors by the columns, and all others apart (contrastive t-SNE: Damrich, Boehm, Hamprecht and Kobak 2023). Segments are then found in the embedding.
 * So groups that are bent, or one around the other, come apart there, as long as there is room between them. It is that second task that does it: with `neighborWeight: 0`, a plain
 * autoencoder, chance decides whether such groups come apart.
 *
 * `method` says how:
 * - "kmeans": k-means in the embedding, once the network has learned;
 * - "dec": the network then pulls customers to the centers that they are near, and forgets to give them back (Xie, Girshick and Farhadi 2016);
 * - "idec": the same, while it goes on giving them back (Guo, Gao, Liu and Yin 2017);
 * - "vade": the embedding is a mixture of normal distributions that is learned together with the network (Jiang and others 2017).
 *
 * Numbers are read less their mean, in one unit for all columns; categories as a column of 0 and 1 for each level. What is given back is measured by squared
 * errors of numbers and cross-entropies of categories. What is missing counts nothing there (a number that `matrix` filled in is missing here), and nobody is near another for lacking the same:
 * neighbors are those with the least expected distance.
 *
 * A network has chance in it, so there are five trainings, each with a seed of its own. The segmentation is that of the seed whose segments agree most with
 * those of the others, not the one with the best figure; `seeds` has them all. Beside them stand k-means, Ward and a Gaussian mixture with the same indices on the same rows
 * (5,000 of them where there are more), and `verdict` says in words whether the network earned its cost. It often does not: where segments are round, k-means finds them
 * in a small part of the time.
 *
 * An interrupt or an aborted signal ends the training early: the segments are then those of the best weights until then, and a warning says so. In a notebook the cell goes on with them, so that
 * `const found = await autoencoder(...)` is there in the next cell; a second interrupt ends the cell without. (A kernel of tslab that was not started by this package's kernelspec drops what an
 * interrupted cell declares: there, write `const training = autoencoder(...)` in one cell and `const found = await training` in the next, which can be run again.)
 *
 * When it misleads: all that `kmeans` says, and more quietly: a network finds segments in any cloud, DEC and IDEC sharpen whatever they began with, and distances in an embedding
 * have no unit. Columns in larger units dominate (see `matrix`, scale). The same seed and backend give the same result on one kind of machine; another backend rounds otherwise, and training
 * makes much of little.
 *
 * @returns A Segmentation with `embedding`, `reconstructionErrors`, `odd` customers, `history`, `seeds`, `baselines` and `verdict`. `quality.loss` is that
 *   of the embedding before segments were learned: of giving rows back, and of keeping neighbors near by its weight.
 * @throws RangeError where k is not a whole number from 1 to the number of distinct rows, an option is out of range, or the loss grows without bound; DataError where a column has
 *   no known value; TypeError where an option is not known.
 *
 * @example
 * const points = matrixOf({ x: [0, 1, 2, 20, 21, 22], y: [1, 0, 1, 9, 8, 9] });
 * const segments = await autoencoder(points, { k: 2, layers: [8], embedding: 1, epochs: 40 });
 * console.log(segments.labels.join(" "), segments.seeds.length); // 0 0 0 1 1 1 5
 */
export async function autoencoder(matrix: Matrix, options: AutoencoderOptions): Promise<DeepSegmentation> {
  requireOptions(options, known, "autoencoder");
  const { k, seed = 1, restarts = 5, threads } = options;
  checkSearch({ k, restarts, maxIterations: undefined, tolerance: undefined, seed, threads });
  if (seed + restarts - 1 > 0xffffffff)
    throw new RangeError(
      `expected a seed of at most ${0x100000000 - restarts}, so that ${restarts} seeds from it on are below 2^32, got ${seed}`,
    );
  if (options.backend !== undefined) requireOneOf("backend", options.backend, ["native", "wasm", "cpu"]);
  if (options.onEpochs !== undefined && typeof options.onEpochs !== "function")
    throw new TypeError(
      `expected onEpochs to be a function, such as liveHistory() makes, got ${quoted(options.onEpochs)}`,
    );
  checkMatrix(matrix, options);
  return keepsResult(learn(matrix, { ...options, seed, restarts }));
}

async function learn(
  matrix: Matrix,
  options: AutoencoderOptions & { seed: number; restarts: number },
): Promise<DeepSegmentation> {
  const { seed, restarts, threads, backend } = options;
  const read = reading(matrix);
  const { rows, order } = networkInputs(read, matrix);
  const plan = networkPlan(rows, options);
  const inputs = await withNeighbors(rows, plan, options);
  const plans = Array.from({ length: restarts }, (_, i) => ({ ...plan, seed: seed + i }));
  const total = restarts * (plan.epochs + plan.clusterEpochs);
  const clock = pace(total, options);
  let interrupted = false;
  const tell = (boards: readonly TrainingBoard[], over: boolean) => {
    if (options.onEpochs === undefined) return;
    const epochs = boards.flatMap((board, i) => trainingEpochs(board, seed + i));
    options.onEpochs(epochs, over ? epochs.length : total);
  };
  const trained = await networkFits(inputs, plans, { backend, threads }, async (boards) => {
    if (interrupted || !clock.due()) return interrupted;
    const done = boards.reduce((sum, { signals }) => sum + Atomics.load(signals, place.epochs), 0);
    tell(boards, false);
    try {
      await clock.rest(done, `${trainingTitle(plan)}: ${counted(done, "epoch")} of ${counted(restarts, "seed")}`);
    } catch (cause) {
      // What was learned until then is not thrown away, unless nothing was; an error of onProgress itself is no interrupt.
      if (done === 0 || !clock.told()) throw cause;
      interrupted = true;
    }
    return interrupted;
  });
  tell(trained.boards, true);
  const beside = async (note: string) => {
    // Progress ends with its total, and plain methods are still to be fitted.
    await clock.rest(total - 1, note);
  };
  const ended = { plan, seed, interrupted, told: clock.told, beside };
  const found = await deepReport(matrix, read, order, trained, { ...options, ...ended });
  clock.finish(trainingTitle(plan));
  return found;
}
