import type { Descent } from "./descend.js";
import { hasWasm } from "./kernels.js";
import { blockRows, type KmeansMemory, type KmeansShape, KmeansSpace, kmeansMemory, step } from "./kmeansSpace.js";
import { leaveOut } from "./leaveOut.js";
import { areStarted, runOnThread, usualThreads } from "./pool.js";
import { rowMajor } from "./rowMajor.js";
import { startsInLanes } from "./startsInLanes.js";
import { type StartsLimit, startsInTurn } from "./startsInTurn.js";
import { startsNeeded } from "./startsNeeded.js";
import { runStart, type StartTask } from "./tasks.js";

/** What is searched for, and how long. */
export interface SearchPlan {
  readonly k: number;
  /** Starts at most, and how often the best solution has to come back before fewer will do. */
  readonly starts: number;
  readonly enough: number;
  readonly seed: number;
  /** Rows of centers for the first start; without them it is drawn like the others. */
  readonly centers?: Float64Array;
  readonly maxIterations: number;
  /** Squared movement of the centers, beside the mean variance of the columns, at which a start ends; 0: when no row changes. */
  readonly tolerance: number;
  /** Rows to leave out of the segments: label -1 (trimmed k-means); none where absent. */
  readonly leftOut?: number;
  /** Threads at most; those of the machine where absent. */
  readonly threads?: number;
}

/** What a search found. */
export interface SearchResult {
  /** One per start, in their order; the first of the best is `best`. */
  readonly descents: readonly Descent[];
  readonly best: number;
  /** Nearest of the best centers for each row. */
  readonly labels: Int16Array;
}

/** Lets the search report and pause: called between steps, it throws to end the search. */
export type Between = (done: number, iteration: number) => Promise<void>;

/** Work (rows x columns x centers x starts) that is worth starting threads, and worth sending to those that run. */
const worth = { starting: 8e6, sending: 1e6 };

/** So many rows are shared by the threads also where there are many starts: side by side, each start takes memory of its own. */
const manyRows = 500_000;

/**
 * Runs k-means from many starts and keeps the best. The starts run side by side where there are many, on all threads
 * together where there are few or the rows are many; the result depends on neither. It ends before `starts` once the best
 * inertia (within a billionth) has come back `enough` times, judged in the order of the starts.
 */
export async function kmeansSearch(
  columns: readonly Float64Array[],
  weights: ArrayLike<number> | undefined,
  plan: SearchPlan,
  between: Between,
): Promise<SearchResult> {
  const rows = columns[0]!.length;
  const { k, starts } = plan;
  if (k > 32_767) throw new RangeError(`expected k of at most 32,767, got ${k}`);
  const size = rows * columns.length * k * starts;
  const wasm = hasWasm();
  const threads =
    wasm && size >= (areStarted() ? worth.sending : worth.starting) ? Math.max(1, plan.threads ?? usualThreads()) : 1;
  const crew = starts < 2 * threads || rows >= manyRows;
  const shape: KmeansShape = {
    rows,
    width: columns.length,
    k,
    weighted: weights !== undefined,
    lanes: crew ? 1 : threads,
    threads: crew ? Math.min(threads, Math.ceil(rows / blockRows)) : 1,
  };
  const memory = kmeansMemory(shape, wasm);
  const space = new KmeansSpace(memory, shape, 0);
  rowMajor(columns, rows, space.x);
  if (weights !== undefined) space.weights!.set(weights);
  const each = (what: number) => {
    for (let block = 0; block < space.blocks; block++) space.block(what, block, 0);
  };
  if (shape.threads === 1) space.shrink(each); // a crew does it together
  const task: MakeTask = (start, lane) => ({
    task: "start",
    memory,
    shape,
    lane,
    start,
    ...plan,
    centers: start === 0 ? plan.centers : undefined,
  });
  const limit: StartsLimit<Descent> = {
    starts,
    needed: (sofar) =>
      startsNeeded(
        sofar.map(({ inertia }) => inertia),
        plan.enough,
      ),
  };
  const descents =
    threads === 1
      ? await startsInTurn((start) => runStart(task(start, 0)), limit, between)
      : await onThreads(space, memory, task, limit, between);

  const least = descents.reduce((least, { inertia }) => Math.min(least, inertia), Number.POSITIVE_INFINITY);
  const best = descents.findIndex(({ inertia }) => inertia === least);
  // A single start leaves its labels in the only lane.
  if (starts > 1) {
    space.centers.set(descents[best]!.centers);
    each(step.measure);
    if (plan.leftOut) leaveOut(space, plan.leftOut);
  }
  return { descents, best, labels: space.labels };
}

type MakeTask = (start: number, lane: number) => StartTask;

/** On the threads of the pool, while this one only watches. */
function onThreads(
  space: KmeansSpace,
  memory: KmeansMemory,
  task: MakeTask,
  limit: StartsLimit<Descent>,
  between: Between,
): Promise<Descent[]> {
  const { shape, signals } = space;
  const run = async (start: number, lane: number): Promise<Descent> => {
    // What the last start left there would send its followers home before they began.
    space.control.fill(0);
    const followers = Array.from({ length: shape.threads - 1 }, (_, i) =>
      runOnThread(i + 1, { task: "follow", memory, shape, thread: i + 1 }),
    );
    const [descent] = await Promise.all([runOnThread(lane, task(start, lane)), ...followers]);
    return descent;
  };
  return startsInLanes(
    run,
    { ...limit, lanes: shape.lanes },
    (done) => between(done, Atomics.load(signals, 1)),
    () => Atomics.store(signals, 0, 1),
  );
}
