import assert from "node:assert/strict";
import { test } from "node:test";
import { distinctRows } from "../../src/numeric/distinctRows.js";

test("counts different rows up to what is asked", () => {
  const flat = Float64Array.of(1, 2, 1, 2, 2, 1, 0, -0, -0, 0);
  assert.equal(distinctRows(flat, 2, 10), 3);
  assert.equal(distinctRows(flat, 2, 2), 2);
  assert.equal(distinctRows(new Float64Array(0), 2, 2), 0);
});
