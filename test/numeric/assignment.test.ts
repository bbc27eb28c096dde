import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { assignment } from "../../src/numeric/assignment.js";

const total = (costs: readonly (readonly number[])[], columns: ArrayLike<number>) =>
  costs.reduce((sum, row, i) => sum + row[columns[i]!]!, 0);

/** The least total by trying everything. */
function least(costs: readonly (readonly number[])[], taken: readonly number[] = []): number {
  if (taken.length === costs.length) return total(costs, taken);
  return Math.min(
    ...costs[0]!.flatMap((_, column) => (taken.includes(column) ? [] : [least(costs, [...taken, column])])),
  );
}

test("matches scipy 1.17, linear_sum_assignment, on a square and a wide table", () => {
  const square = [
    [4, 1, 3],
    [2, 0, 5],
    [3, 2, 2],
  ];
  assert.deepEqual([...assignment(square)], [1, 0, 2]);
  const wide = [
    [7, 3, 9, 1],
    [8, 2, 9, 1],
  ];
  assert.deepEqual([...assignment(wide)], [3, 1]);
  assert.equal(assignment([]).length, 0);
});

test("gives each row a column of its own at the least total (property, against all permutations)", () => {
  const tables = fc
    .integer({ min: 1, max: 5 })
    .chain((columns) =>
      fc.array(
        fc.array(fc.oneof(fc.integer({ min: -9, max: 9 }), fc.constant(0)), { minLength: columns, maxLength: columns }),
        { minLength: 1, maxLength: columns },
      ),
    );
  fc.assert(
    fc.property(tables, (costs) => {
      const found = assignment(costs);
      assert.equal(new Set(found).size, costs.length);
      assert.equal(total(costs, found), least(costs));
    }),
  );
});

test("refuses more rows than columns, ragged tables and costs that are no numbers", () => {
  for (const costs of [[[1], [2]], [[1, 2], [3]], [[Number.NaN]]]) assert.throws(() => assignment(costs), RangeError);
});
