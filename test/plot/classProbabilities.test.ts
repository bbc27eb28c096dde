import assert from "node:assert/strict";
import { test } from "node:test";
import { classProbabilities } from "../../src/plot/classProbabilities.js";
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
