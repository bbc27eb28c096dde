import { areStarted, runOnThread, usualThreads } from "./pool.js";
import { startsInLanes } from "./startsInLanes.js";
import { type StartsLimit, startsInTurn } from "./startsInTurn.js";
import type { Done, Task } from "./tasks.js";

/** How many starts, and how often the best solution has to come back before fewer will do. */
export interface StartsPlan {
  readonly starts: number;
  readonly enough: number;
  /** Threads at most; those of the machine where absent. */
  readonly threads?: number;
}

/** What decides whether threads pay. */
export interface StartsWork {
  /** Rows x columns x segments of one start, which takes some ten passes over them. */
  readonly size: number;
  /** Whether other threads can read the rows. */
  readonly shared: boolean;
  /** Threads at most; those of the machine where absent. */
  readonly threads: number | undefined;
}

/** Work of all starts that is worth starting threads, and worth sending to those that run. */
const worth = { starting: 1e6, sending: 1e5 };

/**
 * Does starts side by side on threads where that pays, else one after the other on this one, and returns their solutions in the order of the
 * starts. It ends once the solutions are enough, judged in that order, so that the number of threads changes nothing. `between` is called
 * between steps; it throws to end the search, and a 1 in `stop` then tells the starts that run on threads.
 */
export async function startsSideBySide<T extends Task>(
  task: (start: number, stop: Int32Array) => T,
  run: (task: T) => Generator<number, Done<T>>,
  { starts, needed, size, shared, threads: wanted }: StartsLimit<Done<T>> & StartsWork,
  between: (done: number, iteration: number) => Promise<void>,
): Promise<Done<T>[]> {
  const large = size * starts >= (areStarted() ? worth.sending : worth.starting);
  const threads = shared && starts > 1 && large ? Math.min(starts, Math.max(1, wanted ?? usualThreads())) : 1;
  const stop = new Int32Array(threads === 1 ? new ArrayBuffer(4) : new SharedArrayBuffer(4));
  if (threads === 1) return startsInTurn((start) => run(task(start, stop)), { starts, needed }, between);
  return startsInLanes(
    (start, lane) => runOnThread(lane, task(start, stop)),
    { starts, needed, lanes: threads },
    (done) => between(done, 0),
    () => Atomics.store(stop, 0, 1),
  );
}
