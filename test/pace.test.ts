import assert from "node:assert/strict";
import { test } from "node:test";
import { keepsResult, pace, stopRunning } from "../src/pace.js";

test("is due after 50 ms, reports, lets the event loop run, and stops when told", async () => {
  const told: unknown[][] = [];
  const stop = new AbortController();
  const clock = pace(4, { onProgress: (...report) => told.push(report), signal: stop.signal });
  assert.equal(clock.due(), false);
  const until = performance.now() + 55;
  while (performance.now() < until);
  assert.equal(clock.due(), true);
  let ran = false;
  setImmediate(() => {
    ran = true;
  });
  await clock.rest(2, "half way");
  assert.ok(ran);
  assert.equal(clock.due(), false);
  clock.finish("done");
  assert.deepEqual(told, [
    [2, 4, "half way"],
    [4, 4, "done"],
  ]);
  stop.abort(new Error("enough"));
  await assert.rejects(clock.rest(3, "later"), /enough/);
  assert.throws(() => pace(1, { signal: stop.signal }), /enough/);
});

test("an interrupt stops what runs, and not what starts after it", async () => {
  const running = pace(2, {});
  stopRunning();
  await assert.rejects(running.rest(1, "half way"), /expected to finish, got an interrupt/);
  await pace(2, {}).rest(1, "half way");
});

test("an interrupt says whether something ends early with a result, as long as that runs", async () => {
  assert.equal(stopRunning(), false);
  const clock = pace(2, {});
  assert.equal(clock.told(), false);
  let end = (_: string): void => undefined;
  const work = keepsResult(
    new Promise<string>((resolve) => {
      end = resolve;
    }),
  );
  assert.equal(stopRunning(), true);
  assert.equal(clock.told(), true);
  end("what there is");
  assert.equal(await work, "what there is");
  assert.equal(stopRunning(), false);
  await assert.rejects(keepsResult(Promise.reject(new Error("nothing yet"))), /nothing yet/);
  assert.equal(stopRunning(), false);
});
