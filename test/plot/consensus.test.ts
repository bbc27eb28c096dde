import assert from "node:assert/strict";
import { test } from "node:test";
import { consensus } from "../../src/plot/consensus.js";
import { consensus as consensusOf } from "../../src/segment/evaluate/consensus.js";
import { labeled } from "../segment/evaluate/labeled.js";
import { stabilityOf } from "./stabilities.js";

/** What was found for given labels and runs. */
function made(labels: number[], runs: number[][]) {
  return { consensus: () => consensusOf(labeled(labels), Int32Array.from(labels.keys()), runs, false) };
}

test("by hand: a cell for each pair of rows while there is room, lines between segments", () => {
  const runs = [
    [0, 0, 1],
    [0, 1, 1],
  ];
  const { data, layout, alt } = consensus(made([0, 0, 1], runs), { k: 2 });
  // A row with itself is no pair: its cell counts as 1.
  assert.deepEqual(data[0]!.z, [
    [1, 0.5, 0],
    [0.5, 1, 0.5],
    [0, 0.5, 1],
  ]);
  assert.deepEqual(
    (layout.shapes as { x0: number; y0: number }[]).map(({ x0, y0 }) => [x0, y0]),
    [
      [0, 1.5],
      [1.5, 0],
    ],
  );
  assert.match(alt, /Segment 1 0\.50 and 0\.25; Segment 2 n\/a and 0\.25/);
});

test("many rows are averaged into at most about 60 cells a side, at least one for a segment; noise is left out", () => {
  const labels = Array.from({ length: 500 }, (_, i) => (i === 0 ? 1 : i < 20 ? -1 : 0));
  const { data, alt, title } = consensus(made(labels, [labels]), { k: 2 });
  const z = data[0]!.z as number[][];
  assert.equal(z.length, 61);
  assert.ok(z.slice(0, 60).every((row) => row.slice(0, 60).every((value) => value === 1) && row[60] === 0));
  assert.match(alt, /Noise is left out/);
  assert.equal(title, "Who stays together at k = 2: 481 customers in 1 sample");
});

test("the subtitle tells the loosest and the firmest segment, and one alone by itself", () => {
  const subtitle = (labels: number[], runs: number[][], k: number) =>
    (consensus(made(labels, runs), { k }).layout.title as { subtitle: { text: string } }).subtitle.text.replaceAll(
      "<br>",
      " ",
    );
  const runs = [
    [0, 0, 1, 1],
    [0, 0, 1, 0],
  ];
  assert.equal(
    subtitle([0, 0, 1, 1], runs, 2),
    "Two customers of the same segment stand together in 50 % (Segment 2) to 100 % (Segment 1) of the samples.",
  );
  assert.equal(
    subtitle([0, 0, 0, 1], runs, 2),
    "Two customers of the same segment stand together in 33 % of the samples.",
  );
  assert.equal(subtitle([0, 1], [[0, 1]], 2), "No segment has two customers.");
});

test("long names stand beside the rows with a number, which alone stands below the columns", () => {
  const found = stabilityOf(90, [2], { names: { 2: ["Customers of the northern suburbs", "New"] } });
  const { xaxis, yaxis } = consensus(found, { k: 2 }).layout as Record<string, { ticktext: string[] }>;
  assert.deepEqual(xaxis!.ticktext, ["1", "2"]);
  assert.deepEqual(yaxis!.ticktext, ["1. Customers of the northern suburbs", "2. New"]);
});

test("is symmetric, and refuses a k that was not tried", () => {
  const found = stabilityOf(150, [3]);
  const z = consensus(found, { k: 3 }).data[0]!.z as number[][];
  for (const [a, row] of z.entries())
    for (const [b, value] of row.entries()) assert.ok(Math.abs(value - z[b]![a]!) < 0.0011); // rounded to thousandths
  assert.throws(() => consensus(found, { k: 4 }), /k to be one of 3, got 4/);
});
