import assert from "node:assert/strict";
import { test } from "node:test";
import { matrixOf } from "../../src/matrix.js";
import { hdbscan } from "../../src/segment/hdbscan.js";
import { kmeans } from "../../src/segment/kmeans.js";
import { outlierScores } from "../../src/segment/outlierScores.js";

// (That they are those of hdbscan 0.8.44 is tested in hdbscan.test.ts.)
test("by hand: 1 minus the least distance in the cluster over the row's own", async () => {
  const found = await hdbscan(matrixOf({ x: [0, 1, 2, 4, 10, 11, 12, 16, 50] }), { minClusterSize: 3, minSamples: 1 });
  // 50 leaves at 34 a cluster of which rows stay together down to 1.
  assert.deepEqual([...outlierScores(found)], [0, 0, 0, 1 / 2, 0, 0, 0, 3 / 4, 1 - 1 / 34]);
});

test("equal rows score 0, and rows beside them 1", async () => {
  const found = await hdbscan(matrixOf({ x: [1, 1, 1, 1, 2, 8, 8, 8, 8, 9] }), { minClusterSize: 3, minSamples: 2 });
  assert.deepEqual([...outlierScores(found)], [0, 0, 0, 0, 1, 0, 0, 0, 0, 1]);
});

test("asks for a segmentation by density", async () => {
  const other = await kmeans(matrixOf({ x: [1, 2, 8] }), { k: 2 });
  assert.throws(() => outlierScores(other), /expected a segmentation by density, got one by kmeans/);
});
