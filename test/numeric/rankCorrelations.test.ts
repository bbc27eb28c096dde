import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { correlations } from "../../src/numeric/correlations.js";
import { rankCorrelations } from "../../src/numeric/rankCorrelations.js";

const fixture = JSON.parse(readFileSync(new URL("../fixtures/correlations-pandas.json", import.meta.url), "utf8"));
const columns = (Object.values(fixture.columns) as (number | null)[][]).map((values) =>
  Float64Array.from(values, (value) => value ?? Number.NaN),
);

const close = (found: ArrayLike<number>, expected: readonly (readonly number[])[], skip?: number) => {
  const { length } = expected;
  expected.flat().forEach((value, at) => {
    if (skip !== undefined && (at % length === skip || Math.floor(at / length) === skip)) return;
    assert.ok(Math.abs(found[at]! - value) <= 1e-12, `${at}: ${found[at]} and ${value}`);
  });
};

test("Spearman's correlations with missing values and ties match pandas 3.1.1 DataFrame.corr to 1e-12", () => {
  close(rankCorrelations(columns), fixture.spearman);
});

test("Pearson's match pandas to 1e-12, and rational arithmetic also where values lie around 1e9, of which pandas loses digits", () => {
  const { matrix } = correlations(columns);
  close(matrix, fixture.pearson, Object.keys(fixture.columns).indexOf("e"));
  close(matrix, fixture.exact);
});

test("by hand: ranks 1, 2.5, 2.5, 4 and 1, 2, 3, 4", () => {
  // Centered ranks -1.5, 0, 0, 1.5 and -1.5, -0.5, 0.5, 1.5: 4.5 / sqrt(4.5 * 5).
  const [, r] = rankCorrelations([Float64Array.of(1, 7, 7, 9), Float64Array.of(0, 1, 5, 50)]);
  assert.ok(Math.abs(r! - Math.sqrt(0.9)) < 1e-15, String(r));
});

test("whatever goes up with itself changes no rank correlation; what does not vary has none", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: -20, max: 20 })), { minLength: 2 }),
      (pairs) => {
        const [x, y] = [0, 1].map((side) => Float64Array.from(pairs, (pair) => pair[side as 0 | 1]));
        const [, plain] = rankCorrelations([x!, y!]);
        const [, bent] = rankCorrelations([x!.map((value) => Math.exp(value / 4)), y!.map((value) => value ** 3)]);
        assert.equal(bent, plain);
        if (new Set(x).size === 1 || new Set(y).size === 1) assert.equal(plain, Number.NaN);
      },
    ),
  );
});
