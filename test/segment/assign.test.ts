import assert from "node:assert/strict";
import { test } from "node:test";
import { matrixOf } from "../../src/matrix.js";
import { matrix } from "../../src/represent/matrix.js";
import { assign } from "../../src/segment/assign.js";
import { kmeans } from "../../src/segment/kmeans.js";
import type { Segmentation } from "../../src/segmentation.js";

const rows = [1, 2, 3, 50, 60, 70, 80].map((spend, customer) => ({ customer, spend, visits: spend % 7 }));

test("columns are matched by name, whatever their order", async () => {
  const prepared = matrix(rows, { columns: ["spend", "visits"], scale: "standard" });
  const found = await kmeans(prepared, { k: 3 });
  const turned = matrix(rows, {
    like: { ...prepared.preparation, columns: [...prepared.preparation.columns].reverse() },
  });
  assert.deepEqual(assign(found, turned), found.labels);
});

test("another preparation, missing or further columns are errors", async () => {
  const prepared = matrix(rows, { columns: ["spend"], log: true, scale: "standard" });
  const found = await kmeans(prepared, { k: 2 });
  assert.throws(
    () => assign(found, matrix(rows, { columns: ["spend"], scale: "standard" })),
    /another logarithm.*like: prepared/,
  );
  assert.throws(
    () => assign(found, matrix(rows.slice(1), { columns: ["spend"], log: true, scale: "standard" })),
    /another scale/,
  );
  assert.throws(
    () => assign(found, matrix(rows, { columns: ["spend"], log: true, scale: "standard", impute: "mean" })),
    /another rule/,
  );
  assert.throws(() => assign(found, matrixOf({ spent: [1] })), /named "spend".*Did you mean|found "spent"/);
  const wide = matrix(rows, { columns: ["spend", "visits"], log: ["spend"], scale: "standard" });
  assert.throws(() => assign(found, wide), /got also visits/);
});

test("a row as near to two centers goes to the lexicographically first, however the segments are numbered", () => {
  const made = (centers: number[][]): Segmentation => ({
    method: "kmeans",
    k: 2,
    ids: [],
    labels: new Int32Array(),
    sizes: [0, 0],
    parameters: {},
    quality: {},
    converged: true,
    iterations: 1,
    model: { kind: "centers", columns: ["x"], centers, preparation: matrixOf({ x: [0] }).preparation },
    warnings: [],
  });
  assert.deepEqual([...assign(made([[0], [2]]), matrixOf({ x: [1] }))], [0]);
  assert.deepEqual([...assign(made([[2], [0]]), matrixOf({ x: [1] }))], [1]);
});
