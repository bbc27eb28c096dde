import assert from "node:assert/strict";
import { test } from "node:test";
import { stability } from "../../src/plot/stability.js";
import { toTable } from "../../src/table.js";
import { stabilityOf } from "./stabilities.js";
import { drawnTexts } from "./svgTexts.js";

const found = stabilityOf(200, [2, 3, 4], { names: { 3: ["Loyal", "New", "Lost"] } });

test("a box for each k, and one for each segment of the chosen k, of all samples", () => {
  const { data, alt } = stability(found, { k: 3 });
  const boxes = data as unknown as { name: string; x: number[]; y: number[] }[];
  assert.deepEqual(
    boxes.map(({ name }) => name),
    ["k = 2", "k = 3", "k = 4", "Loyal", "New", "Lost"],
  );
  const rand = (found.global.objects() as { k: number; adjustedRand: number }[]).filter(({ k }) => k === 4);
  assert.deepEqual(
    boxes[2]!.y,
    rand.map(({ adjustedRand }) => Number(adjustedRand.toFixed(4))),
  );
  assert.equal(boxes[3]!.x.length, 20);
  assert.match(alt, /Median adjusted Rand index by k: 2: \d\.\d\d, 3: .*Loyal [\d.]+ \((highly stable|valid)\); New/);
});

test("shows the k on which pairs agree most, where none is asked for, and verdicts beside the names", () => {
  const summary = found.summary.objects() as { k: number; median: number }[];
  const best = summary.reduce((most, one) => (one.median > most.median ? one : most));
  const figure = stability(found);
  assert.equal(figure.title, `Would we find ${best.k} segments again? Median agreement ${best.median.toFixed(2)}`);
  const texts = drawnTexts(figure.svg).map(({ text }) => text);
  assert.ok(texts.includes("Segment 1"), texts.join("|"));
  assert.ok(
    texts.some((text) => /^\((highly stable|valid)\)$/.test(text)),
    texts.join("|"),
  );
});

test("a single k has no panel of its own for whole solutions", () => {
  const { data, layout } = stability(stabilityOf(100, [3]));
  assert.equal(data.length, 3);
  assert.equal(layout.xaxis2, undefined);
});

test("says of which segments one is not to be trusted, and of no segment what was not measured", () => {
  const words = (jaccards: (number | null)[]) => {
    const judged = jaccards.map((jaccard, label) => ({
      ...found.segments.object(label),
      k: 3,
      label,
      segment: `S${label}`,
      jaccard,
    }));
    return JSON.stringify(
      stability({ ...found, segments: toTable(judged) as typeof found.segments }, { k: 3 }).layout.title,
    );
  };
  assert.match(words([0.9, 0.6, 0.7]), /All 3 segments have a mean Jaccard index of 0\.6 or more\./);
  assert.match(words([0.9, 0.59, 0.7]), /Not to be trusted \(mean Jaccard index below 0\.6\): S1\./);
  assert.match(words([0.1, 0.2, 0.3]), /None of the 3 segments has a mean Jaccard index of 0\.6 or more/);
  assert.match(words([0.9, null, 0.7]), /All 2 of 3 segments that were drawn have/);
});

test("says what is wrong", () => {
  assert.throws(() => stability(found, { k: 5 }), /k to be one of 2, 3, 4, got 5/);
});
