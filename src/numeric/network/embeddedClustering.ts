import type { Scalar, Tensor2D } from "@tensorflow/tfjs";
import { blocksOf, joinParts, layerShapes } from "./blocks.js";
import { embed } from "./embed.js";
import { pickRows } from "./pickRows.js";
import { sharpen } from "./sharpen.js";
import { type Steps, train } from "./train.js";
import { transposed } from "./transposed.js";
import { type Autoencoder, sizesOf, type Work } from "./work.js";

/** A network, and centers in its embedding, row by row. */
export interface EmbeddedCenters extends Autoencoder {
  readonly centers: Float64Array;
}

/**
 * Pulls rows to the centers that they are near (DEC: Xie, Girshick and Farhadi 2016), and goes on giving them back (IDEC: Guo and others 2017). The target is made anew
 * before each epoch; it ends once so few rows change their center that they are settled.
 */
export function* embeddedClustering(work: Work, before: Autoencoder, from: Float64Array): Steps<EmbeddedCenters> {
  const { tf, data, plan, layers, loss, generator, report } = work;
  const { k, embedding } = plan;
  const sizes = sizesOf(work);
  const keepsRows = plan.method === "idec";
  const encoderShapes = layerShapes(sizes.encoder);
  const blocks = blocksOf([
    ...encoderShapes,
    ...(keepsRows ? layerShapes(sizes.decoder) : []),
    [embedding, k], // centers stand in columns, as weights do
  ]);
  const parts = encoderShapes.length;
  const encoderSize = before.encoder.length;
  const centersOf = (all: Float32Array) => transposed(all.subarray(all.length - k * embedding), embedding, k);
  const none = tf.zeros([k]);
  let target: Float32Array | undefined;
  let labels: Int32Array | undefined;
  try {
    const { parameters, converged } = yield* train(work, data, {
      start: joinParts([
        before.encoder,
        ...(keepsRows ? [before.decoder] : []),
        transposed(Float32Array.from(from), k, embedding),
      ]),
      blocks,
      loss: (parameters, { seen, rows, known, index }) => {
        const embedded = layers(seen, parameters.slice(0, parts), "given");
        const centers = parameters.at(-1) as Tensor2D;
        const apart = embedded
          .square()
          .sum(1, true)
          .sub(layers(embedded, [centers, none]).mul(2))
          .add(centers.square().sum(0, true))
          .relu();
        const closeness = apart.add(1).log().neg();
        const shares = closeness.sub(closeness.exp().sum(1, true).log());
        const wanted = tf.tensor2d(pickRows(target!, k, index), [index.length, k]);
        const divergence = wanted.mul(wanted.add(1e-20).log().sub(shares)).sum(1).mean();
        if (!keepsRows) return divergence as Scalar;
        const made = layers(embedded, parameters.slice(parts, -1));
        return loss(made, rows, known).add(divergence.mul(plan.weight)) as Scalar;
      },
      rows: Int32Array.from({ length: data.count }, (_, i) => i),
      validation: new Int32Array(0),
      epochs: plan.clusterEpochs,
      batch: plan.batch,
      rate: plan.clusterRate,
      noise: keepsRows ? plan.noise : 0,
      generator: generator.fork(4),
      before: (flat) => {
        const found = sharpen(embed(work, flat.subarray(0, encoderSize)), embedding, centersOf(flat), k);
        target = found.target;
        const changed = labels === undefined ? data.count : found.labels.filter((c, i) => c !== labels![i]).length;
        labels = found.labels;
        return changed <= plan.settled * data.count;
      },
      after: (epoch) => report("clustering", epoch),
    });
    return {
      encoder: parameters.slice(0, encoderSize),
      decoder: keepsRows ? parameters.slice(encoderSize, encoderSize + before.decoder.length) : before.decoder,
      centers: Float64Array.from(centersOf(parameters)),
      loss: before.loss,
      left: before.left,
      converged,
    };
  } finally {
    none.dispose();
  }
}
