import assert from "node:assert/strict";
import { test } from "node:test";
import { inPieces } from "../../src/numeric/inPieces.js";

for (const threads of [1, 3])
  test(`does each thing once, and what is done only grows, on ${threads} ${threads === 1 ? "thread" : "threads"}`, async () => {
    const times = new Int32Array(50);
    const shares: number[] = [];
    const used = new Set<number>();
    const run = async (lo: number, hi: number, thread: number) => {
      used.add(thread);
      // The first piece ends last.
      for (let turn = 0; turn < (lo === 0 ? 20 : 1); turn++) await Promise.resolve();
      for (let i = lo; i < hi; i++) times[i]!++;
    };
    await inPieces({ count: 50, piece: 7, threads }, run, async (share) => {
      shares.push(share);
    });
    assert.ok(times.every((one) => one === 1));
    assert.equal(used.size, threads);
    assert.equal(shares.at(-1), 1);
    assert.deepEqual(
      shares,
      [...shares].sort((a, b) => a - b),
    );
  });

test("ends with the first error, and no further piece is begun", async () => {
  let begun = 0;
  const run = () => {
    begun++;
    throw new Error("broken");
  };
  await assert.rejects(
    inPieces({ count: 100, piece: 1, threads: 2 }, run, async () => undefined),
    /broken/,
  );
  assert.ok(begun <= 4, `${begun} pieces were begun`);
});
