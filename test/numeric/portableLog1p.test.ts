import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { portableLog1p } from "../../src/numeric/portableLog1p.js";
import { unitsApart } from "./unitsApart.js";

test("known values, also where x is small", () => {
  for (const [x, wanted] of [
    [1, Math.LN2],
    [2, 1.0986122886681098],
    [9, Math.LN10],
    [-0.9, -Math.LN10],
    [1e300, 690.7755278982137],
    [1e-10, 9.9999999995e-11], // x - x^2 / 2
    [1e-20, 1e-20],
  ] as const)
    assert.ok(unitsApart(portableLog1p(x), wanted) <= 2, `log1p ${x} is ${portableLog1p(x)}`);
});

test("ends: -1, below, infinite, no number, -0", () => {
  const { POSITIVE_INFINITY: most, NEGATIVE_INFINITY: least, NaN: none } = Number;
  assert.deepEqual([-1, -1.5, most, least, none, -0].map(portableLog1p), [least, none, most, none, none, -0]);
});

test("within one unit in the last place of Math.log1p, which each engine rounds its way", () => {
  const values = fc.oneof(
    fc.double({ min: -1, noNaN: true, noDefaultInfinity: true }),
    fc.double({ min: -1, max: 2, noNaN: true }),
    fc.double({ min: -1e-6, max: 1e-6, noNaN: true }),
  );
  fc.assert(
    fc.property(values, (x) => {
      const off = unitsApart(portableLog1p(x), Math.log1p(x));
      assert.ok(off <= 1, `${off} units at ${x}`);
    }),
    { numRuns: 3000 },
  );
});
