import type { Tensor2D } from "@tensorflow/tfjs";
import type { Random } from "../../random.js";
import type { Tensorflow } from "../tensorflow.js";
import type { Neighbors } from "./blockNeighbors.js";
import { type NetworkInputs, widthOf } from "./inputs.js";
import { pickRows } from "./pickRows.js";
import type { Batch } from "./train.js";

/** Rows that go through a network at once where all do. */
export const rowsAtOnce = 4096;

/** What a batch comes with: noise, units left out, neighbors. */
export interface BatchOptions {
  readonly noise?: number;
  readonly dropout?: number;
  readonly neighbors?: Neighbors | undefined;
}

/** Rows of noise that are drawn once and then dealt out again and again. */
const noiseRows = 8192;

/**
 * Makes tensors of some rows of the inputs. The rows are picked before they become tensors: that takes a twentieth of what TensorFlow.js needs
 * for it in WebAssembly, and nothing of the inputs is there twice.
 */
export class RowTensors {
  readonly width: number;
  readonly #tf: Tensorflow["tf"];
  readonly #inputs: NetworkInputs;
  #noise: Float32Array | undefined;

  constructor(tf: Tensorflow["tf"], inputs: NetworkInputs) {
    this.#tf = tf;
    this.#inputs = inputs;
    this.width = widthOf(inputs);
  }

  get count(): number {
    return this.#inputs.rows;
  }

  /** The rows of that index; to be called within `tf.tidy`. */
  batch(index: Int32Array, { noise = 0, dropout = 0, neighbors }: BatchOptions, generator: Random): Batch {
    const { values, known } = this.#inputs;
    const picked = pickRows(values, this.width, index);
    const rows = this.#tensor(picked);
    const near =
      neighbors === undefined
        ? undefined
        : index.map((row) => neighbors.rows[row * neighbors.count + generator.integer(neighbors.count)]!);
    return {
      index,
      rows,
      known: known === undefined ? undefined : this.#tensor(pickRows(known, this.width, index)),
      near: near === undefined ? undefined : this.#tensor(pickRows(values, this.width, near)),
      seen: noise === 0 ? rows : this.#tensor(this.#withNoise(picked, noise, generator)),
      dropout: dropout === 0 ? undefined : (count, units) => this.#factors(count, units, dropout, generator),
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
    const { values, known } = this.#inputs;
    const cut = (all: Float32Array) => this.#tensor(all.subarray(from * this.width, to * this.width));
    return { rows: cut(values), known: known === undefined ? undefined : cut(known) };
  }

  #factors(count: number, units: number, share: number, generator: Random): Tensor2D {
    const kept = 1 / (1 - share);
    const drawn = Float32Array.from({ length: count * units }, () => (generator.uniform() < share ? 0 : kept));
    return this.#tf.tensor2d(drawn, [count, units]);
  }

  #tensor(values: Float32Array): Tensor2D {
    return this.#tf.tensor2d(values, [values.length / this.width, this.width]);
  }

  #withNoise(rows: Float32Array, deviation: number, generator: Random): Float32Array {
    this.#noise ??= Float32Array.from({ length: noiseRows * this.width }, () => deviation * generator.normal());
    const drawn = Int32Array.from({ length: rows.length / this.width }, () => generator.integer(noiseRows));
    return pickRows(this.#noise, this.width, drawn).map((noise, at) => noise + rows[at]!);
  }
}
