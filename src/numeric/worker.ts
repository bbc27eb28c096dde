// A thread of the pool: it does the tasks that it is sent, one after the other.
import { parentPort } from "node:worker_threads";
import { runTask, type Task } from "./tasks.js";

let before: Promise<void> = Promise.resolve();

parentPort!.on("message", ({ id, task }: { id: number; task: Task }) => {
  before = before.then(async () => {
    try {
      parentPort!.postMessage({ id, result: await runTask(task) });
    } catch (error) {
      parentPort!.postMessage({ id, error });
    }
  });
});
