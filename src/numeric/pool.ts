import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Done, Task } from "./tasks.js";

/** One thread of the pool. It keeps the process alive only while it works. */
interface Thread {
  readonly worker: Worker;
  readonly waiting: Map<number, { resolve(result: unknown): void; reject(error: unknown): void }>;
}

const threads = new Map<number, Thread>();
let tasks = 0;

/** The threads of this machine that a search uses unless it is told otherwise. */
export function usualThreads(): number {
  return availableParallelism();
}

/** Whether the threads are there already, so that even little work is worth sending. */
export function areStarted(): boolean {
  return threads.size > 0;
}

/**
 * Sends a task to thread number `thread` of the pool, which is started with its first task and ends with the process. Tasks
 * of one thread run one after the other. Where a thread dies, all that it had to do is rejected, and the next task starts another.
 */
export function runOnThread<T extends Task>(thread: number, task: T): Promise<Done<T>> {
  const { worker, waiting } = threads.get(thread) ?? startThread(thread);
  const id = tasks++;
  return new Promise<Done<T>>((resolve, reject) => {
    worker.postMessage({ id, task });
    waiting.set(id, { resolve: resolve as (result: unknown) => void, reject });
    worker.ref();
  });
}

function startThread(place: number): Thread {
  const thread: Thread = { worker: newWorker(), waiting: new Map() };
  const { worker, waiting } = thread;
  worker.on("message", ({ id, result, error }: { id: number; result?: unknown; error?: unknown }) => {
    const caller = waiting.get(id);
    waiting.delete(id);
    if (waiting.size === 0) worker.unref();
    if (error === undefined) caller?.resolve(result);
    else caller?.reject(error);
  });
  const died = (how: string, cause?: unknown) => {
    // An error is followed by an exit, and by then another thread may have this place.
    if (threads.get(place) === thread) threads.delete(place);
    const error = new Error(
      `expected thread ${place + 1} to do its work, got its end (${how}); run it again, with fewer threads or rows where memory is short`,
      { cause },
    );
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  worker.on("error", (error) => died(error instanceof Error ? error.message : String(error), error));
  worker.on("exit", (code) => died(`exit code ${code}`));
  worker.unref();
  threads.set(place, thread);
  return thread;
}

/** The worker beside this file. In the sources (tests) that is TypeScript, which a new thread has to be taught first. */
function newWorker(): Worker {
  // Options of this process, such as --input-type, need not suit a thread.
  if (!import.meta.url.endsWith(".ts")) return new Worker(new URL("./worker.js", import.meta.url), { execArgv: [] });
  const file = JSON.stringify(new URL("./worker.ts", import.meta.url).href);
  return new Worker(`import("tsx/esm/api").then(({ register }) => (register(), import(${file})))`, { eval: true });
}
