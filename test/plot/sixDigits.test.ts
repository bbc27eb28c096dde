import assert from "node:assert/strict";
import { test } from "node:test";
import { sixDigits } from "../../src/plot/sixDigits.js";

test("six digits, whatever the size, by hand", () => {
  assert.deepEqual([2 / 3, -1234567.8, 1e-9 / 3, 0].map(sixDigits), [0.666667, -1234570, 3.33333e-10, 0]);
});
