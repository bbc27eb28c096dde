import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { adjustedRand } from "../../../src/segment/evaluate/adjustedRand.js";
import { agreement } from "../../../src/segment/evaluate/agreement.js";

test("the published figures: .5714 and -.5 (scikit-learn's documentation)", () => {
  assert.equal(adjustedRand(Int32Array.of(0, 0, 1, 2), Int32Array.of(0, 0, 1, 1), 3).toFixed(4), "0.5714");
  assert.equal(adjustedRand(Int32Array.of(0, 0, 1, 1), Int32Array.of(0, 1, 0, 1), 2), -0.5);
});

test("is what agreement says, noise included", () => {
  const label = fc.integer({ min: -1, max: 3 });
  fc.assert(
    fc.property(fc.array(fc.tuple(label, label), { minLength: 1, maxLength: 40 }), (rows) => {
      const [a, b] = [0, 1].map((side) => Int32Array.from(rows, (row) => row[side]!)) as [Int32Array, Int32Array];
      assert.ok(Math.abs(adjustedRand(a, b, 4) - agreement(a, b).adjustedRand) < 1e-12);
    }),
  );
});
