import assert from "node:assert/strict";
import { test } from "node:test";
import { knownShare } from "../../../src/numeric/network/inputs.js";

test("by hand: the share that is known, a category counting as one column", () => {
  const values = Float32Array.of(4, 1, 0, 7, 0, 0, 0, 0, 1);
  // Of three numbers one is missing, and of three answers one: four of six.
  const known = Float32Array.of(1, 0, 0, 1, 0, 0, 0, 0, 0);
  assert.equal(knownShare({ rows: 3, numbers: 1, levels: [2], values, known }), 4 / 6);
  assert.equal(knownShare({ rows: 3, numbers: 3, levels: [], values }), 1);
});
