import { setImmediate } from "node:timers/promises";

/** Tells a computation to stop; an `AbortSignal` is one. (Spelled out, since notebooks know no DOM types.) */
export interface Interrupt {
  readonly aborted: boolean;
  readonly reason?: unknown;
}

/** What every fit that takes time accepts. */
export interface Paced {
  /** Called about every 50 ms and once at the end, with what is being done in words; `progress(title)` makes one. */
  onProgress?: (done: number, total?: number, note?: string) => void;
  /** Stops the work: the promise is rejected with the signal's reason. */
  signal?: Interrupt;
}

/** Lets a loop give way to the event loop about every 50 ms, so that progress shows and interrupts arrive. */
export interface Pace {
  /** Whether it is time to `rest`. The clock decides only when the loop pauses, never what it computes. */
  due(): boolean;
  /** Whether the work was told to stop. */
  told(): boolean;
  /** Reports, pauses, and throws where the work was told to stop. */
  rest(done: number, note: string): Promise<void>;
  /** Reports the end. */
  finish(note: string): void;
}

let interrupts = 0;
const keeping = new Set<Promise<unknown>>();

/**
 * Stops everything that runs at this moment at its next rest; what starts later is not touched. A notebook's interrupt does this. True where some of it ends early with a result
 * (`keepsResult`), so that whoever waits for it should go on waiting.
 */
export function stopRunning(): boolean {
  interrupts++;
  return keeping.size > 0;
}

/** Marks work that does not fail where it is stopped but ends early with what it has. */
export async function keepsResult<T>(work: Promise<T>): Promise<T> {
  keeping.add(work);
  try {
    return await work;
  } finally {
    keeping.delete(work);
  }
}

/** A pace for `total` steps. Throws at once where the signal is already aborted. */
export function pace(total: number, { onProgress, signal }: Paced): Pace {
  const begun = interrupts;
  const stopIfTold = () => {
    if (signal?.aborted) throw signal.reason ?? new Error("expected to finish, got an abort signal");
    if (interrupts !== begun) throw new Error("expected to finish, got an interrupt");
  };
  stopIfTold();
  let last = performance.now();
  return {
    told: () => signal?.aborted === true || interrupts !== begun,
    due: () => performance.now() - last >= 50,
    async rest(done, note) {
      onProgress?.(done, total, note);
      await setImmediate();
      stopIfTold();
      last = performance.now();
    },
    finish: (note) => onProgress?.(total, total, note),
  };
}
