import assert from "node:assert/strict";
import { test } from "node:test";
import { correlations } from "../../src/numeric/correlations.js";
import { extractFactors } from "../../src/numeric/extractFactors.js";
import { oneFactor } from "../../src/numeric/oneFactor.js";
import { pace } from "../../src/pace.js";
import { random } from "../../src/random.js";

function correlationsOf(loadings: readonly number[]): Float64Array {
  return Float64Array.from(loadings.flatMap((a, i) => loadings.map((b, j) => (i === j ? 1 : a * b))));
}

const near = (found: Float64Array, wanted: readonly number[], within: number) =>
  found.forEach((value, i) => {
    assert.ok(Math.abs(value - wanted[i]!) < within, `loading ${i}: ${value} for ${wanted[i]}`);
  });

test("correlations that one factor explains give its loadings back, negative ones too", () => {
  for (const loadings of [
    [0.9, 0.8, 0.7],
    [0.3, -0.4, 0.5, 0.6, 0.7],
    [0.5, 0.5, 0.5, 0.5, 0.5, -0.1],
  ]) {
    const found = oneFactor(correlationsOf(loadings), loadings.length);
    near(found.loadings, loadings, 1e-9);
    assert.deepEqual([found.converged, found.heywood], [true, false]);
  }
});

test("three columns, by hand: the first loading is the root of r12 r13 / r23", () => {
  const found = oneFactor(Float64Array.of(1, 0.5, 0.4, 0.5, 1, 0.3, 0.4, 0.3, 1), 3);
  near(found.loadings, [Math.sqrt(0.2 / 0.3), Math.sqrt(0.15 / 0.4), Math.sqrt(0.12 / 0.5)], 1e-9);
});

test("a loading above 1 is held and said; without any correlation all loadings are 0", () => {
  // The first loading would be the root of .9 x .8 / .5.
  const held = oneFactor(Float64Array.of(1, 0.9, 0.8, 0.9, 1, 0.5, 0.8, 0.5, 1), 3);
  assert.equal(held.heywood, true);
  assert.ok(Math.abs(held.loadings[0]! - Math.sqrt(0.995)) < 1e-9);
  near(oneFactor(Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1), 3).loadings, [0, 0, 0], 1e-6);
});

test("has the loadings that the search for any number of factors finds", async () => {
  for (const seed of [1, 2, 3]) {
    const draw = random(seed);
    const columns = Array.from({ length: 8 }, () => new Float64Array(200));
    for (let row = 0; row < 200; row++) {
      const person = draw.normal();
      columns.forEach((column, j) => {
        column[row] = (0.2 + j / 10) * person + draw.normal();
      });
    }
    const { matrix } = correlations(columns);
    const { loadings } = await extractFactors(matrix, 8, 1, "minres", pace(1, {}));
    const sign = Math.sign(loadings.reduce((sum, value) => sum + value, 0));
    near(
      oneFactor(matrix, 8).loadings,
      Array.from(loadings, (value) => sign * value),
      1e-7,
    );
  }
});
