import assert from "node:assert/strict";
import { test } from "node:test";
import { levelStability } from "../../../src/segment/evaluate/levelStability.js";

const of = (...labels: number[]) => Int32Array.from(labels);

test("by hand: 1 for a part of one segment, 0 for equal shares of all, between them 1 minus entropy over its maximum", () => {
  // The segments of the larger solution take (3, 0), (1, 1) and (1, 3) rows.
  const smaller = of(0, 0, 0, 0, 1, 0, 1, 1, 1);
  const larger = of(0, 0, 0, 1, 1, 2, 2, 2, 2);
  const { stability, flows } = levelStability(smaller, 2, larger, 3);
  assert.deepEqual(flows, [
    [3, 1, 1],
    [0, 1, 3],
  ]);
  assert.equal(stability[0], 1);
  assert.ok(Math.abs(stability[1]!) < 1e-15);
  const entropy = -(0.25 * Math.log2(0.25) + 0.75 * Math.log2(0.75)); // .8113 bits of at most 1
  assert.ok(Math.abs(stability[2]! - (1 - entropy)) < 1e-15);
});

test("the names of the segments before do not matter; noise is left out; an empty segment has no value", () => {
  const larger = of(0, 0, 1, 1, 2, -1);
  const smaller = of(0, 1, 2, 2, -1, 0);
  const { stability } = levelStability(smaller, 3, larger, 4);
  const renamed = levelStability(
    smaller.map((label) => (label < 0 ? -1 : 2 - label)),
    3,
    larger,
    4,
  );
  assert.deepEqual(renamed.stability, stability);
  assert.ok(Math.abs(stability[0]! - (1 - Math.log(2) / Math.log(3))) < 1e-15);
  assert.deepEqual([stability[1], stability[2], stability[3]], [1, Number.NaN, Number.NaN]);
});
