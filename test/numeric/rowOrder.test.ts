import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { rowOrder } from "../../src/numeric/rowOrder.js";
import { random } from "../../src/random.js";

test("the rows come out the same in whatever order they stand, each once (property)", () => {
  const value = fc.oneof(fc.integer({ min: -1, max: 1 }), fc.constantFrom(0, -0), fc.double({ noNaN: true }));
  fc.assert(
    fc.property(fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 60 }), fc.nat(1000), (rows, seed) => {
      const sorted = (list: (readonly [number, number])[]) => {
        const columns = [0, 1].map((j) => Float64Array.from(list, (row) => row[j]!));
        const order = rowOrder(columns, list.length);
        assert.deepEqual(
          [...order].sort((a, b) => a - b),
          list.map((_, i) => i),
        );
        return [...order].map((i) => [list[i]![0] + 0, list[i]![1] + 0]);
      };
      assert.deepEqual(sorted(random(seed).shuffle([...rows])), sorted(rows));
    }),
  );
});

test("the order looks like a random one: neighbors of a ramp are torn apart", () => {
  const order = rowOrder([Float64Array.from({ length: 1000 }, (_, i) => i)], 1000);
  const moved = order.reduce((sum, row, i) => sum + Math.abs(row - i), 0) / 1000;
  assert.ok(moved > 280 && moved < 390, String(moved)); // a third of the rows for a random order
});
