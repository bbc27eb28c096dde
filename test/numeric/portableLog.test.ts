import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { portableLog } from "../../src/numeric/portableLog.js";
import { unitsApart } from "./unitsApart.js";

test("known values", () => {
  for (const [x, wanted] of [
    [1, 0],
    [2, Math.LN2],
    [3, 1.0986122886681098],
    [10, Math.LN10],
    [0.1, -Math.LN10],
    [1e300, 690.7755278982137],
    [5e-324, -744.4400719213812],
  ] as const)
    assert.ok(unitsApart(portableLog(x), wanted) <= 1, `log ${x} is ${portableLog(x)}`);
});

test("ends: zero, below, infinite, no number", () => {
  const { POSITIVE_INFINITY: most, NEGATIVE_INFINITY: least, NaN: none } = Number;
  assert.deepEqual([0, -0, -1, most, least, none].map(portableLog), [least, least, none, most, none, none]);
});

test("within one unit in the last place of Math.log, which each engine rounds its way", () => {
  const values = fc.oneof(
    fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
    fc.double({ min: 0, max: 3, noNaN: true }),
    fc.double({ min: 0.9, max: 1.1, noNaN: true }),
  );
  fc.assert(
    fc.property(values, (x) => {
      const off = unitsApart(portableLog(x), Math.log(x));
      assert.ok(off <= 1, `${off} units at ${x}`);
    }),
    { numRuns: 3000 },
  );
});
