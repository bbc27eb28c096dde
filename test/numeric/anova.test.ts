import assert from "node:assert/strict";
import { test } from "node:test";
import { anova, sumsOfSquares, welchAnova } from "../../src/numeric/anova.js";

const near = (found: number, wanted: number, within = 1e-12) =>
  assert.ok(Math.abs(found - wanted) <= within * Math.abs(wanted), `expected ${wanted}, got ${found}`);

const groups = [
  Float64Array.of(2.9, 3.0, 2.5, 2.6, 3.2),
  Float64Array.of(3.8, 2.7, 4.0, 2.4),
  Float64Array.of(2.8, 3.4, 3.7, 2.2, 2.0),
];

test("matches scipy 1.17.1 (stats.f_oneway, equal variances or not)", () => {
  const classical = anova(groups)!;
  near(classical.f, 0.56007326007326);
  near(classical.p, 0.5866329910417377);
  const welch = welchAnova(groups)!;
  near(welch.f, 0.39190547838578615);
  near(welch.p, 0.6931854768373511);
});

test("by hand: 1, 3 and 5, 7 have 16 between and 4 within; numbers far from zero lose no digits", () => {
  for (const far of [0, 1e9]) {
    const two = [Float64Array.of(1 + far, 3 + far), Float64Array.of(5 + far, 7 + far)];
    assert.deepEqual(sumsOfSquares(two), { between: 16, within: 4, etaSquared: 0.8 });
    near(anova(two)!.f, 8);
    near(welchAnova(two)!.df2, 2);
  }
});

test("undefined where nothing varies, where a group does not, or where there is one", () => {
  const same = [Float64Array.of(0.1, 0.1), Float64Array.of(0.1, 0.1)];
  assert.deepEqual([anova(same), welchAnova(same)], [undefined, undefined]);
  const half = [Float64Array.of(0.1, 0.1, 0.1), Float64Array.of(1, 2)];
  assert.equal(welchAnova(half), undefined);
  assert.ok(anova(half)!.p > 0);
  assert.equal(welchAnova([Float64Array.of(1), Float64Array.of(1, 2)]), undefined);
  assert.deepEqual([anova([groups[0]!]), welchAnova([groups[0]!])], [undefined, undefined]);
  assert.equal(anova([Float64Array.of(1, 1), Float64Array.of(2, 2)])!.p, 0);
});
