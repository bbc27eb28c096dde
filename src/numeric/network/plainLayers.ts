import { portableExp } from "../portableExp.js";
import { blocksOf, layerShapes } from "./blocks.js";

/** A rectifier, or the hyperbolic tangent. */
export type Activation = "relu" | "tanh";

/** Layers as they were learned: units, and weights and biases in turn (see `layerShapes`). */
export interface Layers {
  readonly sizes: readonly number[];
  /** How the signals of all layers but the last are bent: at 0, or into -1 to 1. */
  readonly activation: Activation;
  readonly parameters: Float32Array;
}

/**
 * Sends rows (row by row) through layers, without TensorFlow: the same bits on every machine and in browsers. Rows are taken four at a
 * time, so that each weight is read once for four.
 */
export function plainLayers(rows: Float64Array, { sizes, activation, parameters }: Layers): Float64Array {
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
      pass(
        from,
        to,
        parameters,
        weights,
        bias,
        sizes[layer]!,
        sizes[layer + 1]!,
        layer + 2 < sizes.length ? activation : undefined,
      );
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
  bent: Activation | undefined,
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
    to[4 * o] = a + shift;
    to[4 * o + 1] = b + shift;
    to[4 * o + 2] = c + shift;
    to[4 * o + 3] = d + shift;
  }
  if (bent === undefined) return;
  for (let at = 0; at < 4 * outputs; at++) to[at] = bent === "relu" ? Math.max(0, to[at]!) : tangent(to[at]!);
}

/** The hyperbolic tangent, whose last bits engines round differently. */
function tangent(value: number): number {
  const rest = portableExp(-2 * Math.abs(value));
  return (Math.sign(value) * (1 - rest)) / (1 + rest);
}
