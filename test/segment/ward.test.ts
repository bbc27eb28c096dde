import assert from "node:assert/strict";
import { test } from "node:test";
import { matrixOf } from "../../src/matrix.js";
import { random } from "../../src/random.js";
import { matrix } from "../../src/represent/matrix.js";
import { agreement } from "../../src/segment/evaluate/agreement.js";
import { chooseK } from "../../src/segment/evaluate/chooseK.js";
import { indices } from "../../src/segment/evaluate/indices.js";
import { stability } from "../../src/segment/evaluate/stability.js";
import { ward } from "../../src/segment/ward.js";
import { tableOf } from "../../src/table.js";
import { sharedColumns, skipWithout } from "../sharedData.js";

test("has adjusted Rand .7312 against the species of iris (REFERENCE; scikit-learn 1.9.1)", {
  skip: skipWithout("iris.csv"),
}, async () => {
  const columns = sharedColumns("iris.csv");
  const names = ["Sepal.Length", "Sepal.Width", "Petal.Length", "Petal.Width"];
  const found = await ward(matrixOf(Object.fromEntries(names.map((name) => [name, columns[name]!.map(Number)]))), {
    k: 3,
  });
  const { adjustedRand } = agreement(found.labels, columns.Species!);
  assert.ok(Math.abs(adjustedRand - 0.7311985567707746) < 1e-12, String(adjustedRand));
});

const draw = random(2);
const clouds = matrixOf({
  x: Array.from({ length: 240 }, (_, i) => draw.normal() + (i % 3) * 6),
  y: Array.from({ length: 240 }, (_, i) => draw.normal() + (i % 2) * 0.5),
});

test("its inertia is that of its segments", async () => {
  const found = await ward(clouds, { k: 4 });
  const { inertia } = await indices(clouds, found);
  assert.ok(Math.abs(found.quality.inertia! - inertia) < 1e-9 * inertia);
  assert.equal(found.search, undefined);
  assert.equal(found.seed, undefined);
});

test("works in chooseK and stability as it is", async () => {
  const choice = await chooseK(clouds, { method: ward, k: [2, 3, 4] });
  assert.equal(choice.recommended, 3);
  const judged = await stability(clouds, { method: ward, k: [3], replicates: 5 });
  assert.ok(Number(judged.summary.get("median", 0)) > 0.95);
});

test("one segment, one row, a constant column", async () => {
  assert.deepEqual((await ward(clouds, { k: 1 })).sizes, [240]);
  const one = await ward(matrixOf({ x: [4] }), { k: 1 });
  assert.deepEqual([[...one.labels], one.quality.inertia], [[0], 0]);
  const constant = matrixOf({ x: [0, 1, 10, 11], y: [5, 5, 5, 5] });
  assert.deepEqual([...(await ward(constant, { k: 2 })).labels], [0, 0, 1, 1]);
});

test("says that categorical columns were not used", async () => {
  const table = tableOf({ customer: [1, 2, 3], x: [0, 1, 9], plan: ["a", "b", "a"] });
  const { warnings } = await ward(matrix(table, { categorical: true }), { k: 2 });
  assert.match(warnings.join(), /Categorical columns were not used \(plan\)/);
});

test("refuses a k that the rows cannot have before it merges them", async () => {
  await assert.rejects(ward(matrixOf({ x: [1, 1, 2] }), { k: 3 }), /at most 2, the number of distinct rows/);
  await assert.rejects(ward(clouds, { k: 2, linkage: "single" } as never), /options of ward among k/);
  await assert.rejects(ward(clouds, { k: 0 }), /whole number of 1 or more/);
  await assert.rejects(ward(matrixOf({ x: [] }), { k: 1 }), /at least one row/);
});
