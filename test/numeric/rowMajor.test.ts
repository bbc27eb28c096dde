import assert from "node:assert/strict";
import { test } from "node:test";
import { rowMajor } from "../../src/numeric/rowMajor.js";

test("puts columns row after row", () => {
  assert.deepEqual([...rowMajor([Float64Array.of(1, 2, 3), Float64Array.of(4, 5, 6)], 3)], [1, 4, 2, 5, 3, 6]);
  assert.equal(rowMajor([], 5).length, 0);
});
