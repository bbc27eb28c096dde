import assert from "node:assert/strict";
import { test } from "node:test";
import { rowDistances } from "../../src/numeric/rowDistances.js";

const columns = [Float64Array.of(0, 3, 6, 1), Float64Array.of(0, 4, 8, 1)];
const labels = Int32Array.of(0, 0, 1, -1);
const wait = async () => undefined;

test("sums distances per label, noise left out", async () => {
  const { sums } = await rowDistances(columns, labels, { k: 2, what: "sums" }, wait);
  assert.deepEqual([...sums.subarray(0, 6)], [5, 10, 5, 5, 15, 0]);
  const some = await rowDistances(columns, labels, { k: 2, what: "sums", scored: [2, 0] }, wait);
  assert.deepEqual([...some.sums], [15, 0, 5, 10]);
});

test("finds the nearest of other labels and the farthest of the own, squared", async () => {
  const { near, far } = await rowDistances(columns, labels, { k: 2, what: "extremes", scored: [0, 1, 2] }, wait);
  assert.deepEqual([...near], [100, 25, 25]);
  assert.deepEqual([...far], [25, 25, 0]);
});

test("goes through more rows than a range, and more scored rows than a piece, like a plain loop", async () => {
  const rows = 10_200; // enough for threads, three ranges of 4,096 rows, and pieces of 984 scored ones
  const x = Float64Array.from({ length: rows }, (_, i) => (i * 37) % 1009);
  const groups = Int32Array.from(x, (_, i) => (i % 4) - 1);
  const shares: number[] = [];
  const { sums } = await rowDistances([x], groups, { k: 3, what: "sums", threads: 2 }, async (share) => {
    shares.push(share);
  });
  assert.ok(shares.length > 5);
  assert.deepEqual(
    shares,
    [...shares].sort((a, b) => a - b),
  );
  assert.equal(shares.at(-1), 1);
  for (const row of [0, 983, 984, 4096, 10_199]) {
    const expected = [0, 0, 0];
    groups.forEach((label, i) => {
      if (label >= 0) expected[label] = expected[label]! + Math.abs(x[i]! - x[row]!);
    });
    assert.deepEqual([...sums.subarray(row * 3, row * 3 + 3)], expected);
  }
});

test("ends all threads where the caller ends the work", async () => {
  const x = Float64Array.from({ length: 12_000 }, (_, i) => i);
  let calls = 0;
  const stop = async () => {
    calls++;
    throw new Error("stop");
  };
  await assert.rejects(rowDistances([x], new Int32Array(x.length), { k: 1, what: "sums", threads: 2 }, stop), /stop/);
  assert.ok(calls <= 4); // the pieces that were under way
});
