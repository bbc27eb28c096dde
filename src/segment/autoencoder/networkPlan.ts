import { quoted, requireOneOf } from "../../errors.js";
import type { NetworkInputs } from "../../numeric/network/inputs.js";
import { rowsApart } from "../../numeric/network/splitRows.js";
import type { NetworkPlan } from "../../numeric/network/work.js";
import type { AutoencoderOptions } from "../autoencoder.js";
import { networkDefaults } from "./networkDefaults.js";

/**
 * The network that the options ask for, with what is usual for such rows where they say nothing, and how it is trained.
 *
 * @throws RangeError where an option is out of range.
 */
export function networkPlan(inputs: NetworkInputs, options: AutoencoderOptions): NetworkPlan {
  const { k, method = "kmeans", activation = "tanh" } = options;
  requireOneOf("method", method, ["kmeans", "dec", "idec", "vade"]);
  requireOneOf("activation", activation, ["tanh", "relu"]);
  const width = inputs.values.length / inputs.rows;
  const usual = networkDefaults(inputs.rows, width);
  const { layers = usual.layers, embedding = usual.embedding, batchSize = usual.batchSize } = options;
  const { epochs = usual.epochs, clusterEpochs = usual.clusterEpochs } = options;
  const {
    learningRate = 5e-3,
    noise = 0,
    dropout = 0,
    clusterWeight = 1,
    neighbors = 10,
    neighborWeight = 10,
  } = options;
  const { validation = neighborWeight === 0 ? 0.1 : 0 } = options;
  const { patience = rowsApart(validation, inputs.rows) > 0 ? 30 : epochs + clusterEpochs } = options;
  for (const [name, value] of Object.entries({ embedding, batchSize, epochs, clusterEpochs, patience, neighbors }))
    if (!Number.isInteger(value) || value < 1)
      throw new RangeError(`expected ${name} to be a whole number of 1 or more, got ${quoted(value)}`);
  if (!Array.isArray(layers) || layers.some((units) => !Number.isInteger(units) || units < 1))
    throw new RangeError(`expected layers to be a list of whole numbers of 1 or more, got ${quoted(layers)}`);
  for (const [name, value] of Object.entries({ learningRate, clusterWeight }))
    if (!(value > 0 && value < Number.POSITIVE_INFINITY))
      throw new RangeError(`expected ${name} to be a number above 0, got ${quoted(value)}`);
  for (const [name, value] of Object.entries({ noise, neighborWeight }))
    if (!(value >= 0 && value < Number.POSITIVE_INFINITY))
      throw new RangeError(`expected ${name} to be a number of 0 or more, got ${quoted(value)}`);
  for (const [name, value] of Object.entries({ validation, dropout }))
    if (!(value >= 0 && value < 1))
      throw new RangeError(`expected ${name} to be a share from 0 to below 1, got ${quoted(value)}`);
  return {
    method,
    k,
    hidden: layers,
    activation,
    embedding,
    epochs,
    clusterEpochs: method === "kmeans" ? 0 : clusterEpochs,
    batch: batchSize,
    rate: learningRate,
    clusterRate: learningRate / 5,
    noise,
    dropout,
    neighbors,
    neighborWeight,
    patience,
    validation,
    weight: clusterWeight,
    settled: 0.001,
    seed: 0,
  };
}

/** What a training is called where its progress is told. */
export function trainingTitle({ method, k }: NetworkPlan): string {
  const names = { kmeans: "Autoencoder", dec: "DEC", idec: "IDEC", vade: "VaDE" };
  return `${names[method]}, k ${k}`;
}
