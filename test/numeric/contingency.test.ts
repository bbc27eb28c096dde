import assert from "node:assert/strict";
import { test } from "node:test";
import { contingency } from "../../src/numeric/contingency.js";

test("by hand: rows by both labels, noise in the last row and column, all rows or the named ones", () => {
  const [a, b] = [
    [0, 1, 1, -1, 0],
    [2, 0, 0, 1, -1],
  ];
  assert.deepEqual([...contingency(a!, 2, b!, 3)], [0, 0, 1, 1, 2, 0, 0, 0, 0, 1, 0, 0]);
  assert.deepEqual([...contingency(a!, 2, b!, 3, [1, 1, 3])], [0, 0, 0, 0, 2, 0, 0, 0, 0, 1, 0, 0]);
});
