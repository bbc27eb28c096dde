import assert from "node:assert/strict";
import { test } from "node:test";
import { distinctRows } from "../../src/numeric/distinctRows.js";

test("counts different rows, no further than asked", () => {
  const columns = [Float64Array.of(1, 1, 0, 1), Float64Array.of(2, 2, 5, 3)];
  assert.equal(distinctRows(columns, 10), 3);
  assert.equal(distinctRows(columns, 2), 2);
  assert.equal(distinctRows([new Float64Array(0)], 2), 0);
  assert.equal(distinctRows([Float64Array.of(0, -0)], 2), 1);
});
