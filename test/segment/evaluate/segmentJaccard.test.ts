import assert from "node:assert/strict";
import { test } from "node:test";
import { segmentJaccard, verdictOf } from "../../../src/segment/evaluate/segmentJaccard.js";

const of = (...labels: number[]) => Int32Array.from(labels);

test("by hand: the largest Jaccard index of each segment, noise being no segment", () => {
  // Segment 0 = rows 0-3: group 0 shares 3 of 5 rows. Segment 1 = rows 4, 5: group 1 shares 1 of 3 rows, group 0 1 of 5.
  assert.deepEqual([...segmentJaccard(of(0, 0, 0, 0, 1, 1), of(0, 0, 0, 1, 0, 1), 2)], [3 / 5, 1 / 3]);
  assert.deepEqual([...segmentJaccard(of(0, 0, 1, -1), of(0, -1, -1, -1), 2)], [1 / 2, 0]);
});

test("only the named rows count; a segment without any has no value", () => {
  assert.deepEqual([...segmentJaccard(of(0, 0, 1, 1), of(0, 1, 1, 1), 2, [0, 2, 3])], [1, 1]);
  assert.deepEqual([...segmentJaccard(of(0, 0, 1, 1), of(0, 1, 1, 1), 2, [0])], [1, Number.NaN]);
});

test("the names of the groups do not matter, and there may be more of them than segments", () => {
  const segments = of(0, 0, 1, 1, 2, 2, 2);
  const groups = of(0, 1, 1, 1, 2, 2, 0);
  const renamed = groups.map((label) => [5, 0, 3][label]!);
  assert.deepEqual(segmentJaccard(segments, renamed, 3), segmentJaccard(segments, groups, 3));
});

test("the verdicts are those of fpc's documentation", () => {
  const words = [0.5, 0.59, 0.6, 0.74, 0.75, 0.84, 0.85, null].map(verdictOf);
  assert.deepEqual(words, [
    "dissolved",
    "do not trust",
    "a pattern only",
    "a pattern only",
    "valid",
    "valid",
    "highly stable",
    "not drawn",
  ]);
});
