import assert from "node:assert/strict";
import { test } from "node:test";
import { scree } from "../../src/plot/scree.js";
import { toTable } from "../../src/table.js";

const analysis = {
  suggested: 2,
  of: "components" as const,
  percentile: 95,
  replicates: 100,
  respondents: 50,
  table: toTable(
    [2.5, 1.6, 0.9, 0.5, 0.3].map((eigenvalue, i) => ({
      rank: i + 1,
      eigenvalue,
      randomMean: 1.3 - i / 10,
      randomPercentile: 1.5 - i / 10,
      aboveChance: i < 2,
    })),
  ),
};

test("by hand: the eigenvalues above chance are filled, the others open, beside the lines of the random ones", () => {
  const drawn = scree(analysis);
  const [mean, high, own] = drawn.data as unknown as { y: number[]; marker?: { color: string[] } }[];
  assert.deepEqual(mean!.y, [1.3, 1.2, 1.1, 1, 0.9]);
  assert.deepEqual(high!.y, [1.5, 1.4, 1.3, 1.2, 1.1]);
  assert.deepEqual(own!.y, [2.5, 1.6, 0.9, 0.5, 0.3]);
  const [first, second, ...rest] = own!.marker!.color;
  assert.equal(first, second);
  assert.deepEqual(rest, ["#ffffff", "#ffffff", "#ffffff"]);
  assert.notEqual(first, "#ffffff");
  assert.equal(drawn.title, "How many components? 2 of 5 are more than chance");
  assert.match(
    drawn.alt,
    /50 respondents beside the 95th percentile of 100 sets of random answers\. 1: 2\.50 \(random 1\.50\); 2: 1\.60/,
  );
  assert.match(drawn.alt, /down to 0\.30 \(1\.10\)\.$/);
});

test("percentiles are said as ordinals", () => {
  for (const [percentile, said] of [
    [51, "51st"],
    [62, "62nd"],
    [73, "73rd"],
    [90, "90th"],
    [97.5, "97.5th"],
  ] as const)
    assert.ok(scree({ ...analysis, percentile }).alt.includes(`the ${said} percentile`), said);
});

test("refuses a table without rows", () => {
  assert.throws(() => scree({ ...analysis, table: toTable([]) as typeof analysis.table }), RangeError);
});

test("refuses what is no parallel analysis", () => {
  assert.throws(() => scree(Promise.resolve() as never), /what parallelAnalysis returns, got a promise: await it/);
  assert.throws(() => scree(undefined as never), TypeError);
});
