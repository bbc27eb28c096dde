import assert from "node:assert/strict";
import { test } from "node:test";
import { correlations } from "../../src/numeric/correlations.js";

const absent = Number.NaN;

test("each pair over the rows that have both, by hand", () => {
  const { matrix, fewest } = correlations([
    Float64Array.of(1, 2, 3, absent, 5),
    Float64Array.of(2, 4, 6, 1, absent),
    Float64Array.of(3, 1, 2, 0, 4),
  ]);
  assert.equal(fewest, 3);
  assert.ok(Math.abs(matrix[1]! - 1) < 1e-15);
  // 2, 4, 6, 1 and 3, 1, 2, 0 less their means 3.25 and 1.5 have the products -1.875, -.375, 1.375, 3.375 and the squares 14.75 and 5.
  assert.ok(Math.abs(matrix[5]! - 2.5 / Math.sqrt(14.75 * 5)) < 1e-15);
});

test("a column that does not vary over the rows of a pair has no correlation there, whatever rounding leaves", () => {
  const other = Float64Array.of(absent, 0.3, 0.7, 0.2, 0.9, 0.4, 0.8, 0.1, 0.6, 0.5);
  for (let step = 1; step < 400; step++) {
    const constant = new Float64Array(10).fill(step * 0.0173);
    constant[0] = 7;
    assert.ok(Number.isNaN(correlations([constant, other]).matrix[1]!), `${step}`);
  }
});
