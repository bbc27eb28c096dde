import assert from "node:assert/strict";
import { test } from "node:test";
import { matrixOf } from "../../../src/matrix.js";
import { bootstrapSamples, distinctOf, halvedSamples } from "../../../src/segment/evaluate/resample.js";

const points = matrixOf({ x: [1, 2, 1, 0, -0, 2, 3], y: [5, 5, 5, 0, 0, 6, 6] });

test("equal rows have one number, in the order of appearance", () => {
  const { numbers, first } = distinctOf(points);
  assert.deepEqual([...numbers], [0, 1, 0, 2, 2, 3, 4]);
  assert.deepEqual([...first], [0, 1, 3, 5, 6]);
  const codes = Int32Array.of(0, 0, 1, 0, 0, 0, 0);
  const mixed = distinctOf({ ...points, categorical: [{ name: "c", levels: ["a", "b"], codes }] });
  assert.equal(mixed.first.length, 6);
});

test("bootstrap samples differ from each other, repeat with the seed, and hold enough distinct rows", () => {
  const distinct = distinctOf(points);
  for (let pair = 0; pair < 50; pair++) {
    const samples = bootstrapSamples(distinct, 4, 1, pair);
    assert.deepEqual(bootstrapSamples(distinct, 4, 1, pair), samples);
    assert.notEqual(samples[0].seed, samples[1].seed);
    for (const { rows } of samples) {
      assert.equal(rows.length, 7);
      assert.ok(new Set(Array.from(rows, (row) => distinct.numbers[row])).size >= 4);
    }
  }
  assert.throws(() => bootstrapSamples(distinct, 6, 1, 0), /far below the 5 distinct rows/);
});

test("rows are drawn alike: each about once a sample, and 63 % of them at all", () => {
  const many = distinctOf(matrixOf({ x: Array.from({ length: 200 }, (_, i) => i) }));
  const times = new Float64Array(200);
  let drawn = 0;
  for (let pair = 0; pair < 250; pair++)
    for (const { rows } of bootstrapSamples(many, 2, 3, pair)) {
      for (const row of rows) times[row]!++;
      drawn += new Set(rows).size;
    }
  assert.ok(Math.abs(drawn / 500 / 200 - (1 - (1 - 1 / 200) ** 200)) < 0.005);
  // Each count is binomial with mean 500 and standard deviation 22.
  assert.ok(times.every((count) => Math.abs(count - 500) < 5 * 22.4));
});

test("halves hold every row once", () => {
  const distinct = distinctOf(points);
  const [a, b] = halvedSamples(distinct, 2, 1, 0);
  assert.deepEqual([a.rows.length, b.rows.length], [3, 4]);
  assert.deepEqual([...a.rows, ...b.rows].sort(), [0, 1, 2, 3, 4, 5, 6]);
});
