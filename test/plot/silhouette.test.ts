import assert from "node:assert/strict";
import { test } from "node:test";
import { silhouette } from "../../src/plot/silhouette.js";
import { drawnTexts } from "./svgTexts.js";

test("by hand: values sorted within their segment, means in the labels, those below zero counted", () => {
  const figure = silhouette({
    values: Float64Array.of(0.5, 0.9, -0.1, 0.2),
    labels: Int32Array.of(0, 0, 1, 0),
    mean: 0.375,
  });
  const [first, second] = figure.data as unknown as { x: number[]; y: number[] }[];
  assert.deepEqual(first!.x, [0, 0.9, 0.9, 0.5, 0.5, 0.2, 0.2, 0]);
  assert.deepEqual(second!.x, [0, -0.1, -0.1, 0]);
  const texts = drawnTexts(figure.svg).map(({ text }) => text);
  assert.ok(texts.includes("Segment 1 (3, 0.53)"), texts.join("|"));
  assert.match(figure.alt, /1 customer \(25 %\) is nearer to another segment/);
});

test("the outline of a large segment keeps its shape: 400 values of 10,000, sorted", () => {
  const values = Float64Array.from({ length: 10_000 }, (_, i) => i / 10_000);
  const { x, y } = silhouette({ values, labels: new Int32Array(10_000), mean: 0.5 }).data[0] as unknown as {
    x: number[];
    y: number[];
  };
  assert.equal(x.length, 802);
  assert.ok(x.slice(1, -2).every((value, i, all) => i === 0 || value <= all[i - 1]!));
  assert.ok(Math.abs(x[1]! - 1) < 0.002);
  assert.equal(y.at(-1), 10_000);
});

test("noise is not drawn; names come with the result", () => {
  const figure = silhouette({
    values: Float64Array.of(0.5, Number.NaN),
    labels: Int32Array.of(0, -1),
    mean: 0.5,
    sampled: true,
    segments: [{ label: 0, name: "<b>Loyal", size: 1, scored: 1, mean: 0.5 }],
  });
  assert.equal(figure.title, "Silhouettes of 1 sampled customer in 1 segment: mean 0.50");
  assert.ok(drawnTexts(figure.svg).some(({ text }) => text.startsWith("<b>Loyal (1")));
});

test("says what is wrong", () => {
  const call = (values: number[], labels: number[]) => () =>
    silhouette({ values: Float64Array.from(values), labels: Int32Array.from(labels), mean: 0 });
  assert.throws(call([], []), /at least one silhouette value/);
  assert.throws(call([0.1], [0, 1]), /as many labels as values \(1\), got 2/);
  assert.throws(call([1.2], [0]), /from -1 to 1, got 1.2 in row 1/);
  assert.throws(call([Number.NaN], [0]), /got NaN in row 1/);
  assert.throws(call([0.5], [-1]), /got noise \(-1\) only/);
});
