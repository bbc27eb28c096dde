import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { nearestRows } from "../../src/numeric/nearestRows.js";

test("by hand: rows in order of distance, equally near ones in their order, a row never its own neighbor", () => {
  const { rows, distances } = nearestRows([Float64Array.of(0, 1, 3, 1)], 2);
  assert.deepEqual(Array.from(rows), [1, 3, 3, 0, 1, 3, 1, 0]);
  assert.deepEqual(Array.from(distances), [1, 1, 0, 1, 4, 4, 0, 1]);
});

test("equal to sorting all rows by distance", () => {
  const cell = fc.integer({ min: -3, max: 3 });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(cell, cell), { minLength: 2, maxLength: 25 }),
      fc.integer({ min: 1, max: 24 }),
      (points, wanted) => {
        const count = Math.min(wanted, points.length - 1);
        const columns = [0, 1].map((j) => Float64Array.from(points, (point) => point[j]!));
        const found = nearestRows(columns, count);
        points.forEach(([x, y], i) => {
          const sorted = points
            .map((other, j) => ({ j, away: (other[0] - x) ** 2 + (other[1] - y) ** 2 }))
            .filter(({ j }) => j !== i)
            .sort((a, b) => a.away - b.away || a.j - b.j)
            .slice(0, count);
          const mine = Array.from(found.rows.subarray(i * count, (i + 1) * count));
          assert.deepEqual(
            mine,
            sorted.map(({ j }) => j),
          );
        });
      },
    ),
    { numRuns: 200 },
  );
});

test("by hand: what makes a row farther from all others counts for others, and their order follows", () => {
  const { rows, distances } = nearestRows([Float64Array.of(0, 1, 3)], 2, Float64Array.of(0, 9, 0));
  assert.deepEqual(Array.from(rows), [2, 1, 0, 2, 0, 1]);
  assert.deepEqual(Array.from(distances), [9, 10, 1, 4, 9, 13]);
});

test("says what is wrong", () => {
  assert.throws(() => nearestRows([Float64Array.of(1, 2)], 2), /expected a number of neighbors from 1 to 1, got 2/);
  assert.throws(() => nearestRows([Float64Array.of(1, 2)], 0), /from 1 to 1, got 0/);
});
