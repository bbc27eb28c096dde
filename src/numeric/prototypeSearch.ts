import { areStarted, runOnThread, usualThreads } from "./pool.js";
import { type PrototypeSolution, type PrototypeStartTask, prototypeDescent } from "./prototypeDescent.js";
import { startsNeeded } from "./startsNeeded.js";
import { untilEnded } from "./untilEnded.js";

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
  const solutions: PrototypeSolution[] = [];
  const needed = () =>
    startsNeeded(
      solutions.map(({ cost }) => cost),
      enough,
    );
  if (threads === 1) {
    for (let start = 0; start < starts && needed() === undefined; start++) {
      const steps = prototypeDescent(task(start));
      for (;;) {
        const { done, value } = steps.next();
        if (done) {
          solutions.push(value);
          break;
        }
        await between(start, value);
      }
    }
    return solutions;
  }
  const found: (PrototypeSolution | undefined)[] = [];
  let next = 0;
  let over = false;
  const lane = async (place: number): Promise<void> => {
    while (next < starts && !over) {
      const start = next++;
      found[start] = await runOnThread(place, task(start));
      // Only starts whose predecessors are done count, so that no thread's speed decides.
      while (found[solutions.length] !== undefined) solutions.push(found[solutions.length]!);
      if (needed() !== undefined) over = true;
    }
  };
  await untilEnded(
    Promise.all(Array.from({ length: threads }, (_, place) => lane(place))),
    () => between(solutions.length, 0),
    () => {
      over = true;
      Atomics.store(stop, 0, 1);
    },
  );
  return solutions.slice(0, needed() ?? starts);
}
