import { hasWasm } from "../kernels.js";
import { runOnThread, usualThreads } from "../pool.js";
import { sharedCopy } from "../sharedCopy.js";
import { startsInLanes } from "../startsInLanes.js";
import { startsInTurn } from "../startsInTurn.js";
import { type TensorflowBackend, tensorflow } from "../tensorflow.js";
import type { NetworkInputs } from "./inputs.js";
import {
  type NetworkTask,
  place,
  type Training,
  type TrainingBoard,
  trainingBoard,
  trainingSteps,
} from "./networkTask.js";
import type { NetworkPlan } from "./work.js";

/** Where trainings run. */
export interface NetworkFitsOptions {
  /** The fastest that works here where absent. */
  readonly backend?: TensorflowBackend | undefined;
  /** Threads at most; those of the machine where absent. */
  readonly threads?: number | undefined;
}

/** What the trainings came to, one a plan. */
export interface NetworkFits {
  readonly fits: readonly Training[];
  readonly boards: readonly TrainingBoard[];
  readonly backend: TensorflowBackend;
  /** Version of TensorFlow.js, and why not a faster backend. */
  readonly version: string;
  readonly reason: string;
}

/** Called between batches, or every 50 ms; true: all trainings are to end with the best that they have. */
export type Watch = (boards: readonly TrainingBoard[]) => Promise<boolean>;

/** Numbers (rows x columns x epochs) that are worth starting threads. */
const worth = 2e6;

/**
 * Trains by several plans, which differ in their seeds. In WebAssembly a training takes one thread, so they run side by side on the threads of the pool; the native backend
 * uses all threads for one. What comes out depends on neither. Where threads are not worth it all is done here, one after the other.
 */
export async function networkFits(
  inputs: NetworkInputs,
  plans: readonly NetworkPlan[],
  { backend: wanted, threads: most = usualThreads() }: NetworkFitsOptions,
  watch: Watch,
): Promise<NetworkFits> {
  const loaded = await tensorflow(wanted === undefined ? {} : { backend: wanted });
  const { backend, version, reason } = loaded;
  const numbers = inputs.values.length * Math.max(...plans.map(({ epochs, clusterEpochs }) => epochs + clusterEpochs));
  const threads = backend === "native" || numbers < worth || !hasWasm() ? 1 : Math.min(most, plans.length);
  const boards = plans.map((plan) => trainingBoard(plan, threads > 1));
  const read = threads === 1 ? inputs : sharedInputs(inputs);
  const task = (plan: number): NetworkTask => ({
    task: "network",
    inputs: read,
    plan: plans[plan]!,
    backend,
    board: boards[plan]!,
  });
  const stopAll = () => {
    for (const { signals } of boards) Atomics.store(signals, place.stop, 1);
  };
  const look = async () => {
    if (await watch(boards)) stopAll();
  };
  const limit = { starts: plans.length, needed: () => undefined };
  const fits =
    threads === 1
      ? await startsInTurn((plan) => trainingSteps(loaded, task(plan)), limit, look)
      : await startsInLanes((plan, lane) => runOnThread(lane, task(plan)), { ...limit, lanes: threads }, look, stopAll);
  return { fits, boards, backend, version, reason };
}

/** The same rows in memory that all threads read. */
function sharedInputs({ values, known, neighbors, ...others }: NetworkInputs): NetworkInputs {
  return {
    ...others,
    values: sharedCopy(values),
    ...(known === undefined ? {} : { known: sharedCopy(known) }),
    ...(neighbors === undefined ? {} : { neighbors: { ...neighbors, rows: sharedCopy(neighbors.rows) } }),
  };
}
