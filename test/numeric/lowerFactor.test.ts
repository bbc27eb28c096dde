import assert from "node:assert/strict";
import { test } from "node:test";
import { lowerFactor, solveFactored } from "../../src/numeric/lowerFactor.js";

test("computed by hand: 4 2 | 2 10 is the square of 2 0 | 1 3", () => {
  assert.deepEqual([...lowerFactor(Float64Array.of(4, 2, 2, 10), 2)!], [2, 0, 1, 3]);
});

test("by hand: 4 2 | 2 10 times 1, 2 is 8, 22", () => {
  assert.deepEqual([...solveFactored(Float64Array.of(2, 0, 1, 3), 2, Float64Array.of(8, 22))], [1, 2]);
});

test("what is not positive definite has none", () => {
  assert.equal(lowerFactor(Float64Array.of(1, 2, 2, 1), 2), undefined);
  assert.equal(lowerFactor(Float64Array.of(0), 1), undefined);
  assert.equal(lowerFactor(Float64Array.of(Number.NaN), 1), undefined);
});
