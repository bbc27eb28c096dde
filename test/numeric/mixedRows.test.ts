import assert from "node:assert/strict";
import { test } from "node:test";
import { mixedRows, slotsOf } from "../../src/numeric/mixedRows.js";

const category = (codes: number[], levels = ["a", "b"]) => ({ name: "c", levels, codes: Int32Array.from(codes) });

test("a slot for each level and one for missing answers, column after column", () => {
  const { slots, begins } = slotsOf([category([0, 1, -1]), category([-1, 0, 2], ["x", "y", "z"])], 3);
  assert.deepEqual([...begins], [0, 3, 7]);
  assert.deepEqual([...slots], [0, 6, 1, 3, 2, 5]);
});

test("equal rows once, sorted, with their number; 0 and -0 are equal", () => {
  const { mixed, numbers } = mixedRows([Float64Array.of(5, 0, 5, -0)], [category([1, 0, 1, 0])], 4, false);
  assert.deepEqual([...numbers], [1, 0, 1, 0]);
  assert.deepEqual([...mixed.x], [0, 5]);
  assert.deepEqual([...mixed.slots], [0, 1]);
  assert.deepEqual([...mixed.weights], [2, 2]);
});

test("the order of the rows changes nothing", () => {
  const values = Float64Array.from({ length: 50 }, (_, i) => (i * 7) % 5);
  const codes = Array.from({ length: 50 }, (_, i) => (i * 11) % 2);
  const there = mixedRows([values], [category(codes)], 50, true).mixed;
  const back = mixedRows([values.slice().reverse()], [category(codes.slice().reverse())], 50, true).mixed;
  assert.deepEqual(back, there);
  assert.equal(there.count, 10);
  assert.ok(there.x.buffer instanceof SharedArrayBuffer);
});

test("codes that are no level's are refused, and so are too few of them", () => {
  assert.throws(() => slotsOf([category([0, 2])], 2), /codes from -1 \(missing\) to 1 in c, got 2 in row 2/);
  assert.throws(() => slotsOf([category([-2])], 1), /got -2 in row 1/);
  assert.throws(() => slotsOf([category([0])], 2), /expected 2 codes in c, one per row, got 1/);
});

test("no rows are no rows", () => {
  assert.equal(mixedRows([], [], 0, false).mixed.count, 0);
});
