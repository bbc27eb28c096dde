import assert from "node:assert/strict";
import { test } from "node:test";
import { withinSquares } from "../../src/numeric/withinSquares.js";

test("by hand: squared distances to the means, without the rows that have no label", () => {
  const columns = [Float64Array.of(0, 2, 10, 14, 99), Float64Array.of(0, 0, 1, 1, 99)];
  assert.equal(withinSquares(columns, Int32Array.of(0, 0, 1, 1, -1), 2), 2 + 8);
});
