import { random } from "../random.js";
import { type ClassSolution, type ClassStartTask, classClimb } from "./classClimb.js";
import { follow, isStopped, lead } from "./crew.js";
import { type Descent, descend } from "./descend.js";
import { descendTrimmed } from "./descendTrimmed.js";
import { type KmeansMemory, type KmeansShape, KmeansSpace } from "./kmeansSpace.js";
import { meanVariance } from "./meanVariance.js";
import { type MixtureTask, mixtureTask } from "./mixtureTask.js";
import { type NeighborsTask, neighborsWithin } from "./network/neighborsWithin.js";
import type { NetworkTask, Training } from "./network/networkTask.js";
import { type PairMeasure, type PairShape, PairSpace } from "./pairSpace.js";
import { type PrototypeSolution, type PrototypeStartTask, prototypeDescent } from "./prototypeDescent.js";
import { type ReachTask, reach } from "./reachTask.js";
import { type Refit, type RefitTask, refit } from "./refit.js";

/** One start of a search, as it is sent to a thread. */
export interface StartTask {
  readonly task: "start";
  readonly memory: KmeansMemory;
  readonly shape: KmeansShape;
  readonly lane: number;
  readonly start: number;
  readonly seed: number;
  /** Rows of given centers; drawn by k-means++ where absent. */
  readonly centers?: Float64Array;
  readonly maxIterations: number;
  /** Squared movement of the centers, beside the mean variance of the columns, at which it ends; 0: when no row changes. */
  readonly tolerance: number;
  /** Rows to leave out of the segments (trimmed k-means); none where absent. */
  readonly leftOut?: number;
}

/** A place in the crew of a start whose rows are shared. */
export interface FollowTask {
  readonly task: "follow";
  readonly memory: KmeansMemory;
  readonly shape: KmeansShape;
  readonly thread: number;
}

/** Some of the rows that are compared with all rows. */
export interface PairTask {
  readonly task: "pairs";
  readonly memory: KmeansMemory;
  readonly shape: PairShape;
  readonly what: PairMeasure;
  readonly lo: number;
  readonly hi: number;
  readonly thread: number;
}

export type Task =
  | StartTask
  | ClassStartTask
  | FollowTask
  | MixtureTask
  | NeighborsTask
  | NetworkTask
  | PairTask
  | PrototypeStartTask
  | ReachTask
  | RefitTask;

/** What a task comes back with. */
export type Done<T extends Task> = T extends StartTask
  ? Descent
  : T extends PrototypeStartTask
    ? PrototypeSolution
    : T extends ClassStartTask
      ? ClassSolution
      : T extends RefitTask
        ? Refit
        : T extends NetworkTask
          ? Training
          : T extends NeighborsTask
            ? Int32Array
            : undefined;

/** Does a task to its end, on the thread that calls. */
export async function runTask(task: Task): Promise<Done<Task>> {
  // TensorFlow is loaded by what needs it alone.
  if (task.task === "network") return (await import("./network/networkTask.js")).networkTask(task);
  if (task.task === "neighbors") return neighborsWithin(task);
  if (task.task === "follow") {
    follow(new KmeansSpace(task.memory, task.shape, 0), task.thread);
    return undefined;
  }
  if (task.task === "reach") {
    reach(task);
    return undefined;
  }
  if (task.task === "mixture") {
    mixtureTask(task);
    return undefined;
  }
  if (task.task === "pairs") {
    new PairSpace(task.memory, task.shape).measure(task.what, task.lo, task.hi, task.thread);
    return undefined;
  }
  if (task.task === "classes") return toEnd(classClimb(task));
  if (task.task === "prototypes") return toEnd(prototypeDescent(task));
  return task.task === "refit" ? toEnd(refit(task)) : toEnd(runStart(task));
}

function toEnd<T>(steps: Generator<unknown, T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** Does one start, pausing at each iteration; ends early where the space signals to stop. */
export function* runStart(task: StartTask): Generator<number, Descent> {
  const { memory, shape, lane, start, seed, centers, maxIterations, tolerance } = task;
  const space = new KmeansSpace(memory, shape, lane);
  const alone = (what: number) => {
    for (let block = 0; block < space.blocks; block++) space.block(what, block, 0);
  };
  const crew = shape.threads > 1 ? lead(space) : { each: alone, end: () => undefined };
  try {
    if (shape.threads > 1 && start === 0) space.shrink(crew.each); // the rows stay the same
    const stopAt = tolerance === 0 ? -1 : tolerance * meanVariance(space, crew.each);
    const from = centers ?? random(seed).fork(start);
    const { leftOut = 0 } = task;
    const steps =
      leftOut === 0
        ? descend(space, crew.each, from, { maxIterations, stopAt })
        : descendTrimmed(space, crew.each, from, { maxIterations, stopAt, leftOut });
    for (;;) {
      const { done, value } = steps.next();
      if (done) return value;
      Atomics.store(space.signals, 1, value);
      if (isStopped(space)) throw new Error("stopped");
      yield value;
    }
  } finally {
    crew.end();
  }
}
