import assert from "node:assert/strict";
import { test } from "node:test";
import { bestOf } from "../../src/numeric/bestOf.js";
import { mixtureFamily } from "../../src/numeric/mixtureFamily.js";
import { type MixturePlan, mixtureSearch } from "../../src/numeric/mixtureSearch.js";
import { areStarted } from "../../src/numeric/pool.js";
import { random } from "../../src/random.js";

const rows = 9000;
const columns = Array.from({ length: 4 }, (_, j) => {
  const draw = random(j);
  return Float64Array.from({ length: rows }, (_, i) => draw.normal() + (i % 2) * 5);
});
const plan: MixturePlan = {
  k: 2,
  family: mixtureFamily("full")!,
  starts: 40,
  enough: 1000,
  passes: { most: Number.POSITIVE_INFINITY, least: 1 },
  seed: 3,
  maxIterations: 4,
  tolerance: 0,
  floor: 1e-6,
};

test("the same bits on one thread, with the rows shared by three threads, and with eight starts side by side", async () => {
  const find = (threads: number) => mixtureSearch(columns, rows, { ...plan, threads }, async () => undefined);
  const before = areStarted(); // by another test of this process
  const alone = await find(1);
  assert.equal(areStarted(), before);
  assert.deepEqual(await find(3), alone);
  assert.ok(areStarted());
  assert.deepEqual(await find(8), alone);
  // Where few starts are enough, those that other threads began beyond them count no more.
  const few = { ...plan, enough: 3, maxIterations: 30, tolerance: 1e-7 };
  const first = await mixtureSearch(columns, rows, { ...few, threads: 1 }, async () => undefined);
  assert.equal(first.climbs.length, 3);
  assert.deepEqual(await mixtureSearch(columns, rows, { ...few, threads: 8 }, async () => undefined), first);
});

test("no further start is made once they have taken as many passes as they may, whatever the threads", async () => {
  const long = { ...plan, maxIterations: 2, passes: { most: 5, least: 2 } }; // 2 passes each
  for (const threads of [1, 3, 8]) {
    const found = await mixtureSearch(columns, rows, { ...long, threads }, async () => undefined);
    assert.deepEqual(
      found.climbs.map(({ iterations }) => iterations),
      [2, 2, 2],
    );
    const few = { ...long, passes: { most: 1, least: 4 }, threads };
    assert.equal((await mixtureSearch(columns, rows, few, async () => undefined)).climbs.length, 4);
  }
});

test("what between throws ends the search, on one thread and on many, and the next search is none the worse", async () => {
  for (const threads of [1, 3, 8]) {
    let calls = 0;
    const stop = async () => {
      if (++calls > 5) throw new Error("stop here");
    };
    await assert.rejects(mixtureSearch(columns, rows, { ...plan, threads }, stop), /stop here/);
  }
  const found = await mixtureSearch(columns, rows, { ...plan, starts: 1, threads: 3 }, async () => undefined);
  assert.equal(found.climbs.length, 1);
});

test("a start in which a component collapsed is the best only where all did", () => {
  const [sound, better, collapsed] = [
    { logLikelihood: 1, collapsed: false },
    { logLikelihood: 2, collapsed: false },
    { logLikelihood: 99, collapsed: true },
  ];
  assert.equal(bestOf([collapsed!, sound!, better!]), better);
  assert.equal(bestOf([collapsed!]), collapsed);
});
