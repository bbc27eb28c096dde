import assert from "node:assert/strict";
import { test } from "node:test";
import { matchRules } from "../../src/numeric/matchRules.js";
import type { Rule } from "../../src/segmentation.js";

test("finds the first rule, counts all that match, and flags missing values; bounds are included", () => {
  const columns = new Map([
    ["x", Float64Array.of(1, 2, 3, Number.NaN)],
    ["y", Float64Array.of(0, 0, 0, 0)],
  ]);
  const rules: Rule[] = [
    { name: "low", when: { x: [1, 2], y: [0, 0] } },
    { name: "high", when: { x: [2, 2.5] } },
  ];
  const { matched, times, lacking } = matchRules(rules, columns, 4);
  assert.deepEqual([...matched], [0, 0, -1, -1]);
  assert.deepEqual([...times], [1, 2, 0, 0]);
  assert.deepEqual([...lacking], [0, 0, 0, 1]);
});
