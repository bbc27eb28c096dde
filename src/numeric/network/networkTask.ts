import { type Tensorflow, type TensorflowBackend, tensorflow } from "../tensorflow.js";
import { fitNetwork, type NetworkFit } from "./fitNetwork.js";
import type { NetworkInputs } from "./inputs.js";
import { nearestGroups } from "./nearestGroups.js";
import { plainLayers } from "./plainLayers.js";
import type { NetworkPlan } from "./work.js";

/** One training, as it is sent to a thread. */
export interface NetworkTask {
  readonly task: "network";
  readonly inputs: NetworkInputs;
  readonly plan: NetworkPlan;
  readonly backend: TensorflowBackend;
  readonly board: TrainingBoard;
}

/** A network that was trained, and the group of each row. */
export interface Training extends NetworkFit {
  readonly labels: Int32Array;
}

/** Memory in which a training tells how far it is, and is told to end. */
export interface TrainingBoard {
  /** See `place`. */
  readonly signals: Int32Array;
  /** For each epoch the loss, and that of the rows kept apart (NaN where there are none). */
  readonly losses: Float64Array;
}

/** Places in `signals`: whether it is to end with the best that it has (1), how many epochs are done, and how many of them learned the embedding. */
export const place = { stop: 0, epochs: 1, embedding: 2 } as const;

/** A board for a training by this plan, on which threads can write where memory may be shared. */
export function trainingBoard({ epochs, clusterEpochs }: NetworkPlan, shared: boolean): TrainingBoard {
  const bytes = (count: number) => (shared ? new SharedArrayBuffer(count) : new ArrayBuffer(count));
  return { signals: new Int32Array(bytes(12)), losses: new Float64Array(bytes(16 * (epochs + clusterEpochs))) };
}

/** Trains to the end, or until told to end, on the thread that calls. */
export async function networkTask(task: NetworkTask): Promise<Training> {
  const steps = trainingSteps(await tensorflow({ backend: task.backend }), task);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** Trains, writing on the board and doing what stands there; yields between batches. */
export function* trainingSteps(
  loaded: Pick<Tensorflow, "tf" | "backend">,
  { inputs, plan, board: { signals, losses } }: NetworkTask,
): Generator<void, Training> {
  const steps = fitNetwork(loaded, inputs, plan, (part, { loss, validation = Number.NaN }) => {
    const epoch = Atomics.load(signals, place.epochs);
    losses[2 * epoch] = loss;
    losses[2 * epoch + 1] = validation;
    if (part === "embedding") Atomics.add(signals, place.embedding, 1);
    Atomics.store(signals, place.epochs, epoch + 1);
  });
  try {
    for (let step = steps.next(); ; step = steps.next(Atomics.load(signals, place.stop) === 1)) {
      if (step.done) {
        const { encoder, decoder, centers, mixture } = step.value;
        const encoded = plainLayers(Float64Array.from(inputs.values), encoder);
        const groups = mixture === undefined ? { k: plan.k, centers } : { k: plan.k, centers, mixture };
        return { ...step.value, labels: nearestGroups(encoded, decoder.sizes[0]!, groups) };
      }
      yield;
    }
  } finally {
    // Who does not wait for the end gives the tensors back all the same.
    steps.return(undefined as never);
  }
}
