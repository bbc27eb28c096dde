import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { quantileOf, unimodalMargin } from "../../src/numeric/unimodalMargin.js";

test("evenly spaced values have a straight margin", () => {
  const { at, below } = unimodalMargin(Float64Array.from({ length: 11 }, (_, i) => i));
  assert.deepEqual([...at], [0, 10]);
  assert.deepEqual([...below], [0, 1]);
});

test("by hand: the hole between two groups is filled evenly", () => {
  // Steps of 1 / 5 at 0, 1, 2, 8, 9, 10. With the peak at 2 the line from (2, .4) to (10, 1) is the hull: it leaves out 8 and 9,
  // which lie at most .25 below it; with the peak at 8 it is the same from the other side, and any other peak is no better.
  const margin = unimodalMargin(Float64Array.of(10, 0, 9, 1, 8, 2));
  assert.equal(margin.at.length, 3);
  assert.equal(quantileOf(margin, 0), 0);
  assert.equal(quantileOf(margin, 1), 10);
  const slopes = [1, 2].map((i) => (margin.below[i]! - margin.below[i - 1]!) / (margin.at[i]! - margin.at[i - 1]!));
  assert.ok(
    slopes.some((slope) => Math.abs(slope - 0.2) < 1e-12) && slopes.some((slope) => Math.abs(slope - 0.075) < 1e-12),
  );
});

test("rises to one peak and falls from there, from the least value to the largest, whatever the values", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 60 }), (values) => {
      const { at, below } = unimodalMargin(Float64Array.from(values));
      assert.equal(at[0], Math.min(...values));
      assert.equal(at.at(-1), Math.max(...values));
      assert.equal(below[0], 0);
      if (at.length > 1) assert.equal(below.at(-1), 1);
      const slopes = Array.from(
        { length: at.length - 1 },
        (_, i) => (below[i + 1]! - below[i]!) / (at[i + 1]! - at[i]!),
      );
      const peak = slopes.indexOf(Math.max(...slopes));
      slopes.forEach((slope, i) => {
        assert.ok(slope >= 0);
        if (i > 0 && i <= peak) assert.ok(slope >= slopes[i - 1]! - 1e-12);
        if (i > peak && i > 0) assert.ok(slope <= slopes[i - 1]! + 1e-12);
      });
    }),
  );
});
