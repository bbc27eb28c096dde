import assert from "node:assert/strict";
import { test } from "node:test";
import { covariances } from "../../src/numeric/covariances.js";

const gap = Number.NaN;

test("by hand: each pair over the rows that have both, with the means of these rows", () => {
  const { matrix, fewest } = covariances([
    Float64Array.of(1, 2, 3, 6),
    Float64Array.of(2, gap, 4, 3),
    Float64Array.of(gap, gap, 1, 5),
  ]);
  // First and second share rows 1, 3, 4: means 10 / 3 and 3.
  const wanted = [14 / 3, 1, 6, 1, 1, -2, 6, -2, 8];
  matrix.forEach((value, i) => {
    assert.ok(Math.abs(value - wanted[i]!) < 1e-14, `entry ${i}: ${value} for ${wanted[i]}`);
  });
  assert.equal(fewest, 2);
});

test("a constant column has no variance at all, far from zero too; fewer than two rows leave nothing", () => {
  const { matrix } = covariances([Float64Array.of(0.1, 0.1, 0.1), Float64Array.of(1e9, 1e9 + 1, gap)]);
  assert.deepEqual([...matrix], [0, 0, 0, 0.5]);
  const { matrix: few, fewest } = covariances([Float64Array.of(1, gap, 3), Float64Array.of(gap, 2, gap)]);
  assert.deepEqual([...few], [2, gap, gap, gap]);
  assert.equal(fewest, 0);
  assert.equal(covariances([Float64Array.of(1, gap, 3)]).fewest, 2);
});
