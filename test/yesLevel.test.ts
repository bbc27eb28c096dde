import assert from "node:assert/strict";
import { test } from "node:test";
import { yesLevel } from "../src/yesLevel.js";

test("the level that says yes, in any order and case; none where the two levels say something else", () => {
  for (const [levels, yes] of [
    [["No", "Yes"], "Yes"],
    [["YES", "no"], "YES"],
    [["false", "true"], "true"],
    [["0", "1"], "1"],
    [["Y", "N"], "Y"],
  ] as const)
    assert.equal(yesLevel(levels), yes);
  for (const levels of [["Female", "Male"], ["yes"], ["yes", "no", "perhaps"], ["yes", "0"], []])
    assert.equal(yesLevel(levels), undefined);
});
