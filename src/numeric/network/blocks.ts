import type { Tensor } from "@tensorflow/tfjs";
import type { Random } from "../../random.js";
import type { Tensorflow } from "../tensorflow.js";
import type { Activation } from "./plainLayers.js";

/** A part of the flat list in which all parameters of a network stand, read row by row. */
export interface Block {
  readonly from: number;
  readonly to: number;
  readonly shape: Shape;
}

/** Rows and columns of a matrix, or the length of a list. */
export type Shape = readonly [rows: number, columns: number] | readonly [length: number];

/** Where the blocks of these shapes stand, one after the other. */
export function blocksOf(shapes: readonly Shape[]): Block[] {
  let to = 0;
  return shapes.map((shape) => {
    const from = to;
    to += shape[0] * (shape[1] ?? 1);
    return { from, to, shape };
  });
}

/** Numbers of all blocks together. */
export function sizeOf(blocks: readonly Block[]): number {
  return blocks.at(-1)?.to ?? 0;
}

/** The shapes of fully connected layers between so many units: for each its weights, a row an input, and its biases. */
export function layerShapes(sizes: readonly number[]): Shape[] {
  return sizes.slice(1).flatMap((out, i): Shape[] => [[sizes[i]!, out], [out]]);
}

/**
 * Parameters to start from: biases of 0, and weights drawn evenly so that signals keep their size on the way through (Glorot and Bengio 2010), or,
 * where a rectifier follows that stops half of them, have twice the variance (He and others 2015).
 */
export function drawLayers(sizes: readonly number[], activation: Activation, generator: Random): Float32Array {
  const blocks = blocksOf(layerShapes(sizes));
  const parameters = new Float32Array(sizeOf(blocks));
  for (let layer = 0; layer + 1 < sizes.length; layer++) {
    const { from, to } = blocks[2 * layer]!;
    const [into, out] = [sizes[layer]!, sizes[layer + 1]!];
    const halved = activation === "relu" && layer + 2 < sizes.length;
    const bound = Math.sqrt(6 / (halved ? into : into + out));
    for (let at = from; at < to; at++) parameters[at] = (2 * generator.uniform() - 1) * bound;
  }
  return parameters;
}

/** The blocks as tensors, which are to be used before the list changes. */
export function splitBlocks(tf: Tensorflow["tf"], flat: Float32Array, blocks: readonly Block[]): Tensor[] {
  return blocks.map(({ from, to, shape }) => tf.tensor(flat.subarray(from, to), [...shape]));
}

/** One flat list of parts that stand one after the other. */
export function joinParts(parts: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
