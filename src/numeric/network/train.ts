import type { Scalar, Tensor, Tensor2D } from "@tensorflow/tfjs";
import type { Random } from "../../random.js";
import type { Tensorflow } from "../tensorflow.js";
import { Adam } from "./adam.js";
import type { Neighbors } from "./blockNeighbors.js";
import { type Block, splitBlocks } from "./blocks.js";
import type { Dropout } from "./denseLayers.js";
import type { RowTensors } from "./rowTensors.js";

/** Some rows, as a loss reads them. */
export interface Batch {
  /** Which rows they are. */
  readonly index: Int32Array;
  readonly rows: Tensor2D;
  /** The rows as the network sees them: with noise, where there is any. */
  readonly seen: Tensor2D;
  /** 1 where a number is known; absent: all are. */
  readonly known: Tensor2D | undefined;
  /** A neighbor of each row, where neighbors are asked for. */
  readonly near: Tensor2D | undefined;
  /** For layers some of whose units are left out; undefined: none is. */
  readonly dropout: Dropout | undefined;
}

/** What is learned, from what, and for how long. */
export interface Training {
  readonly start: Float32Array;
  readonly blocks: readonly Block[];
  /** Mean loss of the rows of a batch. */
  loss(parameters: readonly Tensor[], batch: Batch): Scalar;
  /** Rows to learn from, and rows that only tell when to stop; where there are none, the loss of the others does. */
  readonly rows: Int32Array;
  readonly validation: Int32Array;
  readonly epochs: number;
  readonly batch: number;
  /** Length of steps at first; it falls to 0 by the epochs' end like a cosine (Loshchilov and Hutter 2017). */
  readonly rate: number;
  /** Where each row comes with a neighbor: those of all rows. */
  readonly neighbors?: Neighbors | undefined;
  /** Standard deviation of the noise that the network sees in its input. */
  readonly noise: number;
  /** Share of the hidden units that are left out, other ones for each row and batch. */
  readonly dropout?: number;
  /**
   * Epochs after which it ends if none brought a loss that is better by a thousandth; the parameters are then those of the best epoch. Absent: the loss has no such meaning,
   * because what is aimed at changes, and the last parameters count.
   */
  readonly patience?: number;
  readonly generator: Random;
  /** Called before each epoch with the parameters as they stand; true: it is over. */
  before?(parameters: Float32Array): boolean;
  /** Called after each epoch. */
  after(loss: EpochLoss): void;
}

/** Losses of one epoch, of the rows learned from and of those kept apart. */
export interface EpochLoss {
  readonly loss: number;
  readonly validation?: number;
}

/** The parameters of the best epoch, by the loss that tells when to stop, or the last ones. */
export interface Trained {
  readonly parameters: Float32Array;
  /** Their loss. */
  readonly best: number;
  /** Whether it ended before the epochs were over, or little was gained in the last of them. */
  readonly converged: boolean;
}

/** Work that pauses between steps; told `true` there, it ends with what it has. */
export type Steps<T> = Generator<void, T, boolean | undefined>;

/**
 * Trains in batches of rows in random order. Yields after each batch; told `true` there, it ends at once with the best parameters so far. A loss that is no number
 * ends it with a RangeError.
 */
export function* train({ tf }: Pick<Tensorflow, "tf">, data: RowTensors, training: Training): Steps<Trained> {
  const { blocks, batch, rate, epochs, patience, generator, validation } = training;
  const adam = new Adam(training.start);
  const order = Int32Array.from(training.rows);
  const batches = Math.max(1, Math.ceil(order.length / batch));
  const figures: number[] = [];
  let best: { parameters: Float32Array; loss: number; epoch: number } | undefined;
  let converged = false;
  let stopped = false;
  /** Steps down the gradient of these rows, and gives their loss. */
  const step = (index: Int32Array, length: number): number =>
    tf.tidy(() => {
      const some = data.batch(index, training, generator);
      const { value, grads } = tf.valueAndGrads((...parameters) => training.loss(parameters as Tensor[], some))(
        splitBlocks(tf, adam.parameters, blocks),
      );
      adam.step(
        grads.map((one) => one.dataSync()),
        length,
      );
      return value.dataSync()[0]!;
    });
  for (let epoch = 0; epoch < epochs && !stopped; epoch++) {
    if (training.before?.(adam.parameters)) {
      converged = true;
      break;
    }
    generator.shuffle(order);
    let sum = 0;
    for (let one = 0; one < batches && !stopped; one++) {
      const from = Math.floor((one * order.length) / batches);
      const index = order.slice(from, Math.floor(((one + 1) * order.length) / batches));
      sum += step(index, (rate / 2) * (1 + Math.cos((Math.PI * (epoch + one / batches)) / epochs))) * index.length;
      stopped = (yield) === true;
    }
    if (stopped) break;
    const loss = sum / order.length;
    const apart = validation.length === 0 ? undefined : lossOf(tf, data, training, adam.parameters);
    training.after(apart === undefined ? { loss } : { loss, validation: apart });
    const figure = apart ?? loss;
    figures.push(figure);
    if (!Number.isFinite(figure))
      throw new RangeError(
        `expected a loss that falls, got ${figure} in epoch ${epoch + 1}; lower learningRate, or scale the columns`,
      );
    if (patience === undefined) continue;
    const better = best === undefined || figure < best.loss * (1 - worthwhile);
    if (best === undefined || figure < best.loss) {
      const since = best === undefined || better ? epoch : best.epoch;
      best = { parameters: adam.parameters.slice(), loss: figure, epoch: since };
    }
    if (epoch - best.epoch >= patience) {
      converged = true;
      break;
    }
  }
  converged ||= patience !== undefined && !stopped && isSettled(figures);
  return {
    parameters: best?.parameters ?? adam.parameters,
    best: best?.loss ?? figures.at(-1) ?? Number.NaN,
    converged,
  };
}

/** Whether the last tenth of the epochs brought no more than a hundredth; there may be nothing left to bring. */
function isSettled(figures: readonly number[]): boolean {
  const before = figures.slice(0, -Math.ceil(figures.length / 10));
  const least = (of: readonly number[]) => of.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  return before.length > 0 && least(before) - least(figures) <= 0.01 * Math.abs(least(before));
}

/** By how much, as a share, a loss has to fall to count as better. */
const worthwhile = 1e-3;

/** Mean loss of the rows kept apart, in batches like the others: how near rows lie to each other depends on how many there are. */
function lossOf(tf: Tensorflow["tf"], data: RowTensors, training: Training, flat: Float32Array): number {
  const { validation, batch, generator, neighbors, blocks } = training;
  const parts = Math.max(1, Math.round(validation.length / batch));
  let sum = 0;
  for (let part = 0; part < parts; part++) {
    const rows = validation.subarray(
      Math.floor((part * validation.length) / parts),
      Math.floor(((part + 1) * validation.length) / parts),
    );
    sum += tf.tidy(() => {
      const loss = training.loss(splitBlocks(tf, flat, blocks), data.batch(rows, { neighbors }, generator));
      return loss.dataSync()[0]! * rows.length;
    });
  }
  return sum / validation.length;
}
