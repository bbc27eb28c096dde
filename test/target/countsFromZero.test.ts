import assert from "node:assert/strict";
import { test } from "node:test";
import { countsFromZero } from "../../src/target/countsFromZero.js";

test("money, counts and shares count from zero, scores and scales around 0 do not; a twentieth below 0 is borne", () => {
  for (const values of [[], [0, 0], [0, 1], [3, 4, 5], [-5, 100], [-5, 60, 40]])
    assert.equal(countsFromZero(values), true, String(values));
  for (const values of [
    [-1, 1],
    [-2, -1, 0],
    [-5, 5, 5],
    [-5.01, 100],
  ])
    assert.equal(countsFromZero(values), false, String(values));
});
