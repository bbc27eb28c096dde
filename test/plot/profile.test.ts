import assert from "node:assert/strict";
import { test } from "node:test";
import { profile } from "../../src/plot/profile.js";
import { answered, sixLevels, yesOrNo } from "./answered.js";
import { profileOf } from "./examples.js";
import { headline } from "./headline.js";
import { drawnTexts } from "./svgTexts.js";

const zero = { median: {}, missing: {}, total: {}, shareOf: {}, standardized: {}, levels: {}, levelLift: {}, mode: {} };
const byHand = {
  columns: ["orders", "days"],
  segments: [
    {
      label: 0,
      name: "A",
      size: 3,
      share: 0.75,
      mean: { orders: 2, days: 10 },
      lift: { orders: 0.5, days: 1 },
      ...zero,
    },
    {
      label: 1,
      name: "B",
      size: 1,
      share: 0.25,
      mean: { orders: 10, days: 10 },
      lift: { orders: 2.5, days: 1 },
      ...zero,
    },
  ],
  all: { size: 4, mean: { orders: 4, days: 10 }, ...zero },
};

test("a profile with bases has a heading and a row without cells for each of them; one without has neither", () => {
  const plain = profileOf(["A", "B"], ["age", "visits"], 1);
  const bases = [
    { base: "demographic" as const, columns: ["age"] },
    { base: "behavioral" as const, columns: ["visits"] },
  ];
  const figure = profile({ ...plain, bases });
  const { ticktext } = figure.layout.yaxis as { ticktext: string[] };
  assert.deepEqual(ticktext, ["", "age", "", "visits"]);
  assert.deepEqual(
    (figure.layout.annotations as { text: string; y: number }[]).map(({ text, y }) => [text, y]),
    [
      ["<b>Demographic</b>", 0],
      ["<b>Behavioral</b>", 2],
    ],
  );
  const { z } = figure.data[0] as unknown as { z: (number | null)[][] };
  assert.deepEqual(
    [z[0], z[2]],
    [
      [null, null],
      [null, null],
    ],
  );
  assert.equal(profile(plain).layout.annotations, undefined);
  assert.match(
    JSON.stringify(profile({ ...plain, bases }, { kind: "snake" }).layout.title).replaceAll("<br>", " "),
    /By base: demographic, behavioral/,
  );
});

test("heat by hand: the color is the logarithm of the lift, the text mean and lift", () => {
  const figure = profile(byHand);
  const { z, text } = figure.data[0] as unknown as { z: number[][]; text: string[][] };
  assert.deepEqual(z, [
    [-1, 0],
    [Math.log2(2.5), 0],
  ]);
  assert.deepEqual(text, [
    ["2<br>×0.5", "10<br>×1"],
    ["10<br>×2.5", "10<br>×1"],
  ]);
  const texts = drawnTexts(figure.svg).map((one) => one.text);
  for (const wanted of ["×0.5", "×2.5", "A", "3 (75 %)", "orders"]) assert.ok(texts.includes(wanted), wanted);
  assert.match(figure.alt, /B: 1 customer \(25 %\), most apart in orders \(mean 10, ×2\.5\)/);
});

test("noise is a row, but no segment: the title and the words do not count it as one", () => {
  const [one, two] = byHand.segments as [(typeof byHand.segments)[0], (typeof byHand.segments)[0]];
  const noise = { ...two, label: -1, name: "Noise" };
  for (const kind of ["heat", "snake"] as const) {
    const some = profile({ ...byHand, segments: [one, noise] }, { kind });
    assert.equal(some.title, "How 1 segment and the noise differ from the average customer");
    assert.match(some.alt, /^1 segment and the noise of 4 customers/);
    assert.equal(profile({ ...byHand, segments: [noise] }, { kind }).title, "No segment: all customers are noise");
  }
  assert.equal(profile(byHand).title, "How 2 segments differ from the average customer");
});

test("snake by hand: orders lie -2 and 6 from the mean; their spread is sqrt((3 * 4 + 36) / 4) = sqrt(12)", () => {
  const figure = profile(byHand, { kind: "snake" });
  const ys = figure.data.map((trace) => trace.y as number[]);
  assert.deepEqual(ys, [
    [Number((-2 / Math.sqrt(12)).toFixed(4)), 0],
    [Number((6 / Math.sqrt(12)).toFixed(4)), 0],
  ]);
});

test("snake by hand: a segment without a value leaves a gap, and the others keep their distances", () => {
  const unknown = { ...byHand.segments[0]!, label: 2, name: "C", mean: { orders: Number.NaN, days: 10 } };
  const figure = profile({ ...byHand, segments: [...byHand.segments, unknown] }, { kind: "snake" });
  assert.deepEqual(
    figure.data.map((trace) => (trace.y as number[])[0]),
    [Number((-2 / Math.sqrt(12)).toFixed(4)), Number((6 / Math.sqrt(12)).toFixed(4)), null],
  );
});

test("a lift that does not exist is said and left white; a lift of 0 is the strongest color", () => {
  const broken = {
    ...byHand,
    segments: byHand.segments.map((segment, i) => ({
      ...segment,
      lift: { orders: i === 0 ? Number.NaN : 0, days: -3 },
    })),
  };
  const { z, text } = profile(broken).data[0] as unknown as { z: number[][]; text: string[][] };
  assert.deepEqual(z, [
    [0, 0],
    [-2, 0],
  ]);
  assert.match(text[0]![0]!, /no lift$/);
  assert.match(text[1]![1]!, /no lift$/);
});

test("scores around 0 are colored by standard deviations, which the cell, the subtitle and the scale say", () => {
  const scores = {
    columns: ["score", "orders"],
    segments: byHand.segments.map((segment, i) => ({
      ...segment,
      mean: { ...segment.mean, score: i === 0 ? -0.2 : 0.6 },
      lift: { ...segment.lift, score: Number.NaN },
      standardized: { score: i === 0 ? -0.5 : 1.5, orders: 9 },
    })),
    all: { ...byHand.all, mean: { ...byHand.all.mean, score: 0 } },
  };
  const both = profile(scores);
  assert.deepEqual(both.data[0]!.z, [
    [-0.5, -1],
    [1.5, Math.log2(2.5)],
  ]);
  assert.deepEqual((both.data[0]!.text as string[][])[1], ["0.6<br>+1.5 SD", "10<br>×2.5"]);
  assert.match(headline(both), /Of score, which go/);
  assert.match(both.alt, /B: 1 customer \(25 %\), most apart in score \(mean 0\.6, \+1\.5 SD\)/);
  const only = profile({ ...scores, columns: ["score"] });
  assert.match(JSON.stringify(only.data[0]!.colorbar), /SD from the mean.*\+2 or more/);
});

test("doubling a feature's unit changes no color and no line", () => {
  const base = profileOf(["a", "b", "c"], ["x", "y"], 4);
  const scale = (values: Readonly<Record<string, number>>) => ({ ...values, x: values.x! * 2 });
  const doubled = {
    ...base,
    segments: base.segments.map((segment) => ({ ...segment, mean: scale(segment.mean) })),
    all: { ...base.all, mean: scale(base.all.mean) },
  };
  assert.deepEqual(profile(doubled).data[0]!.z, profile(base).data[0]!.z);
  const lines = (of: typeof base) => profile(of, { kind: "snake" }).data.map((trace) => trace.y);
  assert.deepEqual(lines(doubled), lines(base));
});

test("two segments with one name stay two rows", () => {
  const twins = profileOf(["Same", "Same"], ["x"], 1);
  const { svg } = profile(twins);
  assert.equal([...svg.matchAll(/class="cell"/g)].length, 2);
  assert.equal(drawnTexts(svg).filter(({ text }) => text === "Same").length, 2);
});

test("says what is wrong", () => {
  assert.throws(() => profile({ ...byHand, segments: [] }), /at least one segment and one column, got 0 and 2/);
  assert.throws(() => profile({ ...byHand, columns: [] }), /got 2 and 0/);
  assert.throws(() => profile(byHand, { kind: "bars" as never }), /expected kind "heat" or "snake", got "bars"/);
});

const yes = { Yes: 0.8, No: 0.2 };
const no = { Yes: 0.2, No: 0.8 };
const answers = {
  columns: ["orders"],
  categories: [{ column: "cheap", levels: ["No", "Yes"], yes: "Yes" }],
  segments: byHand.segments.map((segment, i) => ({
    ...segment,
    levels: { cheap: i === 0 ? yes : no },
    levelLift: { cheap: i === 0 ? { Yes: 1.6, No: 0.4 } : { Yes: 0.4, No: 1.6 } },
  })),
  all: { ...byHand.all, levels: { cheap: { Yes: 0.5, No: 0.5 } } },
};

test("heat by hand with a category: features in rows, segments in columns, the share and its lift", () => {
  const figure = profile(answers);
  const { z, text } = figure.data[0] as unknown as { z: number[][]; text: string[][] };
  assert.deepEqual(text, [
    ["2<br>×0.5", "10<br>×2.5"],
    ["80 %<br>×1.6", "20 %<br>×0.4"],
  ]);
  assert.deepEqual(z, [
    [-1, Math.log2(2.5)],
    [Math.log2(1.6), Math.log2(0.4)],
  ]);
  const texts = drawnTexts(figure.svg).map((one) => one.text);
  for (const wanted of ["cheap: Yes", "orders", "A", "3 (75 %)", "80 %"]) assert.ok(texts.includes(wanted), wanted);
  assert.match(figure.alt, /compared on 2 features \(orders, cheap\)/);
  assert.match(headline(figure), /mean, or share of customers with a level/);
});

test("snake by hand with a category: its share lies .3 above and below that of all; the spread is .3", () => {
  const ys = profile(answers, { kind: "snake" }).data.map((trace) => (trace.y as number[])[1]);
  assert.deepEqual(ys, [1, -1]);
});

test("eleven answers, and three categories of six levels, are drawn with every label whole", () => {
  for (const [columns, labels] of [
    [yesOrNo, Object.keys(yesOrNo).map((name) => `${name}: Yes`)],
    [sixLevels, Object.entries(sixLevels).flatMap(([name, levels]) => levels.map((level) => `${name}: ${level}`))],
  ] as const) {
    const texts = drawnTexts(profile(answered(columns, {}).profile).svg).map(({ text }) => text);
    for (const label of labels) assert.ok(texts.includes(label), label);
  }
});

test("names of segments that have no room side by side in a report are turned, on one line each", () => {
  const axisOf = (k: number) => {
    const names = Array.from({ length: k }, (_, i) => `Families of part ${i + 1}`);
    return profile(answered(sixLevels, { k, names }).profile).layout.xaxis as {
      tickangle?: number;
      ticktext: string[];
    };
  };
  const [few, many] = [axisOf(3), axisOf(12)];
  assert.equal(few.tickangle, undefined);
  assert.match(few.ticktext[0]!, /^Families of part 1<br>\d+ \(\d+ %\)$/);
  assert.equal(many.tickangle, -90);
  assert.match(many.ticktext[11]!, /^Families of part 12 \([\d.]+ %\)$/);
});
