import assert from "node:assert/strict";
import { test } from "node:test";
import { profile } from "../../src/plot/profile.js";
import type { Contrasted } from "../../src/plot/profilePanels.js";
import { pale, segmentColor } from "../../src/plot/theme.js";
import { toTable } from "../../src/table.js";
import { contrasts } from "../../src/target/contrasts.js";
import { segmentationOf } from "./examples.js";
import { headline } from "./headline.js";
import { drawnTexts } from "./svgTexts.js";

const row = (
  variable: string,
  label: number,
  mean: number | null,
  overall: number,
  marker: boolean,
  level: string | null = null,
) => ({
  variable,
  level,
  label,
  segment: label === 0 ? "A" : "B",
  size: label === 0 ? 3 : 1,
  mean,
  overall,
  difference: mean === null ? null : mean - overall,
  relative: mean === null ? null : (mean - overall) / overall,
  marker,
});
const byHand = {
  markers: toTable([
    row("tasty", 0, 0.9, 0.7, false),
    row("tasty", 1, 0.1, 0.7, true),
    row("cheap", 0, 0.4, 0.4, false),
    row("cheap", 1, null, 0.4, false),
  ]),
  segments: [
    { label: 0, name: "A", size: 3, share: 0.75 },
    { label: 1, name: "B", size: 1, share: 0.25 },
  ],
  markerRule: { absolute: 0.25, relative: 0.5, standardized: 0.5, maximum: "all" },
} as Contrasted;

test("by hand: a panel per segment, a bar per variable, a dot for all, the markers in the segment's color with their value", () => {
  const figure = profile(byHand);
  const of = (name: string, axes: string) =>
    figure.data.filter((trace) => trace.name === name && trace.xaxis === axes).map(({ x, y }) => [x, y]);
  const marker = "Marker of the segment (in its color)";
  assert.deepEqual(of(marker, "x"), [[[], []]]);
  assert.deepEqual(of("No marker", "x"), [
    [
      [0.9, 0.4],
      [0, 1],
    ],
  ]);
  assert.deepEqual(of(marker, "x2"), [[[0.1], [0]]]);
  assert.deepEqual(of("No marker", "x2"), [[[], []]]);
  for (const axes of ["x", "x2"])
    assert.deepEqual(of("All customers", axes), [
      [
        [0.7, 0.4],
        [0, 1],
      ],
    ]);
  const colors = figure.data
    .filter(({ type }) => type === "bar")
    .map(({ marker }) => (marker as { color: string }).color);
  assert.deepEqual(colors, [segmentColor(0), pale, segmentColor(1), pale]);
  const texts = drawnTexts(figure.svg).map(({ text }) => text);
  for (const wanted of ["A (3, 75 %)", "B (1, 25 %)", "tasty", "cheap", "0.1", marker, "All customers"])
    assert.ok(texts.includes(wanted), wanted);
  assert.equal([...figure.svg.matchAll(/class="bar"/g)].length, 3);
  assert.match(figure.alt, /A \(3 customers, 75 %\): no marker; B \(1 customer, 25 %\): tasty 0\.1 \(all 0\.7\)/);
});

test("says what the rule asks for, and what asks for less where nothing lies that far", () => {
  const subtitle = (figure: { svg: string }) =>
    drawnTexts(figure.svg)
      .map(({ text }) => text)
      .join(" ");
  const plain = toTable(
    (byHand.markers.objects() as ReturnType<typeof row>[]).map((one) => ({ ...one, marker: false })),
  );
  assert.match(subtitle(profile(byHand)), /25 % of the way from the lowest value to the highest mean, or 50 % of the/);
  assert.doesNotMatch(subtitle(profile(byHand)), /None is a marker/);
  const nothing = profile({ ...byHand, markers: plain });
  assert.match(subtitle(nothing), /None is a marker \(at least [^:]*: contrasts asks for less with/);
  assert.deepEqual([profile(byHand).title, nothing.title], ["What marks 2 segments", "Nothing marks 2 segments"]);
  const scores = toTable([
    { ...row("score", 0, -0.2, 0, false), relative: null },
    { ...row("score", 1, 0.6, 0, true), relative: null },
  ]);
  assert.match(subtitle(profile({ ...byHand, markers: scores })), /0\.5 standard deviations away from the mean of all/);
  const both = toTable([...byHand.markers.objects(), ...scores.objects()] as ReturnType<typeof row>[]);
  assert.match(subtitle(profile({ ...byHand, markers: both })), /; 0\.5 standard deviations where values go below 0/);
});

test("variables in different units are drawn as shares of their highest bar; of yes and no, yes alone", () => {
  const data = Array.from({ length: 40 }, (_, customer) => ({
    customer,
    spend: customer < 20 ? 100 : 400,
    visits: customer < 20 ? 4 : 1,
    online: customer < 20 ? "yes" : "no",
  }));
  const found = contrasts(
    data,
    segmentationOf(
      data.map(({ customer }) => Number(customer >= 20)),
      2,
    ),
  );
  assert.equal(found.markerRule.maximum, "each");
  const figure = profile(found);
  const dots = figure.data.filter(({ name }) => name === "All customers").map(({ x }) => x);
  assert.deepEqual(dots, [
    [0.625, 0.625, 0.5],
    [0.625, 0.625, 0.5],
  ]);
  assert.deepEqual((figure.layout.yaxis as { ticktext: string[] }).ticktext, ["spend", "visits", "online: yes"]);
  assert.deepEqual(
    figure.data.filter(({ mode }) => mode === "text").map(({ text }) => text),
    [
      ["100", "4", "100 %"],
      ["400", "1", "0 %"],
    ],
  );
});

test("an answer stays readable behind a long question", () => {
  const question = "How often did you visit us in the last twelve months";
  const data = Array.from({ length: 30 }, (_, customer) => ({
    customer,
    [question]: ["often", "never", "sometimes"][customer % 3]!,
  }));
  const found = contrasts(
    data,
    segmentationOf(
      data.map(({ customer }) => customer % 2),
      2,
    ),
    { id: "customer" },
  );
  const { ticktext } = profile(found).layout.yaxis as { ticktext: string[] };
  assert.deepEqual(ticktext, ["How often did you…: never", "How often did you…: often", "How often did…: sometimes"]);
});

test("with too many bars those that differ most are drawn, and the subtitle says so", () => {
  const rows = Array.from({ length: 45 }, (_, i) => [
    row(`v${i}`, 0, i < 3 ? 5 : 1, 1.5, i < 3),
    row(`v${i}`, 1, 1.5 + i / 100, 1.5, false),
  ]).flat();
  const figure = profile({ ...byHand, markers: toTable(rows) } as Contrasted);
  const { ticktext } = figure.layout.yaxis as { ticktext: string[] };
  assert.equal(ticktext.length, 30);
  assert.deepEqual(ticktext.slice(0, 3), ["v0", "v1", "v2"]);
  assert.match(headline(figure), /The 30 of 45 bars that differ most/);
});

test("says what is wrong", () => {
  assert.throws(() => profile({ ...byHand, segments: [] }), /at least one variable and one segment, got 2 and 0/);
});
