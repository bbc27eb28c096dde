import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs";
import type { Random } from "../../random.js";
import type { Tensorflow } from "../tensorflow.js";
import type { Neighbors } from "./blockNeighbors.js";
import { type NetworkInputs, widthOf } from "./inputs.js";
import type { Batch } from "./train.js";

/** Rows of noise that are drawn once and then dealt out again and again. */
const noiseRows = 8192;

/** The rows of the inputs as tensors, from which batches are taken. */
export class RowTensors {
  readonly #tf: Tensorflow["tf"];
  readonly #rows: Tensor2D;
  readonly #known: Tensor2D | undefined;
  #noise: Tensor2D | undefined;

  constructor(tf: Tensorflow["tf"], inputs: NetworkInputs) {
    this.#tf = tf;
    const shape: [number, number] = [inputs.rows, widthOf(inputs)];
    this.#rows = tf.tensor2d(inputs.values, shape);
    this.#known = inputs.known === undefined ? undefined : tf.tensor2d(inputs.known, shape);
  }

  get count(): number {
    return this.#rows.shape[0];
  }

  get width(): number {
    return this.#rows.shape[1];
  }

  /** The rows of that index; to be called within `tf.tidy`. */
  batch(index: Int32Array, noise: number, generator: Random, neighbors?: Neighbors): Batch {
    const tf = this.#tf;
    const places = tf.tensor1d(index, "int32");
    const rows = tf.gather(this.#rows, places);
    const known = this.#known === undefined ? undefined : tf.gather(this.#known, places);
    const near =
      neighbors === undefined
        ? undefined
        : Int32Array.from(index, (row) => neighbors.rows[row * neighbors.count + generator.integer(neighbors.count)]!);
    return {
      index: places,
      rows,
      known,
      near: near === undefined ? undefined : tf.gather(this.#rows, tf.tensor1d(near, "int32")),
      seen: noise === 0 ? rows : rows.add(this.#noiseOf(index.length, noise, generator)),
    };
  }

  /** Draws from the standard normal distribution; to be called within `tf.tidy`. */
  normals(count: number, width: number, generator: Random): Tensor2D {
    const drawn = new Float32Array(count * width);
    for (let at = 0; at < drawn.length; at++) drawn[at] = generator.normal();
    return this.#tf.tensor2d(drawn, [count, width]);
  }

  /** The rows from..to-1 as they are; to be called within `tf.tidy`. */
  part(from: number, to: number): Pick<Batch, "rows" | "known"> {
    const places = this.#tf.range(from, to, 1, "int32") as Tensor1D;
    return {
      rows: this.#tf.gather(this.#rows, places),
      known: this.#known === undefined ? undefined : this.#tf.gather(this.#known, places),
    };
  }

  #noiseOf(count: number, deviation: number, generator: Random): Tensor2D {
    const tf = this.#tf;
    if (this.#noise === undefined) {
      const bank = new Float32Array(noiseRows * this.width);
      for (let at = 0; at < bank.length; at++) bank[at] = deviation * generator.normal();
      this.#noise = tf.keep(tf.tensor2d(bank, [noiseRows, this.width]));
    }
    const drawn = Int32Array.from({ length: count }, () => generator.integer(noiseRows));
    return tf.gather(this.#noise, tf.tensor1d(drawn, "int32"));
  }

  dispose(): void {
    this.#rows.dispose();
    this.#known?.dispose();
    this.#noise?.dispose();
  }
}
