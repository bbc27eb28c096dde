import assert from "node:assert/strict";
import { test } from "node:test";
import { matrixOf } from "../../../src/matrix.js";
import { random } from "../../../src/random.js";
import { chooseK } from "../../../src/segment/evaluate/chooseK.js";
import { kmeans } from "../../../src/segment/kmeans.js";
import { sharedColumns, skipWithout } from "../../sharedData.js";

test("on iris recommends 2 by the silhouette and says that Calinski-Harabasz prefers 3 (figures of scikit-learn 1.9.1)", {
  skip: skipWithout("iris.csv"),
}, async () => {
  const columns = Object.entries(sharedColumns("iris.csv")).slice(1, 5);
  const iris = matrixOf(Object.fromEntries(columns.map(([name, cells]) => [name, cells.map(Number)])));
  const choice = await chooseK(iris, { k: [5, 2, 3, 4] });
  assert.equal(choice.recommended, 2);
  assert.match(choice.reason, /k = 2 has the largest mean silhouette \(0\.681\) of k = 2, 3, 4, 5/);
  assert.deepEqual(choice.dissent, [
    "Calinski-Harabasz prefers k = 3 (561.6, against 513.9).",
    "The inertia bends most at k = 3.",
  ]);
  assert.deepEqual(choice.table.array("k"), [2, 3, 4, 5]);
  assert.deepEqual(
    Array.from(choice.table.array("silhouette") as number[], (value) => value.toFixed(4)),
    ["0.6810", "0.5528", "0.4981", "0.4887"],
  );
  assert.deepEqual(choice.table.array("timesFound"), [20, 20, 20, 20]);
  assert.deepEqual(choice.segmentations[1], await kmeans(iris, { k: 3 }));
});

test("finds the four groups that are there, without dissent", async () => {
  const draw = random(1);
  const corner = (at: number) => Array.from({ length: 120 }, (_, i) => (((i % 4) >> at) & 1) * 10 + draw.normal());
  const choice = await chooseK(matrixOf({ x: corner(0), y: corner(1) }), { restarts: 10 });
  assert.equal(choice.recommended, 4);
  assert.deepEqual(choice.dissent, []);
});

test("says that a cloud without groups may have none, and that tiny segments may be outliers", async () => {
  const draw = random(2);
  const columns = Object.fromEntries(
    Array.from("abcdefgh", (name) => [name, Array.from({ length: 300 }, draw.normal)]),
  );
  const cloud = await chooseK(matrixOf(columns), { k: [2, 3], restarts: 5 });
  assert.match(cloud.dissent.join(" "), /no substantial structure/);
  const outlier = await chooseK(matrixOf({ x: [...Array.from({ length: 200 }, draw.normal), 500] }), {
    k: [2, 3],
    restarts: 5,
  });
  assert.match(outlier.dissent.join(" "), /holds 1 of 201 rows/);
});

test("takes another method, reports progress over all k, and stops when told", async () => {
  const points = matrixOf({ x: [0, 1, 10, 11, 20, 21] });
  const asked: number[] = [];
  const seen: number[] = [];
  const choice = await chooseK(points, {
    k: [2, 3],
    onProgress: (done, total) => seen.push(done / total!),
    method: (matrix, { k, ...rest }) => {
      asked.push(k);
      return kmeans(matrix, { ...rest, k, restarts: 2 });
    },
  });
  assert.deepEqual(asked, [2, 3]);
  assert.equal(choice.recommended, 3);
  assert.deepEqual(seen, [0.5, 1]);
  await assert.rejects(chooseK(points, { signal: { aborted: true, reason: new Error("stop") } }), /stop/);
});

test("refuses a list of k that makes no sense", async () => {
  const points = matrixOf({ x: [0, 1, 10, 11] });
  for (const k of [[], [1, 2], [2.5], [2, 2], [9]]) await assert.rejects(chooseK(points, { k }), RangeError);
});
