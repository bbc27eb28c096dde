import assert from "node:assert/strict";
import { test } from "node:test";
import { exchangePass } from "../../src/numeric/exchangePass.js";

test("computed by hand: 2 leaves {2, 3, 5.5} for {0}, which lowers 6.5 to 5.125, then 3 follows", () => {
  const labels = Int32Array.of(0, 1, 1, 1);
  const centers = Float64Array.of(0, 3.5);
  const weight = Float64Array.of(1, 3);
  const counts = Int32Array.of(1, 3);
  assert.equal(exchangePass(Float64Array.of(0, 2, 3, 5.5), 1, labels, centers, weight, counts), 2);
  assert.deepEqual([...labels], [0, 0, 0, 1]);
  assert.ok(Math.abs(centers[0]! - 5 / 3) < 1e-15 && centers[1] === 5.5);
  assert.deepEqual([...weight, ...counts], [3, 1, 3, 1]);
  assert.equal(exchangePass(Float64Array.of(0, 2, 3, 5.5), 1, labels, centers, weight, counts), 0);
});

test("the last row of a label stays", () => {
  const labels = Int32Array.of(0, 1);
  assert.equal(
    exchangePass(Float64Array.of(0, 0), 1, labels, Float64Array.of(0, 0), Float64Array.of(1, 1), Int32Array.of(1, 1)),
    0,
  );
});
