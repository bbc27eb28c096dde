import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { quantileSorted } from "../../src/numeric/quantileSorted.js";

const fixture = JSON.parse(readFileSync(new URL("../fixtures/percentiles-numpy.json", import.meta.url), "utf8"));

test("matches numpy 2.4.6 percentile to 1e-12", () => {
  const sorted = Float64Array.from(fixture.values).sort();
  (fixture.at as number[]).forEach((at, i) => {
    const expected = fixture.percentiles[i];
    const found = quantileSorted(sorted, at / 100);
    assert.ok(Math.abs(found / expected - 1) <= 1e-12, `${at}: ${found} and ${expected}`);
  });
});

test("by hand: of 1, 2, 4, 8 the quartiles are 1.75, 3 and 5; of none there is none", () => {
  assert.deepEqual(
    [0, 0.25, 0.5, 0.75, 1].map((share) => quantileSorted([1, 2, 4, 8], share)),
    [1, 1.75, 3, 5, 8],
  );
  assert.equal(quantileSorted([7], 0.3), 7);
  assert.equal(quantileSorted([], 0.5), Number.NaN);
});
