import assert from "node:assert/strict";
import { test } from "node:test";
import { plusPlus } from "../../src/numeric/plusPlus.js";
import { random } from "../../src/random.js";

test("starts in every far group, and repeats itself with its seed", () => {
  const flat = Float64Array.from({ length: 40 }, (_, i) => (i % 4) * 1e6 + i);
  for (let seed = 0; seed < 50; seed++) {
    const { chosen, potential } = plusPlus(flat, 1, 4, undefined, random(seed));
    assert.deepEqual([...chosen].map((row) => row % 4).sort(), [0, 1, 2, 3]);
    assert.ok(potential > 0);
    assert.deepEqual(plusPlus(flat, 1, 4, undefined, random(seed)).chosen, chosen);
  }
});

test("draws the first center in proportion to the weights", () => {
  const flat = Float64Array.of(0, 1, 2);
  const counts = [0, 0, 0];
  for (let seed = 0; seed < 6000; seed++)
    counts[plusPlus(flat, 1, 1, Float64Array.of(1, 2, 3), random(seed)).chosen[0]!]!++;
  // binomial with standard deviations 28.9, 36.5, 38.7: within four of them
  [1000, 2000, 3000].forEach((expected, i) => {
    assert.ok(Math.abs(counts[i]! - expected) < 155, `${counts}`);
  });
});

test("reports rows that doubles cannot tell apart", () => {
  assert.equal(plusPlus(Float64Array.of(5, 5), 1, 2, undefined, random(1)).potential, 0);
  assert.equal(plusPlus(Float64Array.of(1e-200, 2e-200), 1, 2, undefined, random(1)).potential, 0);
  assert.equal(
    plusPlus(Float64Array.of(1e200, -1e200), 1, 2, undefined, random(1)).potential,
    Number.POSITIVE_INFINITY,
  );
});
