import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { portableExp } from "../../src/numeric/portableExp.js";
import { unitsApart } from "./unitsApart.js";

test("known values of e, its powers and roots", () => {
  for (const [x, wanted] of [
    [0, 1],
    [1, Math.E],
    [-1, 0.36787944117144233],
    [0.5, 1.6487212707001282],
    [2, 7.38905609893065],
    [10, 22026.465794806718],
    [-10, 0.000045399929762484854],
    [100, 2.6881171418161356e43],
  ] as const)
    assert.ok(unitsApart(portableExp(x), wanted) <= 1, `e^${x} is ${portableExp(x)}`);
});

test("ends: infinite, zero, the smallest doubles, no number", () => {
  assert.deepEqual(
    [709.79, Number.POSITIVE_INFINITY, -745.14, Number.NEGATIVE_INFINITY, Number.NaN, -0, 5e-324].map(portableExp),
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0, 0, Number.NaN, 1, 1],
  );
  assert.equal(portableExp(-745.13), 5e-324);
  assert.ok(portableExp(709.782712893384) > 1.79769e308, "the largest");
});

test("within one unit in the last place of Math.exp, which each engine rounds its way", () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.double({ min: -745, max: 709, noNaN: true }), fc.double({ min: -2, max: 2, noNaN: true })),
      (x) => {
        const off = unitsApart(portableExp(x), Math.exp(x));
        assert.ok(off <= 1, `${off} units at ${x}`);
      },
    ),
    { numRuns: 3000 },
  );
});
