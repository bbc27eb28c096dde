import assert from "node:assert/strict";
import { test } from "node:test";
import { chiSquaredTest } from "../../src/numeric/chiSquaredTest.js";

const near = (found: number, wanted: number, within = 1e-12) =>
  assert.ok(Math.abs(found - wanted) <= within * Math.abs(wanted), `expected ${wanted}, got ${found}`);

test("matches scipy 1.17.1 (chi2_contingency without correction, contingency.association); an empty row changes nothing", () => {
  for (const [counts, rows] of [
    [[12, 5, 3, 4, 9, 8], 2],
    [[12, 5, 3, 0, 0, 0, 4, 9, 8], 3],
  ] as const) {
    const found = chiSquaredTest(counts, rows, 3)!;
    near(found.chiSquared, 7.395593692022264);
    near(found.p, 0.02477805625299871);
    near(found.cramersV, 0.42471206004982076);
    near(found.smallestExpected, 5.36585366, 1e-8);
    assert.deepEqual([found.df, found.smaller, found.belowFive], [2, 1, 0]);
  }
});

test("by hand: what goes together has V 1, what does not 0, and the corrected V is never below 0", () => {
  const all = chiSquaredTest([10, 0, 0, 10], 2, 2)!;
  near(all.cramersV, 1);
  near(all.correctedV, 1);
  near(all.chiSquared, 20);
  const none = chiSquaredTest([10, 20, 5, 10], 2, 2)!;
  assert.deepEqual([none.chiSquared < 1e-12, none.correctedV], [true, 0]);
  assert.equal(chiSquaredTest([3, 0, 4, 0], 2, 2), undefined);
});
