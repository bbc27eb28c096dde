import { blocksOf, layerShapes } from "./blocks.js";

/** Layers as they were learned: units, and weights and biases in turn (see `layerShapes`). */
export interface Layers {
  readonly sizes: readonly number[];
  readonly parameters: Float32Array;
}

/**
 * Sends rows (row by row) through layers, rectified but for the last, without TensorFlow: the same bits on every machine and in browsers. Rows are taken four at a
 * time, so that each weight is read once for four.
 */
export function plainLayers(rows: Float64Array, { sizes, parameters }: Layers): Float64Array {
  const blocks = blocksOf(layerShapes(sizes));
  const count = rows.length / sizes[0]!;
  const width = sizes.at(-1)!;
  const result = new Float64Array(count * width);
  const most = Math.max(...sizes);
  let from = new Float64Array(4 * most);
  let to = new Float64Array(4 * most);
  for (let first = 0; first < count; first += 4) {
    const some = Math.min(4, count - first);
    for (let r = 0; r < some; r++)
      for (let j = 0; j < sizes[0]!; j++) from[4 * j + r] = rows[(first + r) * sizes[0]! + j]!;
    for (let layer = 0; layer + 1 < sizes.length; layer++) {
      const weights = blocks[2 * layer]!.from;
      const bias = blocks[2 * layer + 1]!.from;
      pass(from, to, parameters, weights, bias, sizes[layer]!, sizes[layer + 1]!, layer + 2 < sizes.length);
      [from, to] = [to, from];
    }
    for (let r = 0; r < some; r++) for (let j = 0; j < width; j++) result[(first + r) * width + j] = from[4 * j + r]!;
  }
  return result;
}

/** One layer for four rows, whose signals stand side by side. */
function pass(
  from: Float64Array,
  to: Float64Array,
  parameters: Float32Array,
  weights: number,
  bias: number,
  inputs: number,
  outputs: number,
  rectified: boolean,
): void {
  for (let o = 0; o < outputs; o++) {
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let i = 0, at = weights + o; i < inputs; i++, at += outputs) {
      const weight = parameters[at]!;
      a += from[4 * i]! * weight;
      b += from[4 * i + 1]! * weight;
      c += from[4 * i + 2]! * weight;
      d += from[4 * i + 3]! * weight;
    }
    const shift = parameters[bias + o]!;
    to[4 * o] = rectified && a + shift < 0 ? 0 : a + shift;
    to[4 * o + 1] = rectified && b + shift < 0 ? 0 : b + shift;
    to[4 * o + 2] = rectified && c + shift < 0 ? 0 : c + shift;
    to[4 * o + 3] = rectified && d + shift < 0 ? 0 : d + shift;
  }
}
