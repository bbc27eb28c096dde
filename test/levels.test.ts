import assert from "node:assert/strict";
import { test } from "node:test";
import { levelsOf } from "../src/levels.js";

test("numbers by size, also where they are written as text or as bigint; then texts by the alphabet; missing is none", () => {
  assert.deepEqual(levelsOf([10, 2, 0, -1, 1, 2.5, null, 10], "x"), ["-1", "0", "1", "2", "2.5", "10"]);
  assert.deepEqual(levelsOf(["10", "2", "01", "1"], "x"), ["01", "1", "2", "10"]);
  assert.deepEqual(levelsOf([10n, 9n], "x"), ["9", "10"]);
  assert.deepEqual(levelsOf(["other", "10", "2", "Other", "", " "], "x"), ["2", "10", "", " ", "Other", "other"]);
  assert.deepEqual(levelsOf(["18-29", "30-44", "<18"], "x"), ["<18", "18-29", "30-44"]);
  assert.deepEqual(levelsOf(["over $150K", "$25-50K", "under $25K"], "x"), ["under $25K", "$25-50K", "over $150K"]);
  assert.deepEqual(levelsOf(["18-29", "30-44", "none"], "x"), ["18-29", "30-44", "none"]);
  assert.deepEqual(levelsOf([true, false, null], "x"), ["false", "true"]);
  assert.deepEqual(levelsOf([null, null], "x"), []);
});

test("what is no level is refused with its row and column", () => {
  for (const odd of [Number.NaN, Number.POSITIVE_INFINITY, new Date(0)])
    assert.throws(() => levelsOf([1, null, odd], "score"), {
      name: "DataError",
      message: /expected text, a finite number or true\/false as a level.*row 3.*"score"/,
    });
});
