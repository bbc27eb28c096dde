import assert from "node:assert/strict";
import { test } from "node:test";
import { survey } from "../../src/collect/survey.js";
import { classProbabilities } from "../../src/plot/classProbabilities.js";
import { matrix } from "../../src/represent/matrix.js";
import { latentClass } from "../../src/segment/latentClass.js";
import { classesOf, segmentationOf } from "./examples.js";
import { drawnTexts } from "./svgTexts.js";

test("by hand: of two levels the yes is drawn, with its probability in each class", () => {
  const made = classesOf(2, ["tea", "milk"], ["yes", "no"]);
  const probabilities = [
    [
      [0.9, 0.1],
      [0.5, 0.5],
    ],
    [
      [0.25, 0.75],
      [0.3, 0.7],
    ],
  ];
  const drawn = classProbabilities({ ...made, model: { ...made.model, probabilities } });
  const { z } = drawn.data[0] as unknown as { z: number[][] };
  assert.deepEqual(z, [
    [0.9, 0.25],
    [0.5, 0.3],
  ]);
  const texts = drawnTexts(drawn.svg).map(({ text }) => text);
  for (const wanted of ["tea: yes", "milk: yes", "90 %", "25 %", "67 %", "33 %"])
    assert.ok(texts.includes(wanted), wanted);
  assert.match(drawn.alt, /Segment 2 \(33 %\), tea: yes 25 %/);
});

test("of many items those are drawn that differ most, and the subtitle says so", () => {
  const made = classesOf(
    3,
    Array.from({ length: 70 }, (_, j) => `q${j}`),
    ["no", "yes"],
  );
  const drawn = classProbabilities(made);
  assert.equal((drawn.data[0] as unknown as { z: number[][] }).z.length, 60);
  assert.match(drawn.alt, /The 60 of 70 items that differ most/);
});

test("refuses what has no classes", () => {
  assert.throws(() => classProbabilities(segmentationOf([0, 1], 2)), /made by latentClass, got one made by made/);
  const made = classesOf(2, [], ["no", "yes"]);
  assert.throws(() => classProbabilities(made), /classes of items/);
});

test("given the survey, items are called by their questions and answers by their levels, in the survey's order", async () => {
  const asked = await survey(
    Array.from({ length: 40 }, (_, i) => ({
      id: i,
      taste: ["Agree", "Disagree", "Neutral"][i % 3]!,
      color: ["red", "blue", "green"][(i + 1) % 3]!,
    })),
    {
      id: "id",
      items: {
        taste: { levels: ["Disagree", "Neutral", "Agree"], codes: [30, 2, 1], question: "Does it taste well?" },
      },
    },
  );
  const items = matrix(asked.answers, { id: "id", columns: [], categorical: ["taste", "color"] });
  const drawn = classProbabilities(await latentClass(items, { k: 1, restarts: 1 }), { survey: asked });
  const { ticktext } = drawn.layout.yaxis as { ticktext: string[] };
  assert.deepEqual(ticktext, [
    "Does it taste well?: Disagree",
    "Does it taste well?: Neutral",
    "Does it taste well?: Agree",
    "color: blue",
    "color: green",
    "color: red",
  ]);
  // 14 of 40 agree and 13 do each of the others; 14 of 40 are blue.
  assert.deepEqual(
    (drawn.data[0] as unknown as { text: string[][] }).text.map(([one]) => one),
    ["33 %", "33 %", "35 %", "35 %", "33 %", "33 %"],
  );
  const other = classesOf(2, ["tea"], ["yes", "no"]);
  assert.throws(() => classProbabilities(other, { survey: asked }), /got one without any of their items \(tea\)/);
  assert.throws(() => classProbabilities(other, { survy: asked } as never), /Did you mean "survey"/);
});
