import assert from "node:assert/strict";
import { test } from "node:test";
import { matrixOf, rowIds } from "../src/matrix.js";
import { tableOf, toTable } from "../src/table.js";

test("matrixOf takes columns as they are and refuses what is not a table of finite numbers", () => {
  const made = matrixOf({ x: [1, 2], y: Float64Array.of(3, 4) }, ["a", "b"]);
  assert.deepEqual([made.rows, made.columns, made.ids], [2, ["x", "y"], ["a", "b"]]);
  assert.throws(() => matrixOf({ x: [1], y: [1, 2] }), /expected 1 values in y/);
  assert.throws(() => matrixOf({ x: [1, Number.NaN] }), /got NaN in row 2/);
  assert.throws(() => matrixOf({ x: [1, null as unknown as number] }), /got null in row 2/);
  assert.throws(() => matrixOf({ x: ["1" as unknown as number] }), /got 1 in row 1/);
  assert.throws(() => matrixOf({ x: [1] }, []), /expected 1 ids/);
  assert.throws(() => matrixOf({ x: [1, 2, 3] }, ["a", "b", "a"]), /each id once, got "a" twice/);
});

test('rowIds takes text and numbers, makes whole numbers of big ones, and keeps 1 and "1" apart', () => {
  assert.deepEqual(rowIds(toTable([{ customer: 1 }, { customer: "1" }])), { name: "customer", ids: [1, "1"] });
  assert.deepEqual(rowIds(tableOf({ key: [5n, 2n ** 60n] }), "key").ids, [5, "1152921504606846976"]);
});

test("rowIds says what is wrong with an id, and where", () => {
  assert.throws(() => rowIds(toTable([{ key: 1 }])), /there is no "customer", so pass id as one of "key"/);
  assert.throws(() => rowIds(toTable([{ key: 1 }]), "kee"), /Did you mean "key"/);
  for (const bad of [null, Number.NaN, true, new Date(0)])
    assert.throws(() => rowIds(toTable([{ customer: "a" }, { customer: bad }] as { customer: string }[])), {
      name: "DataError",
      row: 2,
      column: "customer",
    });
  assert.throws(
    () => rowIds(toTable([{ customer: "a" }, { customer: "b" }, { customer: "a" }])),
    /"a" in rows 1 and 3/,
  );
});
