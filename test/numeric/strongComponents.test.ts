import assert from "node:assert/strict";
import { test } from "node:test";
import { strongComponents } from "../../src/numeric/strongComponents.js";

test("by hand: a circle is one part, what hangs on it another, what stands alone a third", () => {
  const { component, count, reaches } = strongComponents(5, [
    [0, 1],
    [1, 2],
    [2, 0],
    [2, 3],
  ]);
  assert.deepEqual([...component], [0, 0, 0, 1, 2]);
  assert.equal(count, 3);
  assert.deepEqual([...reaches.subarray(0, 5)], [1, 1, 1, 1, 0]);
  assert.deepEqual([...reaches.subarray(15, 20)], [0, 0, 0, 1, 0]);
});
