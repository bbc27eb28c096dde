import assert from "node:assert/strict";
import { test } from "node:test";
import { lightweightCoreset } from "../../src/numeric/lightweightCoreset.js";

test("takes every row once where there are no more than asked for", () => {
  const drawing = lightweightCoreset({ rows: 3, size: 3, seed: 1, center: [2], squares: 2 });
  drawing.take([Float64Array.of(1, 2)]);
  drawing.take([Float64Array.of(3)]);
  assert.deepEqual(drawing.finish(), { values: [Float64Array.of(1, 2, 3)], weights: Float64Array.of(1, 1, 1) });
});

test("weights are the inverse of the chances of the paper (by hand: 1/2 * 1/4 + 1/2 * share), whatever the pieces", () => {
  // 0, 0, 0, 4: mean 1, squared distances 1, 1, 1, 9 of 12. Chances 1/8 + 1/24 and 1/8 + 9/24.
  const drawn = (pieces: number[][]) => {
    const drawing = lightweightCoreset({ rows: 4, size: 3, seed: 5, center: [1], squares: 12 });
    for (const piece of pieces) drawing.take([Float64Array.from(piece)]);
    return drawing.finish();
  };
  const { values, weights } = drawn([[0, 0, 0, 4]]);
  assert.deepEqual(drawn([[0], [0, 0], [4]]), { values, weights });
  const one = { 0: 1 / (3 * (1 / 6)), 4: 1 / (3 * 0.5) } as Record<number, number>;
  let draws = 0;
  values[0]!.forEach((value, i) => {
    const times = weights[i]! / one[value]!;
    assert.ok(Math.abs(times - Math.round(times)) < 1e-12 && times >= 1);
    draws += Math.round(times);
  });
  assert.equal(draws, 3);
});

test("sums over the sample estimate sums over all rows without bias (mean of 400 draws, within four standard errors)", () => {
  const x = Float64Array.from({ length: 200 }, (_, i) => (i % 50 === 0 ? 100 : i % 7));
  const center = x.reduce((a, b) => a + b) / x.length;
  const squares = x.reduce((sum, value) => sum + (value - center) ** 2, 0);
  const goal = x.reduce((sum, value) => sum + (value - 3) ** 2, 0);
  const estimates = Array.from({ length: 400 }, (_, seed) => {
    const drawing = lightweightCoreset({ rows: 200, size: 30, seed, center: [center], squares });
    drawing.take([x]);
    const { values, weights } = drawing.finish();
    return values[0]!.reduce((sum, value, i) => sum + weights[i]! * (value - 3) ** 2, 0);
  });
  const mean = estimates.reduce((a, b) => a + b) / 400;
  const error = Math.sqrt(estimates.reduce((sum, each) => sum + (each - mean) ** 2, 0) / 399 / 400);
  assert.ok(Math.abs(mean - goal) < 4 * error, `${mean} against ${goal}, standard error ${error}`);
});

test("rows all alike are drawn evenly", () => {
  const drawing = lightweightCoreset({ rows: 5, size: 2, seed: 1, center: [7], squares: 0 });
  drawing.take([Float64Array.of(7, 7, 7, 7, 7)]);
  assert.equal(
    drawing.finish().weights.reduce((a, b) => a + b),
    5,
  );
});
