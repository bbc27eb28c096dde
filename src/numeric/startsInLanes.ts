import type { StartsLimit } from "./startsInTurn.js";
import { untilEnded } from "./untilEnded.js";

/**
 * Does starts on other threads, one at a time in each of some lanes, and returns their solutions in the order of the starts. It ends once the
 * solutions are enough, judged in that order, so that no thread's speed decides. `look` is called now and then with the number of starts
 * that are done; it may throw to end the work, and `stop` then tells the threads.
 */
export async function startsInLanes<S>(
  run: (start: number, lane: number) => Promise<S>,
  { starts, needed, lanes }: StartsLimit<S> & { readonly lanes: number },
  look: (done: number) => Promise<void>,
  stop: () => void,
): Promise<S[]> {
  const solutions: S[] = [];
  const found: (S | undefined)[] = [];
  let next = 0;
  let over = false;
  const work = async (lane: number): Promise<void> => {
    while (next < starts && !over) {
      const start = next++;
      found[start] = await run(start, lane);
      // Only starts whose predecessors are done count.
      while (found[solutions.length] !== undefined) solutions.push(found[solutions.length]!);
      if (needed(solutions) !== undefined) over = true;
    }
  };
  await untilEnded(
    Promise.all(Array.from({ length: lanes }, (_, lane) => work(lane))),
    () => look(solutions.length),
    () => {
      over = true;
      stop();
    },
  );
  return solutions.slice(0, needed(solutions) ?? starts);
}
