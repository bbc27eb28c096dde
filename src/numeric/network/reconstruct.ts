import type { Scalar } from "@tensorflow/tfjs";
import { blocksOf, drawLayers, joinParts, layerShapes, sizeOf, splitBlocks } from "./blocks.js";
import { rowsAtOnce } from "./rowTensors.js";
import { splitRows } from "./splitRows.js";
import { type Steps, train } from "./train.js";
import { type Autoencoder, sizesOf, type Work } from "./work.js";

/** Learns to give rows back through the embedding, where neighbors are to lie near each other if there are any. */
export function* reconstruct(work: Work): Steps<Autoencoder> {
  const { plan, layers, loss, generator, report } = work;
  const sizes = sizesOf(work);
  const blocks = blocksOf([...layerShapes(sizes.encoder), ...layerShapes(sizes.decoder)]);
  const parts = blocks.length / 2;
  const trained = yield* train(work, work.data, {
    start: joinParts([
      drawLayers(sizes.encoder, plan.activation, generator.fork(0)),
      drawLayers(sizes.decoder, plan.activation, generator.fork(1)),
    ]),
    blocks,
    loss: (parameters, { seen, rows, known, near, dropout }) => {
      const there = parameters.slice(0, parts);
      const embedded = layers(seen, there, "given", dropout);
      const lost = loss(layers(embedded, parameters.slice(parts), undefined, dropout), rows, known);
      if (near === undefined) return lost;
      const beside = layers(near, there, "given", dropout);
      return lost.add(work.near(embedded, beside).mul(plan.neighborWeight)) as Scalar;
    },
    neighbors: plan.neighborWeight > 0 ? work.inputs.neighbors : undefined,
    ...splitRows(work),
    epochs: plan.epochs,
    batch: plan.batch,
    rate: plan.rate,
    noise: plan.noise,
    dropout: plan.dropout,
    patience: plan.patience,
    generator: generator.fork(3),
    after: (epoch) => report("embedding", epoch),
  });
  const size = sizeOf(blocks.slice(0, parts));
  const { parameters, best, converged } = trained;
  const [encoder, decoder] = [parameters.slice(0, size), parameters.slice(size)];
  return { encoder, decoder, loss: best, left: lossOfAll(work, encoder, decoder), converged };
}

/** Mean over all rows of what is lost on the way there and back. */
function lossOfAll(work: Work, encoder: Float32Array, decoder: Float32Array): number {
  const { tf, data, layers, loss } = work;
  const sizes = sizesOf(work);
  let sum = 0;
  for (let from = 0; from < data.count; from += rowsAtOnce)
    sum += tf.tidy(() => {
      const { rows, known } = data.part(from, Math.min(data.count, from + rowsAtOnce));
      const there = splitBlocks(tf, encoder, blocksOf(layerShapes(sizes.encoder)));
      const back = splitBlocks(tf, decoder, blocksOf(layerShapes(sizes.decoder)));
      return loss(layers(layers(rows, there), back), rows, known).dataSync()[0]! * rows.shape[0];
    });
  return sum / data.count;
}
