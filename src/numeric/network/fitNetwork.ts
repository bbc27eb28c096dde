import type { Tensor } from "@tensorflow/tfjs";
import { random } from "../../random.js";
import type { Tensorflow } from "../tensorflow.js";
import { denseLayers } from "./denseLayers.js";
import { embed } from "./embed.js";
import { embeddedClustering } from "./embeddedClustering.js";
import type { NetworkInputs } from "./inputs.js";
import { manyStarts } from "./manyStarts.js";
import { neighborLoss } from "./neighborLoss.js";
import type { Layers } from "./plainLayers.js";
import { reconstruct } from "./reconstruct.js";
import { reconstructionLoss } from "./reconstructionLoss.js";
import { RowTensors } from "./rowTensors.js";
import type { Steps } from "./train.js";
import { variationalClustering } from "./variationalClustering.js";
import { type NetworkPlan, sizesOf, type Work } from "./work.js";

/** A network that was trained, and groups in its embedding. */
export interface NetworkFit {
  /** That of a mixture ends with means and logarithms of variances. */
  readonly encoder: Layers;
  readonly decoder: Layers;
  /** Centers in the embedding, row by row. */
  readonly centers: Float64Array;
  /** Where the groups are normal distributions: their shares, and the variances around the centers. */
  readonly mixture?: { readonly weights: Float64Array; readonly variances: Float64Array };
  /** Loss of the network before it learned groups, of the rows kept apart where there are any. */
  readonly loss: number;
  /** Whether each part ended before its epochs were over. */
  readonly converged: boolean;
}

/**
 * Trains one network from one seed, and finds groups in its embedding. Yields between batches; told `true` there, it ends with the best it has. All
 * tensors are given back.
 */
export function* fitNetwork(
  { tf, backend }: Pick<Tensorflow, "tf" | "backend">,
  inputs: NetworkInputs,
  plan: NetworkPlan,
  report: Work["report"],
): Steps<NetworkFit> {
  const constants: Tensor[] = [];
  const data = new RowTensors(tf, inputs);
  try {
    const work: Work = {
      tf,
      data,
      inputs,
      plan,
      layers: denseLayers({ tf, backend }, plan.activation),
      loss: reconstructionLoss(tf, inputs, (tensor) => {
        constants.push(tensor);
        return tensor;
      }),
      near: neighborLoss(tf),
      generator: random(plan.seed),
      report,
    };
    const { encoder, decoder } = sizesOf(work);
    const { activation } = plan;
    const before = yield* reconstruct(work);
    if (plan.method === "vade") {
      const found = yield* variationalClustering(work, before);
      return {
        encoder: { sizes: [...encoder.slice(0, -1), 2 * plan.embedding], activation, parameters: found.encoder },
        decoder: { sizes: decoder, activation, parameters: found.decoder },
        centers: found.centers,
        mixture: found.mixture,
        loss: before.loss,
        converged: before.converged && found.converged,
      };
    }
    const embedded = Float64Array.from(embed(work, before.encoder));
    const { centers } = manyStarts(embedded, plan.embedding, plan.k, work.generator.fork(2));
    const found =
      plan.method === "kmeans" || plan.k === 1
        ? { ...before, centers }
        : yield* embeddedClustering(work, before, centers);
    return {
      encoder: { sizes: encoder, activation, parameters: found.encoder },
      decoder: { sizes: decoder, activation, parameters: found.decoder },
      centers: found.centers,
      loss: before.loss,
      converged: before.converged && found.converged,
    };
  } finally {
    for (const tensor of constants) tensor.dispose();
  }
}
