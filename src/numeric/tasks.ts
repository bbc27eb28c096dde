import { random } from "../random.js";
import { follow, lead } from "./crew.js";
import { type Descent, descend } from "./descend.js";
import { type KmeansMemory, type KmeansShape, KmeansSpace } from "./kmeansSpace.js";

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
  readonly stopAt: number;
}

/** A place in the crew of a start whose rows are shared. */
export interface FollowTask {
  readonly task: "follow";
  readonly memory: KmeansMemory;
  readonly shape: KmeansShape;
  readonly thread: number;
}

export type Task = StartTask | FollowTask;

/** Does a task to its end, on the thread that calls. */
export function runTask(task: Task): Descent | undefined {
  if (task.task === "follow") {
    follow(new KmeansSpace(task.memory, task.shape, 0), task.thread);
    return undefined;
  }
  const steps = runStart(task);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** Does one start, pausing at each iteration; ends early where the space signals to stop. */
export function* runStart(task: StartTask): Generator<number, Descent> {
  const { memory, shape, lane, start, seed, centers } = task;
  const space = new KmeansSpace(memory, shape, lane);
  const alone = (what: number) => {
    for (let block = 0; block < space.blocks; block++) space.block(what, block, 0);
  };
  const crew = shape.threads > 1 ? lead(space) : { each: alone, end: () => undefined };
  try {
    const steps = descend(space, crew.each, centers ?? random(seed).fork(start), task);
    for (;;) {
      const { done, value } = steps.next();
      if (done) return value;
      Atomics.store(space.signals, 1, value);
      if (Atomics.load(space.signals, 0) === 1) throw new Error("stopped");
      yield value;
    }
  } finally {
    crew.end();
  }
}
