import assert from "node:assert/strict";
import { test } from "node:test";
import { condense } from "../../src/numeric/condense.js";

const edges = (list: readonly (readonly [number, number, number])[]) => ({
  a: Int32Array.from(list, ([a]) => a),
  b: Int32Array.from(list, ([, b]) => b),
  lengths: Float64Array.from(list, ([, , length]) => length),
});

test("by hand: two groups of three and a row apart", () => {
  const tree = condense(
    edges([
      [0, 1, 1],
      [1, 2, 1],
      [3, 4, 1],
      [4, 5, 2],
      [2, 3, 8],
      [5, 6, 17],
    ]),
    3,
  );
  assert.deepEqual([...tree.parent], [-1, 0, 0]);
  assert.deepEqual([...tree.birth], [Number.POSITIVE_INFINITY, 8, 8]);
  assert.deepEqual([...tree.size], [7, 3, 3]);
  assert.deepEqual([...tree.left], [1, 1, 1, 2, 2, 2, 17]);
  assert.equal(tree.home[6], 0);
  assert.equal(new Set(tree.home.slice(0, 3)).size, 1);
  assert.notEqual(tree.home[0], tree.home[3]);
});

test("edges of the same length break at once, whichever way they join the same rows", () => {
  // Three pairs, all 5 apart, and a row that is 5 from two of them: it belongs to none.
  const pairs = [
    [0, 1, 1],
    [2, 3, 1],
    [4, 5, 1],
  ] as const;
  const ways = [
    [
      [1, 2, 5],
      [3, 4, 5],
      [6, 2, 5],
    ],
    [
      [4, 0, 5],
      [6, 0, 5],
      [6, 3, 5],
    ],
    [
      [6, 5, 5],
      [6, 1, 5],
      [3, 6, 5],
    ],
  ] as const;
  for (const way of ways) {
    const { parent, birth, size, home, left } = condense(edges([...pairs, ...way]), 2);
    assert.deepEqual(
      [[...parent], [...size]],
      [
        [-1, 0, 0, 0],
        [7, 2, 2, 2],
      ],
    );
    assert.deepEqual([...birth], [Number.POSITIVE_INFINITY, 5, 5, 5]);
    assert.deepEqual([home[6], left[6]], [0, 5]);
  }
});

test("a single row, and rows that are all equal, leave the only cluster at 0", () => {
  assert.deepEqual(condense(edges([]), 2).left, new Float64Array(1));
  const { parent, left } = condense(
    edges([
      [0, 1, 0],
      [1, 2, 0],
    ]),
    2,
  );
  assert.deepEqual([parent.length, [...left]], [1, [0, 0, 0]]);
});
