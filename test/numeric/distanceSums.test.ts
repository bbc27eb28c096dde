import assert from "node:assert/strict";
import { test } from "node:test";
import { distanceSums } from "../../src/numeric/distanceSums.js";

test("sums distances per label, noise left out", () => {
  const sums = Float64Array.of(7, 7);
  distanceSums(Float64Array.of(0, 0, 3, 4, 6, 8, 1, 1), 2, Int32Array.of(0, 0, 1, -1), 0, sums);
  assert.deepEqual([...sums], [5, 10]);
});
