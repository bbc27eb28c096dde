import assert from "node:assert/strict";
import { test } from "node:test";
import { blockNeighbors } from "../../../src/numeric/network/blockNeighbors.js";
import { random } from "../../../src/random.js";

const none = async () => undefined;

/** Rows on a line at 0, 1, 2 and so on, twice as far apart each time. */
const line = Float32Array.from({ length: 6 }, (_, i) => 2 ** i);

test("few rows: the nearest of all, by hand", async () => {
  const { count, rows } = await blockNeighbors(line, 1, { most: 2, seed: 1 }, none);
  assert.equal(count, 2);
  assert.deepEqual([...rows], [1, 2, 0, 2, 1, 0, 2, 1, 3, 2, 4, 3]);
});

test("no more neighbors than there are other rows", async () => {
  assert.equal((await blockNeighbors(line, 1, { most: 10, seed: 1 }, none)).count, 5);
  assert.deepEqual(await blockNeighbors(Float32Array.of(3), 1, { most: 10, seed: 1 }, none), {
    count: 0,
    rows: new Int32Array(0),
  });
});

test("many rows: neighbors are near, never the row itself, and the same for any number of threads", async () => {
  const draw = random(3);
  // Two clouds far apart, in turn.
  const values = Float32Array.from({ length: 2 * 6000 }, (_, at) => draw.normal() + 100 * (Math.floor(at / 2) % 2));
  const one = await blockNeighbors(values, 2, { most: 5, seed: 9, threads: 1 }, none);
  const two = await blockNeighbors(values, 2, { most: 5, seed: 9, threads: 2 }, none);
  assert.deepEqual(two, one);
  one.rows.forEach((other, at) => {
    const row = Math.floor(at / 5);
    assert.ok(other !== row && (other - row) % 2 === 0, `row ${row} has the neighbor ${other}`);
  });
});

test("an error between blocks ends the search", async () => {
  const stop = async () => {
    throw new Error("enough");
  };
  await assert.rejects(blockNeighbors(new Float32Array(12_000), 2, { most: 3, seed: 1, threads: 1 }, stop), /enough/);
});
