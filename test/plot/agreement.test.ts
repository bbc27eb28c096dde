import assert from "node:assert/strict";
import { test } from "node:test";
import { agreement } from "../../src/plot/agreement.js";

const index = [
  [1, 0.25, -0.1],
  [0.25, 1, 0.5],
  [-0.1, 0.5, 1],
];

test("each two candidates have a cell with their index, the pairs stand in words", () => {
  const { data, alt, layout } = agreement({ candidates: ["a", "b", "c"], agreement: index, recommended: "b" });
  assert.deepEqual(data[0]!.z, index);
  assert.deepEqual((data[0]!.text as string[][])[0], ["1.00", "0.25", "-0.10"]);
  assert.match(alt, /3 candidates: b and c \(0\.50\); a and b \(0\.25\); a and c \(-0\.10\)\. Recommended: b\./);
  assert.match(
    (layout.title as { subtitle: { text: string } }).subtitle.text.replaceAll("<br>", " "),
    /Most alike: b and c \(0\.50\); least: a and c \(-0\.10\)\.$/,
  );
});

test("long names stand beside the rows with a number, which alone stands below the columns", () => {
  const { xaxis, yaxis } = agreement({ candidates: ["a", "a rather long name", "c"], agreement: index })
    .layout as Record<string, { ticktext: string[] }>;
  assert.deepEqual(xaxis!.ticktext, ["1", "2", "3"]);
  assert.deepEqual(yaxis!.ticktext, ["1. a", "2. a rather long name", "3. c"]);
});

test("refuses a single candidate", () => {
  assert.throws(() => agreement({ candidates: ["a"], agreement: [[1]] }), RangeError);
  assert.throws(() => agreement(Promise.resolve() as never), /what compare returns, got a promise: await it/);
});
