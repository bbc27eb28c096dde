import { runOnThread } from "./pool.js";
import type { Done, Task } from "./tasks.js";
import { untilEnded } from "./untilEnded.js";

/** How many starts there are at most, when the solutions are enough, and on how many threads. */
export interface StartsPlan<S> {
  readonly starts: number;
  /** How many of the solutions were needed; undefined where there are too few yet. */
  readonly needed: (solutions: readonly S[]) => number | undefined;
  readonly threads: number;
  /** Set to 1 to stop the starts that run on threads. */
  readonly stop: Int32Array;
}

/**
 * Does starts side by side on threads, or one after the other on this one, and returns their solutions in the order of the starts. It ends
 * once the solutions are enough, judged in that order, so that no thread's speed decides. `between` is called between steps; it throws to end
 * the search.
 */
export async function startsSideBySide<T extends Task>(
  task: (start: number) => T,
  run: (task: T) => Generator<number, Done<T>>,
  { starts, needed, threads, stop }: StartsPlan<Done<T>>,
  between: (done: number, iteration: number) => Promise<void>,
): Promise<Done<T>[]> {
  const solutions: Done<T>[] = [];
  if (threads === 1) {
    for (let start = 0; start < starts && needed(solutions) === undefined; start++) {
      const steps = run(task(start));
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
  const found: (Done<T> | undefined)[] = [];
  let next = 0;
  let over = false;
  const lane = async (place: number): Promise<void> => {
    while (next < starts && !over) {
      const start = next++;
      found[start] = await runOnThread(place, task(start));
      // Only starts whose predecessors are done count.
      while (found[solutions.length] !== undefined) solutions.push(found[solutions.length]!);
      if (needed(solutions) !== undefined) over = true;
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
  return solutions.slice(0, needed(solutions) ?? starts);
}
