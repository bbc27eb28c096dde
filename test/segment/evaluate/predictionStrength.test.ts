import assert from "node:assert/strict";
import { test } from "node:test";
import { predictionStrength } from "../../../src/segment/evaluate/predictionStrength.js";

const of = (...labels: number[]) => Int32Array.from(labels);

test("by hand: the worst segment's share of pairs that stay together, both halves in turn", () => {
  // Rows 0-3 are the first half, 4-9 the second. The second half's segments {4,5,6} and {7,8,9}: the first half's centers
  // put 4, 5 together but not 6 (1 of 3 pairs), and all of 7, 8, 9 (3 of 3). The first half's {0,1} and {2,3} stay whole.
  const first = of(0, 0, 1, 1, 0, 0, 1, 1, 1, 1);
  const second = of(1, 1, 0, 0, 0, 0, 0, 1, 1, 1);
  const halves = [of(0, 1, 2, 3), of(4, 5, 6, 7, 8, 9)] as const;
  assert.equal(predictionStrength(first, second, 2, halves), (1 / 3 + 1) / 2);
});

test("a segment of one row counts as 1, as in fpc; noise is never together", () => {
  const halves = [of(0, 1), of(2, 3, 4)] as const;
  assert.equal(predictionStrength(of(0, 1, 0, 0, 1), of(0, 1, 0, 0, 1), 2, halves), 1);
  assert.equal(predictionStrength(of(0, 0, -1, -1, 0), of(0, 0, 0, 0, 1), 2, halves), 0.5);
});
