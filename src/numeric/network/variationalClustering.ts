import type { Scalar, Tensor2D } from "@tensorflow/tfjs";
import { blocksOf, joinParts, layerShapes } from "./blocks.js";
import { embed } from "./embed.js";
import { narrow, wide } from "./groupDistances.js";
import { knownShare } from "./inputs.js";
import { labeledGroups } from "./labeledGroups.js";
import { manyStarts } from "./manyStarts.js";
import { splitRows } from "./splitRows.js";
import { type Steps, train } from "./train.js";
import { transposed } from "./transposed.js";
import { type Autoencoder, sizesOf, type Work } from "./work.js";

/** A network whose encoder gives means and logarithms of variances, and a mixture of normal distributions in its embedding. */
export interface EmbeddedMixture extends Autoencoder {
  readonly centers: Float64Array;
  readonly mixture: { readonly weights: Float64Array; readonly variances: Float64Array };
}

/**
 * Learns a mixture of normal distributions in the embedding together with the network (VaDE: Jiang and others 2017), from k-means in the embedding of a network that
 * gives rows back already and whose embedding is brought to unit size. Which component a row is of takes its best distribution given where the row lies, in closed form, so that nothing is drawn but the place. The
 * noise around what is given back has the variance that the first network left.
 */
export function* variationalClustering(work: Work, before: Autoencoder): Steps<EmbeddedMixture> {
  const { tf, data, plan, layers, loss, inputs, generator, report } = work;
  const { k, embedding: width } = plan;
  const sizes = sizesOf(work);
  const columns = inputs.numbers + inputs.levels.length;
  const raw = embed(work, before.encoder);
  const size = Math.max(1e-6, Math.sqrt(raw.reduce((sum, value) => sum + value * value, 0) / raw.length));
  const embedded = Float64Array.from(raw, (value) => value / size);
  const from = labeledGroups(embedded, width, manyStarts(embedded, width, k, generator.fork(2)).labels, k);
  const encoderSizes = [...sizes.encoder.slice(0, -1), 2 * width];
  const blocks = blocksOf([
    ...layerShapes(encoderSizes),
    ...layerShapes(sizes.decoder),
    [1, k], // logarithms of the odds of the components
    [width, k], // their means
    [width, k], // and the logarithms of their variances
  ]);
  const parts = 2 * (encoderSizes.length - 1);
  // What is lost is a mean over all columns, to which missing ones add nothing; the variance is that of the known ones.
  const noise = Math.max(1e-4, before.left / knownShare(inputs));
  // A component that shrinks onto a few rows would be without bound.
  const leastSpread = Math.log(from.spread / 20);
  // At a bound or beyond it there is no gradient.
  const variance = Math.max(narrow + 1, Math.log(0.1 * from.spread));
  const trained = yield* train(work, data, {
    start: joinParts([
      widened(resizedEnd(before.encoder, sizes.encoder, 1 / size), encoderSizes, width, variance),
      resizedBegin(before.decoder, sizes.decoder, size),
      Float32Array.from(from.weights, Math.log),
      transposed(Float32Array.from(from.centers), k, width),
      transposed(Float32Array.from(from.variances, Math.log), k, width),
    ]),
    blocks,
    loss: (parameters, { seen, rows, known }) => {
      const places = layers(seen, parameters.slice(0, parts), "given");
      const count = places.shape[0];
      const means = places.slice([0, 0], [count, width]);
      const logs = places.slice([0, width], [count, width]).clipByValue(narrow, wide);
      const variances = logs.exp();
      const drawn = means.add(variances.sqrt().mul(data.normals(count, width, generator))) as Tensor2D;
      const made = layers(drawn, parameters.slice(parts, -3));
      const [odds, centers, free] = parameters.slice(-3) as [Tensor2D, Tensor2D, Tensor2D];
      const spreads = free.maximum(leastSpread);
      const precisions = spreads.neg().exp();
      const apart = tf
        .matMul(variances.add(means.square()), precisions)
        .sub(tf.matMul(means, centers.mul(precisions)).mul(2))
        .add(centers.square().mul(precisions).add(spreads).sum(0, true));
      const likelihoods = odds.sub(odds.exp().sum().log()).sub(apart.div(2));
      const most = likelihoods.max(1, true);
      const prior = likelihoods.sub(most).exp().sum(1, true).log().add(most).sum(1);
      const entropy = logs
        .sum(1)
        .div(2)
        .add(width / 2);
      return loss(made, rows, known)
        .div(2 * noise)
        .sub(prior.add(entropy).mean().div(columns)) as Scalar;
    },
    ...splitRows(work),
    epochs: plan.clusterEpochs,
    batch: plan.batch,
    rate: plan.clusterRate,
    noise: 0,
    patience: plan.patience,
    generator: generator.fork(4),
    after: (epoch) => report("clustering", epoch),
  });
  const found = blocks.map(({ from, to }) => trained.parameters.slice(from, to));
  const [odds, centers, spreads] = found.slice(-3) as [Float32Array, Float32Array, Float32Array];
  const total = odds.reduce((sum, one) => sum + Math.exp(one), 0);
  return {
    encoder: joinParts(found.slice(0, parts)),
    decoder: joinParts(found.slice(parts, -3)),
    loss: before.loss,
    left: before.left,
    converged: trained.converged,
    centers: Float64Array.from(transposed(centers, width, k)),
    mixture: {
      weights: Float64Array.from(odds, (one) => Math.exp(one) / total),
      variances: Float64Array.from(transposed(spreads, width, k), (log) => Math.exp(Math.max(log, leastSpread))),
    },
  };
}

/** Layers whose results are `by` times as large. */
function resizedEnd(parameters: Float32Array, sizes: readonly number[], by: number): Float32Array {
  const last = parameters.length - (sizes.at(-2)! + 1) * sizes.at(-1)!;
  return parameters.map((value, at) => (at < last ? value : value * by));
}

/** Layers that come to the same from signals that are so many times smaller. */
function resizedBegin(parameters: Float32Array, sizes: readonly number[], by: number): Float32Array {
  const first = sizes[0]! * sizes[1]!;
  return parameters.map((value, at) => (at < first ? value * by : value));
}

/** The parameters of layers whose last one gets as many units again, which begin with this value for every row. */
function widened(parameters: Float32Array, sizes: readonly number[], width: number, value: number): Float32Array {
  const hidden = sizes.at(-2)!;
  const last = parameters.length - (hidden + 1) * width;
  const rows = Array.from({ length: hidden + 1 }, (_, i) => [
    parameters.subarray(last + i * width, last + (i + 1) * width),
    new Float32Array(width).fill(i === hidden ? value : 0),
  ]);
  return joinParts([parameters.subarray(0, last), ...rows.flat()]);
}
