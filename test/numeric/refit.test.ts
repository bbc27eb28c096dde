import assert from "node:assert/strict";
import { test } from "node:test";
import { hasWasm } from "../../src/numeric/kernels.js";
import { runOnThread } from "../../src/numeric/pool.js";
import { type Refit, type RefitTask, refit } from "../../src/numeric/refit.js";
import { random } from "../../src/random.js";

/** 60 rows in three groups, drawn so often as `times` says. */
function task(seed: number, k: number, wasm = hasWasm()): RefitTask {
  const draw = random(seed);
  const rows = Float64Array.from({ length: 120 }, (_, at) => ((at >> 1) % 3) * 8 + draw.normal());
  const times = Int32Array.from({ length: 60 }, () => draw.integer(3));
  const stop = new Int32Array(new SharedArrayBuffer(4));
  return { task: "refit", rows, width: 2, times, k, restarts: 3, seed, wasm, stop };
}

function toEnd(steps: Generator<number, Refit>): Refit {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

test("by hand: a row drawn twice weighs twice, and rows that were not drawn get a label too", () => {
  const rows = Float64Array.of(0, 3, 20, 1, 22);
  const times = Int32Array.of(2, 1, 1, 0, 0);
  const found = toEnd(refit({ ...task(1, 2), rows, times, width: 1 }));
  assert.equal(found.inertia, 1 + 1 + 4); // the center of 0, 0 and 3 is 1
  assert.deepEqual([...found.labels], [0, 0, 1, 0, 1]);
});

test("finds the groups, the same on a thread as here, with and without WebAssembly", async () => {
  const here = toEnd(refit(task(3, 3)));
  for (let row = 0; row < 60; row++) assert.equal(here.labels[row], here.labels[row % 3]);
  assert.deepEqual(toEnd(refit(task(3, 3, false))), here);
  if (hasWasm()) assert.deepEqual(await runOnThread(0, task(3, 3)), here);
});

test("what an earlier fit, larger or paused, left in memory changes nothing", () => {
  const alone = [4, 5, 6].map((seed) => toEnd(refit(task(seed, seed - 2))));
  toEnd(refit(task(9, 8)));
  const paused = refit(task(4, 2));
  paused.next();
  assert.deepEqual(toEnd(refit(task(5, 3))), alone[1]);
  assert.deepEqual(toEnd(paused), alone[0]);
  assert.deepEqual(toEnd(refit(task(6, 4))), alone[2]);
});

test("ends early where it is told to stop", () => {
  const told = task(1, 3);
  Atomics.store(told.stop, 0, 1);
  assert.throws(() => toEnd(refit(told)), /stopped/);
});
