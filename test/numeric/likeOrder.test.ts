import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { likeOrder } from "../../src/numeric/likeOrder.js";

const onLine = (at: readonly number[]) => at.flatMap((a) => at.map((b) => Math.abs(a - b)));

test("points of a line stand along it, whatever their order", () => {
  assert.deepEqual(likeOrder(onLine([0, 10, 1, 11, 3]), 5), [0, 2, 4, 1, 3]);
  assert.deepEqual(likeOrder([], 0), []);
  assert.deepEqual(likeOrder([0], 1), [0]);
});

test("each thing stands in it once, and the same distances give the same order", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 9, noNaN: true }), { minLength: 1, maxLength: 20 }), (at) => {
      const order = likeOrder(onLine(at), at.length);
      assert.deepEqual(
        [...order].sort((a, b) => a - b),
        at.map((_, i) => i),
      );
      assert.deepEqual(likeOrder(onLine(at), at.length), order);
    }),
  );
});
