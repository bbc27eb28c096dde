import type { Random } from "../../random.js";
import type { Tensorflow } from "../tensorflow.js";
import type { DenseLayers } from "./denseLayers.js";
import { type NetworkInputs, widthOf } from "./inputs.js";
import type { NeighborLoss } from "./neighborLoss.js";
import type { Activation } from "./plainLayers.js";
import type { ReconstructionLoss } from "./reconstructionLoss.js";
import type { RowTensors } from "./rowTensors.js";
import type { EpochLoss } from "./train.js";

/** How groups are found in what a network makes of the rows. */
export type NetworkMethod = "kmeans" | "dec" | "idec" | "vade";

/** A network, and how it is trained. */
export interface NetworkPlan {
  readonly method: NetworkMethod;
  readonly k: number;
  /** Units of the layers between the rows and the embedding; the way back has them in reverse. */
  readonly hidden: readonly number[];
  readonly activation: Activation;
  /** Numbers that the embedding keeps of a row. */
  readonly embedding: number;
  /** Epochs at most: of learning to give rows back, and of learning groups. */
  readonly epochs: number;
  readonly clusterEpochs: number;
  readonly batch: number;
  readonly rate: number;
  readonly clusterRate: number;
  readonly noise: number;
  /** Share of the hidden units left out while rows are learned to be given back. */
  readonly dropout: number;
  /** Neighbors of each row that are to lie near it. */
  readonly neighbors: number;
  /** Weight of rows lying by their neighbors, beside giving them back; 0: none. */
  readonly neighborWeight: number;
  readonly patience: number;
  /** Share of the rows that only tell when to stop. */
  readonly validation: number;
  /** Weight of the groups beside the reconstruction (IDEC). */
  readonly weight: number;
  /** The groups are settled once so small a share of the rows changes in an epoch. */
  readonly settled: number;
  readonly seed: number;
}

/** The parts of a training: of the embedding (giving rows back and keeping neighbors near), and of groups in it. */
export type TrainingPart = "embedding" | "clustering";

/** What the parts of a training share. */
export interface Work {
  readonly tf: Tensorflow["tf"];
  readonly data: RowTensors;
  readonly inputs: NetworkInputs;
  readonly plan: NetworkPlan;
  readonly layers: DenseLayers;
  readonly loss: ReconstructionLoss;
  readonly near: NeighborLoss;
  readonly generator: Random;
  /** Called after each epoch. */
  report(part: TrainingPart, loss: EpochLoss): void;
}

/** A network that gives rows back: weights and biases (see `layerShapes`). */
export interface Autoencoder {
  readonly encoder: Float32Array;
  readonly decoder: Float32Array;
  /** Loss of the best epoch, by the rows kept apart where there are any. */
  readonly loss: number;
  /** What is lost on the way there and back: the mean over all rows. */
  readonly left: number;
  readonly converged: boolean;
}

/** Units of the layers on the way there and back. */
export function sizesOf({ inputs, plan }: Pick<Work, "inputs" | "plan">): { encoder: number[]; decoder: number[] } {
  const encoder = [widthOf(inputs), ...plan.hidden, plan.embedding];
  return { encoder, decoder: [...encoder].reverse() };
}
