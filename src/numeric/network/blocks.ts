import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs";
import type { Random } from "../../random.js";

/** A part of the flat list in which all parameters of a network stand, read row by row. */
export interface Block {
  readonly from: number;
  readonly rows: number;
  readonly columns: number;
}

/** Where the blocks of these shapes stand, one after the other. */
export function blocksOf(shapes: readonly (readonly [rows: number, columns: number])[]): Block[] {
  let from = 0;
  return shapes.map(([rows, columns]) => {
    const block = { from, rows, columns };
    from += rows * columns;
    return block;
  });
}

/** Numbers of all blocks together. */
export function sizeOf(blocks: readonly Block[]): number {
  const last = blocks.at(-1);
  return last === undefined ? 0 : last.from + last.rows * last.columns;
}

/** The shapes of fully connected layers between so many units: for each its weights, a row an input, and its biases. */
export function layerShapes(sizes: readonly number[]): [number, number][] {
  return sizes.slice(1).flatMap((out, i): [number, number][] => [
    [sizes[i]!, out],
    [1, out],
  ]);
}

/**
 * Parameters to start from: biases of 0, and weights drawn evenly so that signals keep their size on the way through (Glorot and Bengio 2010), or,
 * where a rectifier follows that stops half of them, have twice the variance (He and others 2015).
 */
export function drawLayers(sizes: readonly number[], generator: Random): Float32Array {
  const blocks = blocksOf(layerShapes(sizes));
  const parameters = new Float32Array(sizeOf(blocks));
  for (let layer = 0; layer + 1 < sizes.length; layer++) {
    const { from, rows, columns } = blocks[2 * layer]!;
    const last = layer + 2 === sizes.length;
    const bound = Math.sqrt(6 / (last ? rows + columns : rows));
    for (let at = from; at < from + rows * columns; at++) parameters[at] = (2 * generator.uniform() - 1) * bound;
  }
  return parameters;
}

/** The blocks as tensors of their own. */
export function splitBlocks(flat: Tensor1D, blocks: readonly Block[]): Tensor2D[] {
  return blocks.map(
    ({ from, rows, columns }) => flat.slice([from], [rows * columns]).reshape([rows, columns]) as Tensor2D,
  );
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
