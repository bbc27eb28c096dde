import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fTail } from "../../src/numeric/fTail.js";
import { fUpperQuantile } from "../../src/numeric/fUpperQuantile.js";

const near = (found: number, wanted: number, within: number) =>
  assert.ok(Math.abs(found - wanted) <= within * Math.abs(wanted), `expected ${wanted}, got ${found}`);

test("the tail of F is that of scipy 1.17.1 (stats.f.sf), also far out and with a million degrees of freedom", () => {
  for (const [f, df1, df2, p] of [
    [0.3, 1, 10, 0.5958952407991058],
    [4.1, 2, 17.4, 0.03476087995286128],
    [1.01, 100000, 1000000, 0.016769291307162076],
    [250, 3, 2000, 9.297395681258945e-138],
    [1000, 5, 400, 1.6418622518438346e-223],
    [2.5, 0.5, 3, 0.18333808173990068],
    [1.2, 40, 160000, 0.18029949531444028],
    [0.9, 2799, 11196, 0.99975117490007],
    [9, 1, 1, 0.20483276469913345],
  ] as const)
    near(fTail(f, df1, df2), p, 5e-12);
});

test("the quantiles of F are those of scipy 1.17.1 (stats.f.isf)", () => {
  for (const [p, df1, df2, f] of [
    [0.025, 2799, 11196, 1.0597818953238143],
    [0.975, 2799, 11196, 0.942606052073466],
    [0.05, 3, 20, 3.098391212140781],
    [0.9, 1, 4.5, 0.01766508726616417],
    [0.005, 9, 36, 3.2964504014463865],
    [0.995, 9, 36, 0.18004404027018442],
  ] as const)
    near(fUpperQuantile(p, df1, df2), f, 1e-13);
});

test("by hand: with 2 degrees of freedom above, the tail is (1 + 2 f / df2)^(-df2 / 2)", () => {
  for (const [f, df2] of [
    [0, 3],
    [1, 4],
    [7.5, 11],
    [400, 90],
  ] as const)
    near(fTail(f, 2, df2), (1 + (2 * f) / df2) ** (-df2 / 2), 1e-12);
  assert.equal(fTail(Number.POSITIVE_INFINITY, 2, 3), 0);
});

test("the reciprocal of F is F with its degrees of freedom turned, and the quantile undoes the tail", () => {
  const df = fc.double({ min: 0.5, max: 5000, noNaN: true });
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 50, noNaN: true }), df, df, (f, df1, df2) => {
      assert.ok(Math.abs(fTail(f, df1, df2) + fTail(1 / f, df2, df1) - 1) < 1e-10);
      const p = fTail(f, df1, df2);
      if (p > 1e-12 && p < 1 - 1e-6) near(fTail(fUpperQuantile(p, df1, df2), df1, df2), p, 1e-8);
    }),
    { seed: 1, numRuns: 60 },
  );
});

test("a probability that is none is an error", () => {
  assert.throws(() => fUpperQuantile(0, 1, 2), RangeError);
  assert.throws(() => fTail(1, 0, 2), RangeError);
});
