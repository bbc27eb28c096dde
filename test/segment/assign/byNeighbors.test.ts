import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Matrix, matrixOf } from "../../../src/matrix.js";
import { random } from "../../../src/random.js";
import { matrix } from "../../../src/represent/matrix.js";
import { assign } from "../../../src/segment/assign.js";
import { cut } from "../../../src/segment/cut.js";
import { hierarchy } from "../../../src/segment/hierarchy.js";
import { ward } from "../../../src/segment/ward.js";
import { fromJson, type Json, toJson } from "../../../src/segmentation.js";
import { tableOf } from "../../../src/table.js";

function ofRows(rows: readonly (readonly number[])[]): Matrix {
  return matrixOf(Object.fromEntries(rows[0]!.map((_, j) => [`c${j}`, rows.map((row) => row[j]!)])));
}

test("a new row gets the label of its nearest row, of two equally near that of the first", async () => {
  const segments = await ward(matrixOf({ x: [0, 1, 10, 14, 13] }), { k: 2 });
  assert.deepEqual([...segments.labels], [1, 1, 0, 0, 0]);
  // 5.5 is 4.5 from 1 (row 2) and from 10 (row 3); beside 1e300, all rows are equally far.
  assert.deepEqual([...assign(segments, matrixOf({ x: [5.4, 5.5, 5.6, -1e300, 1e300] }))], [1, 1, 0, 1, 1]);
});

test("its rows are the nearest ones of all, compared one by one", async () => {
  const draw = random(12);
  const rows = Array.from({ length: 700 }, () => [draw.normal(), draw.normal() * 2, Math.exp(draw.normal())]);
  const fresh = Array.from({ length: 300 }, () => [2 * draw.normal(), 3 * draw.normal(), 4 * draw.normal()]);
  const segments = await ward(ofRows(rows), { k: 7 });
  const apart = (a: number[], b: number[]) => a.reduce((sum, value, j) => sum + (value - b[j]!) ** 2, 0);
  const slow = fresh.map((row) => {
    const distances = rows.map((other) => apart(row, other));
    return segments.labels[distances.indexOf(Math.min(...distances))]!;
  });
  assert.deepEqual([...assign(segments, ofRows(fresh))], slow);
});

test("the rows of the fit get their own labels again, equal rows, hostile numbers and a stored segmentation included", async () => {
  const value = fc.oneof(
    fc.integer({ min: 0, max: 3 }),
    fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e150, max: 1e150 }),
    fc.constantFrom(0, -0, 1, 1e-300, 5e-324, -1e150, 0.1, 0.1 + 2 ** -56),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 30 }),
      fc.constantFrom("ward", "single", "average"),
      fc.constantFrom("euclidean", "gower"),
      fc.nat(),
      async (rows, linkage, distance, at) => {
        const tree = await hierarchy(ofRows(rows), { linkage, distance });
        const found = cut(tree, { k: 1 + (at % tree.rows.count) });
        assert.deepEqual(assign(found, ofRows(rows)), found.labels);
        const stored = fromJson(JSON.parse(JSON.stringify(toJson(found))) as Json);
        assert.deepEqual(assign(stored, ofRows(rows)), found.labels);
      },
    ),
    { numRuns: 200 },
  );
});

const levels = {
  customer: [1, 2, 3, 4, 5, 6],
  income: [20, 22, 21, 80, 82, 85],
  plan: ["a", "a", null, "b", "b", null],
};

test("Gower: levels are matched by name, missing ones are left out, and a row that has nothing in common gets -1", async () => {
  const prepared = matrix(tableOf(levels), { categorical: true });
  const found = cut(await hierarchy(prepared, { distance: "gower", linkage: "average" }), { k: 2 });
  assert.deepEqual([...found.labels], [0, 0, 0, 1, 1, 1]);
  assert.deepEqual(assign(found, prepared), found.labels);
  const coded = (codes: number[]): Matrix => ({
    ...prepared,
    rows: codes.length,
    ids: codes.map((_, i) => i),
    values: [Float64Array.from(codes, () => 52)],
    categorical: [{ name: "plan", levels: ["new", "b", "a"], codes: Int32Array.from(codes) }],
  });
  // Of the range of 65, income 52 is 28 from 80 (b), 30 from 22 (a), 31 from 21 and 33 from 85 (both without a level). A level that the fit
  // had not differs from a and b, so the nearest row is then 21, which has none.
  assert.deepEqual([...assign(found, coded([2, 1, -1, 0]))], [0, 1, 1, 0]);

  const only = { ...prepared, columns: [], values: [], preparation: { ...prepared.preparation, columns: [] } };
  const held: Matrix = {
    ...only,
    rows: 4,
    ids: [1, 2, 3, 4],
    categorical: [{ name: "plan", levels: ["a", "b"], codes: Int32Array.of(0, 0, 1, 0) }],
  };
  const byPlan = cut(await hierarchy(held, { distance: "gower", linkage: "single" }), { k: 2 });
  const missing = { ...held, categorical: [{ ...held.categorical[0]!, codes: Int32Array.of(-1, 1, 0, -1) }] };
  assert.deepEqual([...assign(byPlan, missing)], [-1, 1, 0, -1]);
});

test("a column that is absent, another preparation and a stored text that was cut are refused", async () => {
  const prepared = matrix(tableOf(levels), { categorical: true });
  const found = cut(await hierarchy(prepared, { distance: "gower" }), { k: 2 });
  assert.throws(() => assign(found, matrix(tableOf(levels), { columns: ["income"] })), /plan/);
  assert.throws(() => assign(found, matrix(tableOf(levels), { categorical: true, log: true })), /another logarithm/);
  assert.ok(found.model.kind === "neighbors");
  const model = { ...found.model, packed: found.model.packed.slice(8) };
  assert.throws(() => assign({ ...found, model }, prepared), /packed doubles/);
});
