import assert from "node:assert/strict";
import { test } from "node:test";
import { matrixOf } from "../../src/matrix.js";
import { type CondensedTreeRow, condensedTree } from "../../src/segment/condensedTree.js";
import { hdbscan } from "../../src/segment/hdbscan.js";
import { kmeans } from "../../src/segment/kmeans.js";

test("by hand: two groups 6 apart, and a row that leaves all others at 34", async () => {
  const found = await hdbscan(matrixOf({ x: [0, 1, 2, 4, 10, 11, 12, 50] }), { minClusterSize: 3, minSamples: 1 });
  const rows = (condensedTree(found).objects() as CondensedTreeRow[]).sort((a, b) => b.rows - a.rows);
  const all = 7 / 6 + 1 / 38;
  assert.deepEqual(
    rows.map((row) => [row.parent, row.rows, row.from, row.to, row.segment]),
    [
      [null, 8, null, 6, null],
      [0, 4, 6, 1, 0],
      [0, 3, 6, 1, 1],
    ],
  );
  const expected = [all, 3 * (1 - 1 / 6) + (1 / 2 - 1 / 6), 3 * (1 - 1 / 6)];
  for (const [at, row] of rows.entries()) assert.ok(Math.abs(row.stability! - expected[at]!) < 1e-12);
});

test("distances are in units of the matrix, also where its squares would overflow", async () => {
  const x = [0, 1, 2, 10, 11, 13].map((value) => value * 2 ** 800);
  const found = await hdbscan(matrixOf({ x }), { minClusterSize: 3, minSamples: 1 });
  assert.equal((condensedTree(found).objects() as CondensedTreeRow[])[1]!.from, 8 * 2 ** 800);
});

test("asks for a segmentation by density", async () => {
  const other = await kmeans(matrixOf({ x: [1, 2, 8] }), { k: 2 });
  assert.throws(() => condensedTree(other), /expected a segmentation by density, got one by kmeans/);
});
