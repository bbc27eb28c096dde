import assert from "node:assert/strict";
import { test } from "node:test";
import { consensus } from "../../../src/segment/evaluate/consensus.js";
import { labeled } from "./labeled.js";

test("by hand: shares of runs, ordered by segment and firmness", () => {
  const runs = [
    [0, 0, 1, 1, 0],
    [1, 1, 0, 0, 0],
  ];
  const found = consensus(labeled([1, 0, 1, 1, 0]), Int32Array.of(0, 1, 2, 3, 4), runs, false);
  // Of segment 0 rows 1 and 4 stand together in 1 of 2 runs; of segment 1 rows 2 and 3 always, row 0 with neither.
  assert.deepEqual(found.ids, [1, 4, 2, 3, 0]);
  assert.deepEqual([...found.labels], [0, 0, 1, 1, 1]);
  assert.deepEqual(
    [...found.together],
    [1, 0.5, 0, 0, 1, 0.5, 1, 0.5, 0.5, 0.5, 0, 0.5, 1, 1, 0, 0, 0.5, 1, 1, 0, 1, 0.5, 0, 0, 1],
  );
  assert.deepEqual(
    found.segments.map(({ rows, within, between }) => [rows, within, between]),
    [
      [2, 0.5, 2.5 / 6],
      [3, 1 / 3, 2.5 / 6],
    ],
  );
});

test("noise stands with nobody but itself, at the end, and a lone row has no pairs", () => {
  const found = consensus(labeled([-1, 0, 1]), Int32Array.of(0, 1, 2), [[-1, 0, -1]], true);
  assert.deepEqual(found.ids, [1, 2, 0]);
  assert.deepEqual([...found.together], [1, 0, 0, 0, 1, 0, 0, 0, 1]);
  assert.deepEqual(found.segments[0], { label: 0, name: "Segment 1", rows: 1, within: null, between: 0 });
  assert.equal(found.sampled, true);
});
