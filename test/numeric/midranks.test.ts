import assert from "node:assert/strict";
import { test } from "node:test";
import { midranks } from "../../src/numeric/midranks.js";

test("equal values share the mean of their ranks, missing ones have none", () => {
  assert.deepEqual([...midranks(Float64Array.of(5, Number.NaN, 1, 5, 9))], [2.5, Number.NaN, 1, 2.5, 4]);
  assert.deepEqual([...midranks(new Float64Array(0))], []);
});
