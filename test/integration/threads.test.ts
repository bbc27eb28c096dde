import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { before, test } from "node:test";
import type { Worker } from "node:worker_threads";
import { matrixOf } from "../../src/matrix.js";
import { random } from "../../src/random.js";
import { kmeans } from "../../src/segment/kmeans.js";
import { ensureBuilt } from "../built.js";

before(ensureBuilt);

/** The threads of this process, those that live longest first. */
const living = new Set<Worker>();
process.on("worker", (worker) => {
  living.add(worker);
  worker.on("exit", () => living.delete(worker));
});

/** Runs a script on the built package; how it ended, what it printed, and the time from its last line to its end. */
function script(text: string): Promise<{ code: number | null; signal: string | null; printed: string; lag: number }> {
  const child = spawn(process.execPath, ["--input-type=module", "-e", text], { stdio: ["ignore", "pipe", "inherit"] });
  const patience = setTimeout(() => child.kill("SIGKILL"), 60_000);
  let printed = "";
  let last = performance.now();
  child.stdout.on("data", (chunk: Buffer) => {
    printed += chunk.toString();
    last = performance.now();
  });
  return new Promise((resolve) => {
    child.on("close", (code, signal) => {
      clearTimeout(patience);
      resolve({ code, signal, printed, lag: performance.now() - last });
    });
  });
}

const data = `import { kmeans, matrixOf, random } from ${JSON.stringify(new URL("../../dist/index.js", import.meta.url).href)};
const draw = random(1);
const noise = () => Float64Array.from({ length: 200_000 }, draw.normal);
const source = matrixOf({ x: noise(), y: noise(), z: noise() });`;

test("a script that used the threads ends by itself at once", async () => {
  for (const restarts of [1, 12]) {
    const { code, printed, lag } = await script(
      `${data} console.log((await kmeans(source, { k: 6, restarts: ${restarts}, tolerance: 0.01, threads: 2 })).sizes.length);`,
    );
    assert.deepEqual([code, printed], [0, "6\n"]);
    assert.ok(lag < 2000, `ended ${lag} ms later`);
  }
});

test("a script waits for a search that nothing else keeps it for, and process.exit ends one that runs", async () => {
  const waited = await script(
    `${data} kmeans(source, { k: 6, restarts: 3, tolerance: 0.01 }).then(({ k }) => console.log(k));`,
  );
  assert.deepEqual([waited.code, waited.printed], [0, "6\n"]);
  const left = await script(
    `${data} kmeans(source, { k: 20, restarts: 1000 }); setTimeout(() => (console.log("left"), process.exit(3)), 500);`,
  );
  assert.deepEqual([left.code, left.printed], [3, "left\n"]);
  assert.ok(left.lag < 2000, `ended ${left.lag} ms later`);
});

test("an aborted search leaves the threads free for the next one, also beside one that goes on", async () => {
  const draw = random(3);
  const column = () => Array.from({ length: 60_000 }, draw.normal);
  const source = matrixOf({ x: column(), y: column(), z: column() });
  const wanted = await kmeans(source, { k: 5, restarts: 6, tolerance: 0.01, threads: 1 });
  for (const restarts of [3, 5000]) {
    const stop = new AbortController();
    const onProgress = () => stop.abort(new Error("enough"));
    const aborted = kmeans(source, { k: 60, restarts, threads: 2, signal: stop.signal, onProgress });
    const beside = kmeans(source, { k: 5, restarts: 6, tolerance: 0.01, threads: 2 });
    await assert.rejects(aborted, /enough/);
    assert.deepEqual(await beside, wanted);
    assert.deepEqual(await kmeans(source, { k: 5, restarts: 6, tolerance: 0.01, threads: 2 }), wanted);
  }
});

test("where a thread dies, in a crew or beside others, the search says so, and the next one works", {
  timeout: 60_000,
}, async () => {
  const draw = random(4);
  const column = () => Float64Array.from({ length: 60_000 }, draw.normal);
  const source = matrixOf({ x: column(), y: column(), z: column() });
  const small = { k: 5, restarts: 3, tolerance: 0.01 };
  const wanted = await kmeans(source, { ...small, threads: 1 });
  for (const restarts of [1, 3, 5000]) {
    const dead = new Set<string>();
    for (let time = 0; time < 2; time++) {
      let begun = () => {};
      const beginning = new Promise<void>((resolve) => {
        begun = resolve;
      });
      const search = kmeans(source, { k: 60, restarts, threads: 2, onProgress: begun });
      const told = assert.rejects(search, ({ message }: Error) => {
        const [, thread] =
          /^expected thread (\d) to do its work, got its end \(exit code \d\); run it again/.exec(message) ?? [];
        assert.ok(thread, message);
        dead.add(thread);
        return true;
      });
      await beginning;
      const [oldest] = living;
      await oldest!.terminate();
      await told;
      assert.deepEqual(await kmeans(source, { ...small, threads: 2 }), wanted);
    }
    assert.deepEqual([...dead].sort(), ["1", "2"], "each of the two once");
  }
});

test("several starts whose rows are shared among threads end, one after the other", async () => {
  const { code, printed } = await script(
    `${data} for (let seed = 0; seed < 10; seed++) await kmeans(source, { k: 20, restarts: 3, threads: 2, maxIterations: 3, seed });
console.log("done");`,
  );
  assert.deepEqual([code, printed], [0, "done\n"]);
});
