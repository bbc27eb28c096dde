import assert from "node:assert/strict";
import { test } from "node:test";
import { groupShares } from "../../../src/numeric/network/groupShares.js";
import { nearestGroups } from "../../../src/numeric/network/nearestGroups.js";

const groups = {
  k: 2,
  centers: Float64Array.of(0, 4),
  mixture: { weights: Float64Array.of(0.75, 0.25), variances: Float64Array.of(1, 1) },
};

test("by hand: a row halfway between two groups of the same spread is of either by their shares", () => {
  const [first, second] = groupShares(Float64Array.of(2, -1), 1, groups);
  assert.ok(Math.abs(first![0]! - 0.75) < 1e-12 && Math.abs(second![0]! - 0.25) < 1e-12, `${first![0]}, ${second![0]}`);
});

test("a row whose variance no exponential holds is still of the nearest group, and its shares add up to 1", () => {
  for (const log of [900, -900]) {
    const encoded = Float64Array.of(4, log);
    assert.deepEqual([...nearestGroups(encoded, 1, groups)], [1]);
    const shares = groupShares(encoded, 1, groups).map(([share]) => share!);
    assert.ok(shares[1]! > 0.99 && Math.abs(shares[0]! + shares[1]! - 1) < 1e-12, `logarithm ${log}: ${shares}`);
  }
});
