import assert from "node:assert/strict";
import { test } from "node:test";
import { mean, sumNthPowerDeviations } from "simple-statistics";
import { momentsOf } from "../../src/numeric/moments.js";
import { random } from "../../src/random.js";

test("computed by hand: 1, 2, 3 then 8 have mean 3.5 and squares 29", () => {
  const first = momentsOf([Float64Array.of(1, 2, 3)]);
  assert.deepEqual(first, { count: 3, means: [2], squares: [2] });
  assert.deepEqual(momentsOf([Float64Array.of(8)], first), { count: 4, means: [3.5], squares: [29] });
});

test("pieces without rows change nothing, wherever they stand", () => {
  const none = [new Float64Array(0), new Float64Array(0)];
  const some = [Float64Array.of(1, 3), Float64Array.of(5, 5)];
  const expected = { count: 2, means: [2, 5], squares: [2, 0] };
  assert.deepEqual(momentsOf(some, momentsOf(none)), expected);
  assert.deepEqual(momentsOf(none, momentsOf(some)), expected);
});

test("pieces give what simple-statistics computes of the whole, also far from zero", () => {
  const draw = random(3);
  const all = Array.from({ length: 1000 }, () => 1e9 + draw.normal());
  let moments = momentsOf([Float64Array.from(all.slice(0, 10))]);
  for (let from = 10; from < 1000; from += 90)
    moments = momentsOf([Float64Array.from(all.slice(from, from + 90))], moments);
  assert.ok(Math.abs(moments.means[0]! - mean(all)) < 1e-6);
  assert.ok(Math.abs(moments.squares[0]! / sumNthPowerDeviations(all, 2) - 1) < 1e-6);
});
