import assert from "node:assert/strict";
import { test } from "node:test";
import { checkSearch, type SearchOptions } from "../../src/segment/checkSearch.js";

const usual: SearchOptions = {
  k: 3,
  restarts: undefined,
  maxIterations: undefined,
  tolerance: undefined,
  seed: 1,
  threads: undefined,
};

test("takes what k-means can do, and names what it cannot", () => {
  checkSearch(usual);
  checkSearch({ k: 1, restarts: 1, maxIterations: 1, tolerance: 0, seed: 0, threads: 1 });
  const bad = [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY];
  for (const name of ["k", "restarts", "maxIterations", "threads"])
    for (const value of bad)
      assert.throws(() => checkSearch({ ...usual, [name]: value }), {
        name: "RangeError",
        message: `expected ${name} to be a whole number of 1 or more, got ${value}`,
      });
  for (const tolerance of [-1, Number.NaN, Number.POSITIVE_INFINITY])
    assert.throws(() => checkSearch({ ...usual, tolerance }), { name: "RangeError", message: /tolerance/ });
  assert.throws(() => checkSearch({ ...usual, seed: -1 }), { name: "RangeError", message: /seed/ });
});
