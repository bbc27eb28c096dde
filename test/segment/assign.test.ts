import assert from "node:assert/strict";
import { test } from "node:test";
import { matrixOf } from "../../src/matrix.js";
import { matrix } from "../../src/represent/matrix.js";
import { assign } from "../../src/segment/assign.js";
import { combine } from "../../src/segment/combine.js";
import { kmeans } from "../../src/segment/kmeans.js";
import { rules } from "../../src/segment/rules.js";
import { subsegments } from "../../src/segment/subsegments.js";
import { fromJson, type Segmentation, toJson } from "../../src/segmentation.js";
import { toTable } from "../../src/table.js";

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

test("two stages that were prepared differently take a matrix each, in any order, also after JSON", async () => {
  const rows = Array.from({ length: 40 }, (_, i) => ({
    customer: i,
    spend: (i * 7) % 40,
    visits: i % 5,
    days: (i % 2) * 90,
  }));
  const table = toTable(rows);
  const plain = matrix(table, { columns: ["spend"] });
  const scaled = matrix(table, { columns: ["spend", "visits", "days"], scale: "standard" });
  const value = rules(table, {
    rules: [{ name: "High", when: { spend: [20, 99] } }],
    otherwise: "Low",
  });
  const nested = await subsegments(value, scaled, { k: 2 });
  const crossed = combine(value, await kmeans(scaled, { k: 3 }));
  for (const found of [nested, crossed, fromJson(JSON.parse(JSON.stringify(toJson(nested))))]) {
    assert.deepEqual(assign(found, [plain, scaled]), found.labels);
    assert.deepEqual(assign(found, [scaled, plain]), found.labels);
    const fresh = toTable(rows.slice(3, 9));
    const few = [matrix(fresh, { like: plain }), matrix(fresh, { like: scaled })];
    assert.deepEqual([...assign(found, few)], [...found.labels.slice(3, 9)]);
  }
  assert.throws(() => assign(nested, scaled), /expected spend in its own units/);
  assert.throws(() => assign(nested, [plain, matrix(toTable(rows.slice(1)), { like: scaled })]), /0 and 1 in row 1/);
  assert.throws(() => assign(nested, [plain, matrix(toTable(rows.slice(0, 9)), { like: scaled })]), /40 and 9 rows/);
});

test("what is no segmentation or no Matrix is said, a promise above all", async () => {
  const points = matrixOf({ x: [0, 1, 10, 11] });
  const found = kmeans(points, { k: 2 });
  assert.throws(() => assign(found as never, points), /got a promise: await it/);
  assert.throws(() => assign(undefined as never, points), TypeError);
  const segments = await found;
  assert.throws(() => assign(segments, toTable([{ x: 1 }]) as never), /expected a Matrix/);
  assert.throws(() => assign(segments, [points, points]), /expected one Matrix for a segmentation by kmeans/);
  assert.throws(() => assign(segments, []), /expected one Matrix for a segmentation by kmeans, got a list of 0/);
});
