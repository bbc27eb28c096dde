import assert from "node:assert/strict";
import { test } from "node:test";
import { matrixOf } from "../../src/matrix.js";
import { segments as drawSegments } from "../../src/plot/segments.js";
import { matrix } from "../../src/represent/matrix.js";
import { condensedTree } from "../../src/segment/condensedTree.js";
import { chooseK } from "../../src/segment/evaluate/chooseK.js";
import { clusterTendency } from "../../src/segment/evaluate/clusterTendency.js";
import { compare } from "../../src/segment/evaluate/compare.js";
import { stability } from "../../src/segment/evaluate/stability.js";
import { gaussianMixture } from "../../src/segment/gaussianMixture.js";
import { kmeans } from "../../src/segment/kmeans.js";
import { memberships } from "../../src/segment/memberships.js";
import { subsegments } from "../../src/segment/subsegments.js";
import { toJson } from "../../src/segmentation.js";
import { toTable } from "../../src/table.js";
import { profile } from "../../src/target/profile.js";

// What scripts pass by mistake, for nothing checks types there: a forgotten await, a name in place of a function, a misspelt option.
const points = matrixOf({ x: [0, 1, 2, 10, 11, 12] });
const table = toTable([0, 1, 2, 3, 4, 5].map((customer) => ({ customer, x: points.values[0]![customer]! })));
const found = kmeans(points, { k: 2 });
const promised = found as never;

test("a forgotten await is said wherever a Matrix or a Segmentation is expected", async () => {
  await found;
  for (const call of [
    () => toJson(promised),
    () => memberships(promised, points),
    () => condensedTree(promised),
    () => profile(table, promised),
    () => drawSegments(points, promised),
  ])
    assert.throws(call, { name: "TypeError", message: /got a promise: await it/ });
  await assert.rejects(chooseK(Promise.resolve(points) as never, { gap: true }), /got a promise: await it/);
  await assert.rejects(
    compare({ one: { matrix: Promise.resolve(points) as never, k: 2 } }),
    /in the candidate one, got a promise: await it/,
  );
  await assert.rejects(gaussianMixture(Promise.resolve(points) as never, { k: 2 }), /got a promise: await it/);
});

test("a method is a function, not its name or what it returned", async () => {
  const segments = await found;
  for (const method of ["ward", found, segments] as never[]) {
    const expected = { name: "TypeError", message: /expected method as a function such as kmeans, without quotes/ };
    await assert.rejects(chooseK(points, { k: [2], method }), expected);
    await assert.rejects(stability(points, { k: 2, method }), expected);
    await assert.rejects(clusterTendency(points, { k: [2], method }), expected);
    await assert.rejects(compare({ one: { matrix: points, k: 2, method } }), expected);
    await assert.rejects(subsegments(segments, points, { k: 2, method }), expected);
  }
});

test("misspelt options of profile and plot.segments, and `like` of something else", async () => {
  const segments = await found;
  assert.throws(() => profile(table, segments, { colums: ["x"] } as never), /Did you mean "columns"\?/);
  assert.throws(() => drawSegments(points, segments, { metod: "umap" } as never), /Did you mean "method"\?/);
  for (const other of [{ rows: 3 }, null, "features", segments.labels])
    assert.throws(
      () => matrix(table, { like: other as never }),
      /expected like to be a Matrix, its preparation, or a segm/,
    );
});
