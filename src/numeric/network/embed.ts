import { blocksOf, layerShapes, splitBlocks } from "./blocks.js";
import { rowsAtOnce } from "./rowTensors.js";
import { sizesOf, type Work } from "./work.js";

/**
 * The embedding of all rows, row by row.
 *
 * @throws RangeError where it is not finite: a loss is known before the step that it asks for, and the last one may have gone too far.
 */
export function embed(work: Work, encoder: Float32Array): Float32Array {
  const { tf, data, layers, plan } = work;
  const blocks = blocksOf(layerShapes(sizesOf(work).encoder));
  const all = new Float32Array(data.count * plan.embedding);
  for (let from = 0; from < data.count; from += rowsAtOnce) {
    const values = tf.tidy(() => {
      const parameters = splitBlocks(tf, encoder, blocks);
      return layers(data.part(from, Math.min(data.count, from + rowsAtOnce)).rows, parameters).dataSync();
    });
    all.set(values, from * plan.embedding);
  }
  const bad = all.find((value) => !Number.isFinite(value));
  if (bad !== undefined)
    throw new RangeError(
      `expected an embedding of finite numbers, got ${bad}; lower learningRate, or scale the columns`,
    );
  return all;
}
