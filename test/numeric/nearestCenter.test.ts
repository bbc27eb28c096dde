import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { nearestCenter } from "../../src/numeric/nearestCenter.js";

test("takes the nearest center, the first of equals, and counts changes", () => {
  const labels = Int32Array.of(-1, 0, 1);
  const distances = new Float64Array(3);
  assert.equal(nearestCenter(Float64Array.of(0, 5, 9), Float64Array.of(0, 10), 1, labels, distances), 1);
  assert.deepEqual([...labels], [0, 0, 1]);
  assert.deepEqual([...distances], [0, 25, 1]);
});

test("agrees with trying all centers (property)", () => {
  const row = fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 }));
  fc.assert(
    fc.property(fc.array(row, { minLength: 1 }), fc.array(row, { minLength: 1, maxLength: 6 }), (rows, centers) => {
      const labels = new Int32Array(rows.length);
      nearestCenter(
        Float64Array.from(rows.flat()),
        Float64Array.from(centers.flat()),
        2,
        labels,
        new Float64Array(rows.length),
      );
      rows.forEach(([x, y], i) => {
        const squares = centers.map(([a, b]) => (x - a) ** 2 + (y - b) ** 2);
        assert.equal(labels[i], squares.indexOf(Math.min(...squares)));
      });
    }),
  );
});
