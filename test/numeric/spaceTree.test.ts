import assert from "node:assert/strict";
import { test } from "node:test";
import { spaceTree } from "../../src/numeric/spaceTree.js";
import { random } from "../../src/random.js";

test("every row stands in one leaf, within the boxes of all nodes above it; equal rows too", () => {
  const draw = random(1);
  for (const rows of [1, 2, 10, 11, 500])
    for (const value of [() => draw.normal(), () => draw.integer(2), () => 7]) {
      const columns = [0, 1].map(() => Float64Array.from({ length: rows }, value));
      const { order, from, to, low, high, x } = spaceTree(columns, rows, 2);
      assert.deepEqual(
        [...order].sort((a, b) => a - b),
        Array.from({ length: rows }, (_, i) => i),
      );
      order.forEach((row, place) => {
        for (const j of [0, 1]) assert.equal(x[place * 2 + j], columns[j]![row]! / 2);
      });
      for (let node = 0; node < from.length; node++) {
        const left = 2 * node + 1;
        if (left < from.length)
          assert.deepEqual([from[left], to[left], to[left + 1]], [from[node], from[left + 1], to[node]]);
        else assert.ok(to[node]! - from[node]! <= 10);
        for (const j of [0, 1]) {
          const values = Array.from(order.subarray(from[node]!, to[node]!), (row) => columns[j]![row]! / 2);
          assert.deepEqual([low[node * 2 + j], high[node * 2 + j]], [Math.min(...values), Math.max(...values)]);
        }
      }
    }
});
