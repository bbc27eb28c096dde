import assert from "node:assert/strict";
import { test } from "node:test";
import { pickRows } from "../../../src/numeric/network/pickRows.js";

test("copies rows in the order of the index, some of them twice", () => {
  const values = Float32Array.of(1, 2, 3, 4, 5, 6);
  assert.deepEqual([...pickRows(values, 2, Int32Array.of(2, 0, 2))], [5, 6, 1, 2, 5, 6]);
  assert.deepEqual([...pickRows(values, 2, new Int32Array(0))], []);
  pickRows(values, 2, Int32Array.of(0))[0] = 9;
  assert.equal(values[0], 1);
});
