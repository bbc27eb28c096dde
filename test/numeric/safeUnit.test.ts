import assert from "node:assert/strict";
import { test } from "node:test";
import { safeUnit } from "../../src/numeric/safeUnit.js";

test("usual numbers are their own unit; very large and very small ones have a power of two", () => {
  for (const values of [[], [0, 0], [1e9, -3], [1e-80]]) assert.equal(safeUnit([Float64Array.from(values)]), 1);
  for (const value of [1e300, -1.7e308, Number.MAX_VALUE, 1e-300, 5e-324]) {
    const unit = safeUnit([Float64Array.of(0), Float64Array.of(value)]);
    assert.ok(Number.isInteger(Math.log2(unit)));
    const scaled = Math.abs(value / unit);
    assert.ok(scaled < 2 && (scaled >= 1 || value === 5e-324), `${value}: ${scaled}`);
    assert.equal((value / unit) * unit, value); // no digit lost
  }
});
