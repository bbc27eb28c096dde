import type { Scalar } from "@tensorflow/tfjs";
import { blocksOf, drawLayers, joinParts, layerShapes, sizeOf } from "./blocks.js";
import { splitRows } from "./splitRows.js";
import { type Steps, train } from "./train.js";
import { type Autoencoder, sizesOf, type Work } from "./work.js";

/** Learns to give rows back through the embedding. */
export function* reconstruct(work: Work): Steps<Autoencoder> {
  const { plan, layers, loss, generator, report } = work;
  const sizes = sizesOf(work);
  const blocks = blocksOf([...layerShapes(sizes.encoder), ...layerShapes(sizes.decoder)]);
  const parts = blocks.length / 2;
  const trained = yield* train(work, work.data, {
    start: joinParts([drawLayers(sizes.encoder, generator.fork(0)), drawLayers(sizes.decoder, generator.fork(1))]),
    blocks,
    loss: (parameters, { seen, rows, known }) =>
      loss(layers(layers(seen, parameters.slice(0, parts)), parameters.slice(parts)), rows, known).mean() as Scalar,
    ...splitRows(work),
    epochs: plan.epochs,
    batch: plan.batch,
    rate: plan.rate,
    noise: plan.noise,
    patience: plan.patience,
    generator: generator.fork(3),
    after: (epoch) => report("reconstruction", epoch),
  });
  const size = sizeOf(blocks.slice(0, parts));
  const { parameters, best, converged } = trained;
  return { encoder: parameters.slice(0, size), decoder: parameters.slice(size), loss: best, converged };
}
