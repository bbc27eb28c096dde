import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { correlations } from "../../src/numeric/correlations.js";
import { rankCorrelations } from "../../src/numeric/rankCorrelations.js";

const from = (values: readonly (number | null)[]) => Float64Array.from(values, (value) => value ?? Number.NaN);

test("matches pandas 3.1.1's corr(method='spearman') with ties and missing values", () => {
  const columns = [
    [5, 3, 4, 5, 3, 4, 5, 1, 0, 1, 1, 5],
    [0.06, null, -0.49, -0.62, 0.49, 0.36, 0.11, null, -0.03, 0.7, -1.34, -0.46],
    [2, 1, 1, 2, 1, 0, 2, 0, 2, 1, 0, 0],
    [11, 6, null, 11, 8, 9, 12, null, 2, null, 3, 11],
    [5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5],
  ].map(from);
  const expected = [
    [1, -0.1510509824098722, 0.25864676326632846, 0.9693581239221102, Number.NaN],
    [-0.1510509824098722, 1, 0.04494665749754947, 0.09759000729485333, Number.NaN],
    [0.25864676326632846, 0.04494665749754947, 1, 0.2627691364061218, Number.NaN],
    [0.9693581239221102, 0.09759000729485333, 0.2627691364061218, 1, Number.NaN],
    [Number.NaN, Number.NaN, Number.NaN, Number.NaN, 1],
  ].flat();
  rankCorrelations(columns).forEach((value, i) => {
    if (Number.isNaN(expected[i])) assert.equal(value, Number.NaN);
    else assert.ok(Math.abs(value - expected[i]!) < 1e-14, `${i}: ${value} and ${expected[i]}`);
  });
});

test("without ties it is 1 - 6 sum d² / (n (n² - 1)); a monotone curve is 1", () => {
  const ranks = rankCorrelations([from([1, 2, 3, 4, 5]), from([2, 1, 4, 3, 5]), from([1, 10, 100, 1e4, 1e9])]);
  assert.ok(Math.abs(ranks[1]! - (1 - (6 * 4) / (5 * 24))) < 1e-15, String(ranks[1]));
  assert.equal(ranks[2], 1);
  assert.equal(rankCorrelations([]).length, 0);
});

test("is Pearson's correlation of the ranks, whatever the order of the rows (property)", () => {
  const cell = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true, noDefaultInfinity: true }));
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 2, maxLength: 30 }), (pairs) => {
      const both = [0, 1].map((j) => Float64Array.from(pairs, (pair) => pair[j]!));
      const rank = (values: Float64Array) =>
        values.map((x) => {
          const below = values.filter((y) => y < x).length;
          return below + (values.filter((y) => y === x).length + 1) / 2;
        });
      const found = rankCorrelations(both)[1]!;
      const expected = correlations(both.map(rank)).matrix[1]!;
      if (Number.isNaN(expected)) assert.equal(found, Number.NaN);
      else assert.ok(Math.abs(found - expected) < 1e-12, `${found} and ${expected}`);
      const turned = rankCorrelations(both.map((values) => values.slice().reverse()))[1]!;
      assert.ok(Object.is(turned, found) || Math.abs(turned - found) < 1e-12, `${turned} and ${found}`);
    }),
  );
});
