import assert from "node:assert/strict";
import { test } from "node:test";
import { chiSquaredTail } from "../../src/numeric/chiSquaredTail.js";
import { upperGamma } from "../../src/numeric/upperGamma.js";

const near = (found: number, wanted: number, within: number) =>
  assert.ok(Math.abs(found - wanted) <= within * Math.abs(wanted), `expected ${wanted}, got ${found}`);

test("the tail of chi-squared is that of scipy 1.17.1 (stats.chi2.sf), also far out and with a million degrees of freedom", () => {
  for (const [x, df, p] of [
    [0.5, 1, 0.47950012218695337],
    [3.84, 1, 0.05004352124870519],
    [40, 3, 1.065509033425585e-8],
    [900, 5, 2.6614147330185637e-192],
    [25, 300, 1],
    [310, 300, 0.33325434885913624],
    [1000000, 999000, 0.2395669432290863],
    [12.3, 0.5, 0.00013602841534231692],
    [1e-8, 2, 0.999999995],
  ] as const)
    near(chiSquaredTail(x, df), p, 3e-14);
});

test("by hand: with 2 degrees of freedom the tail is e^(-x / 2), with 4 it is (1 + x / 2) e^(-x / 2)", () => {
  for (const x of [0, 0.1, 1, 3, 10, 200]) {
    near(chiSquaredTail(x, 2), Math.exp(-x / 2), 1e-13);
    near(chiSquaredTail(x, 4), (1 + x / 2) * Math.exp(-x / 2), 1e-13);
  }
  assert.equal(chiSquaredTail(-1, 3), 1);
  assert.equal(chiSquaredTail(Number.POSITIVE_INFINITY, 3), 0);
});

test("the recurrence of the gamma function holds: Q(a + 1, x) is Q(a, x) and x^a e^-x / Gamma(a + 1)", () => {
  for (const [a, x] of [
    [0.5, 0.7],
    [3, 9],
    [20, 15],
  ] as const) {
    let product = 1;
    for (let i = 1; i <= Math.floor(a); i++) product *= i + (a % 1);
    const gamma = a % 1 === 0 ? product : 0.5 * Math.sqrt(Math.PI);
    near(upperGamma(a + 1, x), upperGamma(a, x) + (x ** a * Math.exp(-x)) / gamma, 1e-12);
  }
});

test("wrong arguments are errors", () => {
  assert.throws(() => upperGamma(0, 1), RangeError);
  assert.throws(() => upperGamma(1, Number.NaN), RangeError);
});
