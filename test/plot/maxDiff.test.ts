import assert from "node:assert/strict";
import { test } from "node:test";
import { maxDiff } from "../../src/plot/maxDiff.js";
import type { MaxDiffItem } from "../../src/represent/maxDiff.js";
import { toTable } from "../../src/table.js";
import { headline } from "./headline.js";

const fit = {
  ...{ model: "sequential" as const, sets: 10, choices: 20, logLikelihood: -9, nullLogLikelihood: -10 },
  ...{ pseudoR2: 0.1, iterations: 3, converged: true },
};
const row = (item: string, utility: number | null, error = 0.1): MaxDiffItem => ({
  ...{ item, shown: 20, best: 10, worst: 5, score: 0.25, utility },
  standardError: utility === null ? null : error,
  clusteredError: null,
  lower: utility === null ? null : utility - error,
  upper: utility === null ? null : utility + error,
  share: utility === null ? null : 0.3,
});
const drawn = (...items: MaxDiffItem[]) => maxDiff({ items: toTable(items), fit });

test("by hand: points by utility with their intervals, and bars of best and worst by the times shown", () => {
  const { data, layout, alt } = drawn(row("b", -0.5), row("a", 1.5), row("c", -1));
  const [points, worst, best] = data as unknown as {
    x: number[];
    y: number[];
    error_x: { array: number[]; arrayminus: number[] };
  }[];
  assert.deepEqual(points!.x, [1.5, -0.5, -1]);
  assert.deepEqual(points!.error_x.array, [0.1, 0.1, 0.1]);
  assert.deepEqual(points!.error_x.arrayminus, [0.1, 0.1, 0.1]);
  assert.deepEqual(worst!.x, [-0.25, -0.25, -0.25]);
  assert.deepEqual(best!.x, [0.5, 0.5, 0.5]);
  assert.deepEqual((layout.yaxis as { ticktext: string[] }).ticktext, ["a (30 %)", "b (30 %)", "c (30 %)"]);
  assert.match(alt, /a: utility 1\.50 \(1\.40 to 1\.60\), best 10 and worst 5 of 20 times/);
});

test("the title says what is known: one first, several that overlap, all that overlap, or scores alone", () => {
  assert.equal(drawn(row("a", 1), row("b", 0), row("c", -1)).title, "a matters most of 3 items, c least");
  assert.equal(
    drawn(row("a", 1), row("b", 0.9), row("c", -2)).title,
    "2 of 3 items matter most, too close to tell apart: a, b",
  );
  assert.equal(
    drawn(row("a", 0.1), row("b", -0.1)).title,
    "None of 2 items clearly matters most: the intervals overlap",
  );
  const apart = drawn({ ...row("top", null), score: 1 }, row("a", 0.5), row("b", -0.5));
  assert.equal(apart.title, "top has the highest score of 3 items, b the lowest");
  assert.match(headline(apart), /Without a utility, because never compared, never better or never worse: top\./);
  assert.match(headline(drawn(row("a", null), row("b", null))), /No item has a utility/);
  assert.throws(() => maxDiff({ items: toTable([] as MaxDiffItem[]), fit }), /at least one item/);
});
