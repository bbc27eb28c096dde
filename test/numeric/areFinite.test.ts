import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { areFinite } from "../../src/numeric/areFinite.js";

test("says what Number.isFinite says of every value, wherever the odd one stands (property)", () => {
  fc.assert(
    fc.property(fc.float64Array({ maxLength: 40 }), (values) => {
      assert.equal(areFinite(values), values.every(Number.isFinite));
    }),
  );
  for (const odd of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
    for (let place = 0; place < 9; place++) {
      const values = new Float64Array(9).fill(1e308);
      assert.ok(areFinite(values));
      values[place] = odd;
      assert.ok(!areFinite(values), `${odd} at ${place}`);
    }
});
