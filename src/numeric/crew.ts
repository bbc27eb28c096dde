import type { EachBlock } from "./descend.js";
import type { KmeansSpace } from "./kmeansSpace.js";

// What stands in the control words that all threads of a crew share.
const turn = 0; // grows by one with each step; -1: over
const what = 1;
const next = 2; // the next block that nobody has taken
const resting = 3; // followers that are done with this turn

/** How often a thread looks for news before it sleeps: a step of a large search takes less time than waking up. */
const looks = 20_000;

/** Milliseconds of sleep after which a thread asks whether the work was stopped: the one that it waits for may have died. */
const patience = 100;

/**
 * The leader's way to do a step on all threads of a crew: it hands out blocks, works along, and waits until all are done.
 * Which thread does a block changes nothing in the result. `each` throws where the work was stopped while it waited; `end` lets
 * the followers go.
 */
export function lead(space: KmeansSpace): { each: EachBlock; end: () => void } {
  const { control, blocks, shape } = space;
  const followers = shape.threads - 1;
  const start = () => {
    Atomics.add(control, turn, 1);
    Atomics.notify(control, turn);
  };
  return {
    each(step) {
      Atomics.store(control, what, step);
      Atomics.store(control, next, 0);
      Atomics.store(control, resting, 0);
      start();
      work(space, 0);
      for (let look = 0; ; look++) {
        const done = Atomics.load(control, resting);
        if (done === followers) break;
        if (look < looks) continue;
        Atomics.wait(control, resting, done, patience);
        if (isStopped(space)) throw new Error("stopped");
      }
    },
    end() {
      Atomics.store(control, next, blocks);
      Atomics.store(control, what, -1);
      start();
    },
  };
}

/** Whether those who watch told the work to stop, as they do when one of its threads has died. */
export function isStopped({ signals }: KmeansSpace): boolean {
  return Atomics.load(signals, 0) === 1;
}

/** What every other thread of the crew does until the leader lets it go or the work is stopped. */
export function follow(space: KmeansSpace, thread: number): void {
  const { control } = space;
  for (let seen = 0; ; ) {
    for (let look = 0; Atomics.load(control, turn) === seen; look++) {
      if (look < looks) continue;
      Atomics.wait(control, turn, seen, patience);
      if (isStopped(space)) return;
    }
    seen = Atomics.load(control, turn);
    if (Atomics.load(control, what) < 0) return;
    work(space, thread);
    Atomics.add(control, resting, 1);
    Atomics.notify(control, resting);
  }
}

function work(space: KmeansSpace, thread: number): void {
  const { control, blocks } = space;
  const step = Atomics.load(control, what);
  for (;;) {
    const block = Atomics.add(control, next, 1);
    if (block >= blocks) return;
    space.block(step, block, thread);
  }
}
