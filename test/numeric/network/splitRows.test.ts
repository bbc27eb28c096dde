import assert from "node:assert/strict";
import { test } from "node:test";
import { rowsApart } from "../../../src/numeric/network/splitRows.js";

test("by hand: a share of the rows, none where they are fewer than ten, and no more than ten thousand", () => {
  assert.equal(rowsApart(0.1, 99), 0);
  assert.equal(rowsApart(0.1, 100), 10);
  assert.equal(rowsApart(0.25, 1001), 250);
  assert.equal(rowsApart(0, 1000), 0);
  assert.equal(rowsApart(0.5, 100_000), 10_000);
});
