import assert from "node:assert/strict";
import { test } from "node:test";
import type { KmeansSpace } from "../../src/numeric/kmeansSpace.js";
import { leaveOut } from "../../src/numeric/leaveOut.js";

function after(labels: number[], nearest: number[], k: number, count: number): number[] {
  const space = { labels: Int16Array.from(labels), nearest: Float64Array.from(nearest), shape: { k } };
  leaveOut(space as unknown as KmeansSpace, count);
  return [...space.labels];
}

test("leaves out the farthest rows, of equally far ones the last", () => {
  assert.deepEqual(after([0, 1, 0, 1, 0], [3, 1, 9, 2, 4], 2, 2), [0, 1, -1, 1, -1]);
  assert.deepEqual(after([0, 0, 0, 0], [5, 5, 1, 5], 1, 2), [0, -1, 0, -1]);
  assert.deepEqual(after([0, 0, 0], [Number.POSITIVE_INFINITY, 1, 2], 1, 1), [-1, 0, 0]);
});

test("of equally far rows, a segment that would have none keeps one", () => {
  assert.deepEqual(after([0, 0, 0, 1], [0, 0, 0, 0], 2, 1), [0, 0, -1, 1]);
  assert.deepEqual(after([0, 0, 0, 1], [0, 0, 0, 4], 2, 1), [0, 0, 0, -1], "not where it is farther");
});
