// A thread of the pool: it does the tasks that it is sent, one after the other.
import { parentPort } from "node:worker_threads";
import { runTask, type Task } from "./tasks.js";

parentPort!.on("message", ({ id, task }: { id: number; task: Task }) => {
  try {
    parentPort!.postMessage({ id, result: runTask(task) });
  } catch (error) {
    parentPort!.postMessage({ id, error });
  }
});
