import assert from "node:assert/strict";
import { test } from "node:test";
import { matrixOf } from "../../src/matrix.js";
import { hdbscan } from "../../src/segment/hdbscan.js";
import { kmeans } from "../../src/segment/kmeans.js";
import { memberships } from "../../src/segment/memberships.js";

// (That they are those of the packages is tested in hdbscan.test.ts.)
const points = matrixOf({ x: [0, 1, 2, 10, 11, 13, 30] });

test("by hand: 13 leaves its segment at 2, where 10 and 11, too few alone, leave too; 30 is noise", async () => {
  const found = await hdbscan(points, { minClusterSize: 3, minSamples: 1 });
  assert.deepEqual([...memberships(found)], [1, 1, 1, 1, 1, 1, 0]);
  const larger = await hdbscan(matrixOf({ x: [0, 1, 2, 4, 10, 11, 12, 16] }), { minClusterSize: 3, minSamples: 1 });
  // 4 leaves at 2 and 16 at 4; the others of their segments at 1.
  assert.deepEqual([...memberships(larger)], [1, 1, 1, 1 / 2, 1, 1, 1, 1 / 4]);
});

test("new rows: nearer than any row of the fit is 1, farther out less, outside 0", async () => {
  const found = await hdbscan(points, { minClusterSize: 3, minSamples: 1 });
  const fresh = matrixOf({ x: [0.5, 3.5, -4, 100] });
  const own = memberships(found, fresh);
  // -4 joins 0 at 4, when the segment's last rows leave at 1; 3.5 joins 2 at 1.5.
  assert.deepEqual([...own], [1, 1 / 1.5, 1 / 4, 0]);
});

test("asks for a segmentation by density", async () => {
  const other = await kmeans(points, { k: 2 });
  assert.throws(() => memberships(other), /expected a segmentation by density, got one by kmeans/);
});
