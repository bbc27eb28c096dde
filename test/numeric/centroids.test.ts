import assert from "node:assert/strict";
import { test } from "node:test";
import { centroids } from "../../src/numeric/centroids.js";

test("means and weights by label, noise left out, an empty label at 0", () => {
  const flat = Float64Array.of(0, 0, 2, 4, 100, 100, 10, 10);
  const { centers, weight } = centroids(flat, 2, Int32Array.of(0, 0, -1, 2), 3);
  assert.deepEqual([...centers], [1, 2, 0, 0, 10, 10]);
  assert.deepEqual([...weight], [2, 0, 1]);
  assert.deepEqual(
    [...centroids(flat, 2, Int32Array.of(0, 0, -1, -1), 1, Float64Array.of(1, 3, 1, 1)).centers],
    [1.5, 3],
  );
});

test("a large common offset costs no digits: equal rows have exactly their own center", () => {
  const value = 1e15 + 0.25;
  assert.equal(centroids(new Float64Array(7).fill(value), 1, new Int32Array(7), 1).centers[0], value);
});
