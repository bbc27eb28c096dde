import assert from "node:assert/strict";
import { test } from "node:test";
import { startsNeeded } from "../../src/numeric/startsNeeded.js";

test("counts anew with each better value, and takes values within a billionth for the same", () => {
  assert.equal(startsNeeded([3, 3, 2, 5, 2 + 1e-10, 2], 3), 6);
  assert.equal(startsNeeded([3, 3, 2], 2), 2);
  assert.equal(startsNeeded([3, 2, 1], 2), undefined);
  assert.equal(startsNeeded([0, 1, 0], 2), 3);
  assert.equal(startsNeeded([], 1), undefined);
});

test("starts that found nothing are not counted", () => {
  const nothing = Number.POSITIVE_INFINITY;
  assert.equal(startsNeeded([nothing, nothing, nothing], 2), undefined);
  assert.equal(startsNeeded([nothing, 4, nothing, 4], 2), 4);
});
