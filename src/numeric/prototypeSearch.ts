import { areStarted, usualThreads } from "./pool.js";
import { type PrototypeSolution, type PrototypeStartTask, prototypeDescent } from "./prototypeDescent.js";
import { startsNeeded } from "./startsNeeded.js";
import { startsSideBySide } from "./startsSideBySide.js";

/** How many starts, and how often the best solution has to come back before fewer will do. */
export interface PrototypePlan {
  readonly starts: number;
  readonly enough: number;
  /** Threads at most; those of the machine where absent. */
  readonly threads?: number;
}

/** Work (rows x columns x segments x starts, some ten passes each) that is worth starting threads, and worth sending to those that run. */
const worth = { starting: 1e6, sending: 1e5 };

/**
 * Descends from many starts, side by side on threads where that pays, and returns their solutions in the order of the starts. It ends before
 * `starts` once the least cost (within a billionth) has come back `enough` times, judged in that order, so that the number of threads
 * changes nothing. `between` is called between steps; it throws to end the search.
 */
export async function prototypeSearch(
  task: (start: number) => PrototypeStartTask,
  { starts, enough, threads: wanted }: PrototypePlan,
  between: (done: number, iteration: number) => Promise<void>,
): Promise<PrototypeSolution[]> {
  const { rows, measure, stop } = task(0);
  const size = rows.count * (rows.width + rows.answers) * measure.k * starts;
  const parallel = rows.x.buffer instanceof SharedArrayBuffer && starts > 1;
  const large = size >= (areStarted() ? worth.sending : worth.starting);
  const threads = parallel && large ? Math.min(starts, Math.max(1, wanted ?? usualThreads())) : 1;
  const needed = (solutions: readonly PrototypeSolution[]) =>
    startsNeeded(
      solutions.map(({ cost }) => cost),
      enough,
    );
  return startsSideBySide(task, prototypeDescent, { starts, needed, threads, stop }, between);
}
