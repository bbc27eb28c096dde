import assert from "node:assert/strict";
import { test } from "node:test";
import { seedAgreement } from "../../src/plot/seedAgreement.js";
import { deepOf } from "./deepSegmentations.js";
import { headline } from "./headline.js";
import { drawnTexts } from "./svgTexts.js";

test("by hand: a cell for each two seeds with its index, and plain methods beside them", () => {
  const figure = seedAgreement({
    ...deepOf({ seeds: 2 }),
    seedAgreement: [
      [1, 0.25],
      [0.25, 1],
    ],
  });
  const [seeds, plain] = figure.data as unknown as { z: (number | null)[][]; text: string[][] }[];
  assert.deepEqual(seeds!.z, [
    [1, 0.25],
    [0.25, 1],
  ]);
  assert.deepEqual(seeds!.text, [
    ["1.00", "0.25"],
    ["0.25", "1.00"],
  ]);
  assert.deepEqual(plain!.z, [[0.62], [0.55], [null]]);
  const texts = drawnTexts(figure.svg).map(({ text }) => text);
  for (const text of ["0.25", "0.62", "0.55", "n/a", "k-means", "Ward", "Gaussian mixture", "Seed 2 (chosen)"])
    assert.ok(texts.includes(text), `${text} in ${texts.join("|")}`);
  assert.match(figure.alt, /1 and 2 0\.25\. Seed 2 was chosen\. Plain methods with it: k-means 0\.62, Ward 0\.55/);
});

test("the subtitle has the mean, the extremes and why a plain method has no figure", () => {
  const figure = seedAgreement({
    ...deepOf({ seeds: 3 }),
    seedAgreement: [
      [1, 0.9, 0.1],
      [0.9, 1, 0.2],
      [0.1, 0.2, 1],
    ],
  });
  assert.match(headline(figure), /Mean 0\.40; most alike: seeds 1 and 2 \(0\.90\), least: 1 and 3 \(0\.10\)/);
  assert.match(headline(figure), /Gaussian mixture could not do these columns: expected other columns\./);
});

test("seeds alone, and one seed beside plain methods", () => {
  assert.equal(seedAgreement(deepOf({ baselines: false })).data.length, 1);
  const one = seedAgreement(deepOf({ seeds: 1 }));
  assert.equal(one.title, "Do plain methods find the segments of this seed?");
  assert.doesNotMatch(one.alt, /NaN|undefined/);
  assert.throws(() => seedAgreement(deepOf({ seeds: 1, baselines: false })), /at least two seeds, or a plain method/);
});

test("an index below 0 is printed as it is", () => {
  const figure = seedAgreement({
    ...deepOf({ seeds: 2, baselines: false }),
    seedAgreement: [
      [1, -0.03],
      [-0.03, 1],
    ],
  });
  assert.ok(drawnTexts(figure.svg).some(({ text }) => text === "-0.03"));
});
