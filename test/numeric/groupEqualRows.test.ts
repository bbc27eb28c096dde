import assert from "node:assert/strict";
import { test } from "node:test";
import { groupEqualRows } from "../../src/numeric/groupEqualRows.js";
import { random } from "../../src/random.js";

test("rows are equal where all values are, 0 and -0 being the same", () => {
  const { of, firsts, counts } = groupEqualRows(Float64Array.of(1, 0, 2, 0, 1, -0, 1, 1e-300, 2, 0), 2, 5);
  assert.deepEqual(
    [[...of], [...firsts], [...counts]],
    [
      [0, 1, 0, 2, 1],
      [0, 1, 3],
      [2, 2, 1],
    ],
  );
});

test("finds the groups that text as key finds", () => {
  const draw = random(2);
  const rows = 3000;
  const flat = Float64Array.from({ length: rows * 3 }, () => draw.integer(9) / 3);
  const seen = new Map<string, number>();
  const expected = Array.from({ length: rows }, (_, i) => {
    const key = flat.subarray(i * 3, i * 3 + 3).join();
    if (!seen.has(key)) seen.set(key, seen.size);
    return seen.get(key)!;
  });
  assert.deepEqual([...groupEqualRows(flat, 3, rows).of], expected);
});
