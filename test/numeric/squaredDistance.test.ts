import assert from "node:assert/strict";
import { test } from "node:test";
import { squaredDistance } from "../../src/numeric/squaredDistance.js";

test("sums squared differences of one row and another", () => {
  assert.equal(squaredDistance(Float64Array.of(9, 9, 0, 0), 2, Float64Array.of(3, 4), 0, 2), 25);
});
