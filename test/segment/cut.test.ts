import assert from "node:assert/strict";
import { test } from "node:test";
import { matrixOf } from "../../src/matrix.js";
import { type CutOptions, cut } from "../../src/segment/cut.js";
import { hierarchy } from "../../src/segment/hierarchy.js";
import { fromJson, type Json, toJson } from "../../src/segmentation.js";

const points = matrixOf({ x: [20, 0, 1, 5, 7] });

test("computed by hand: single linkage of 20, 0, 1, 5, 7 merges at 1, 2, 4, 13", async () => {
  const tree = await hierarchy(points, { linkage: "single" });
  assert.deepEqual(tree.heights, [1, 2, 4, 13]);
  assert.deepEqual([...cut(tree, { k: 2 }).labels], [1, 0, 0, 0, 0]);
  assert.deepEqual([...cut(tree, { k: 3 }).labels], [2, 0, 0, 1, 1]);
  assert.deepEqual([...cut(tree, { k: 5 }).labels], [0, 1, 2, 3, 4]);
});

test("a height keeps the merges at that height and below, as R's cutree does", async () => {
  const tree = await hierarchy(points, { linkage: "single" });
  assert.deepEqual(
    [0, 0.5, 1, 1.5, 2, 4, 12.9, 13, 1e9].map((height) => cut(tree, { height }).k),
    [5, 5, 4, 4, 3, 2, 2, 1, 1],
  );
  assert.deepEqual(cut(tree, { height: 4 }).parameters, { linkage: "single", distance: "euclidean", height: 4 });
});

test("for Ward the inertia is that of the segments", async () => {
  const tree = await hierarchy(points);
  // {0, 1}: .5, {5, 7}: 2, {20}: 0
  const found = cut(tree, { k: 3 });
  assert.ok(Math.abs(found.quality.inertia! - 2.5) < 1e-12);
  assert.equal(found.method, "ward");
  assert.deepEqual(cut(await hierarchy(points, { linkage: "complete" }), { k: 3 }).quality, {});
});

test("survives JSON, before the cut and after", async () => {
  const tree = await hierarchy(points, { linkage: "average" });
  const found = cut(tree, { k: 3 });
  assert.deepEqual(cut(JSON.parse(JSON.stringify(tree)), { k: 3 }), found);
  assert.deepEqual(fromJson(JSON.parse(JSON.stringify(toJson(found))) as Json), found);
});

test("a cut between merges of equal height says so, one beside them does not", async () => {
  const tree = await hierarchy(matrixOf({ x: [0, 1, 10, 11, 30] }), { linkage: "single" });
  assert.match(cut(tree, { k: 4 }).warnings[0]!, /equal height \(1\), so another order/);
  for (const k of [1, 2, 3, 5]) assert.deepEqual(cut(tree, { k }).warnings, []);
  assert.deepEqual(cut(tree, { height: 1 }).warnings, []);
});

test("equal rows never come apart, so there are no more segments than distinct rows", async () => {
  const tree = await hierarchy(matrixOf({ x: [3, 0, 3, 0, 3, 8] }), { linkage: "complete" });
  assert.deepEqual(tree.heights, [0, 0, 0, 3, 8]);
  assert.deepEqual([...cut(tree, { k: 3 }).labels], [0, 1, 0, 1, 0, 2]);
  assert.equal(cut(tree, { height: 0 }).k, 3);
  assert.throws(() => cut(tree, { k: 4 }), /at most 3, the number of distinct rows/);
});

test("refuses what is no place to cut", async () => {
  const tree = await hierarchy(points);
  for (const k of [0, 1.5, -1, Number.NaN]) assert.throws(() => cut(tree, { k }), /whole number of 1 or more/);
  for (const height of [-1, Number.NaN, Number.POSITIVE_INFINITY])
    assert.throws(() => cut(tree, { height }), /expected height to be a number of 0 or more/);
  assert.throws(() => cut(tree, {} as CutOptions), /either k or height, got neither/);
  assert.throws(() => cut(tree, { k: 2, height: 1 } as unknown as CutOptions), /got both/);
  assert.throws(() => cut(tree, { K: 2 } as never), /Did you mean "k"/);
  assert.throws(() => cut(hierarchy(points) as never, { k: 2 }), /await it/);
  assert.throws(() => cut({} as never, { k: 2 }), TypeError);
});
