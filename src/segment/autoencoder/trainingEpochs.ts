import { place, type TrainingBoard } from "../../numeric/network/networkTask.js";
import type { TrainingEpoch } from "../autoencoder.js";

/** The epochs that a training has written on its board. */
export function trainingEpochs({ signals, losses }: TrainingBoard, seed: number): TrainingEpoch[] {
  // In this order: a thread counts the part first, and what it adds meanwhile is of a later epoch.
  const epochs = Atomics.load(signals, place.epochs);
  const first = Atomics.load(signals, place.embedding);
  return Array.from({ length: epochs }, (_, i) => {
    const validation = losses[2 * i + 1]!;
    return {
      seed,
      epoch: i + 1,
      part: i < first ? "embedding" : "clustering",
      loss: losses[2 * i]!,
      validation: Number.isNaN(validation) ? null : validation,
    };
  });
}
