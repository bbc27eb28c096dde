import assert from "node:assert/strict";
import { test } from "node:test";
import { DataError } from "../../src/errors.js";
import { matrix } from "../../src/represent/matrix.js";
import { kmeans } from "../../src/segment/kmeans.js";
import { kmodes } from "../../src/segment/kmodes.js";
import { rules } from "../../src/segment/rules.js";
import type { Segmentation } from "../../src/segmentation.js";
import { tableOf, toTable } from "../../src/table.js";
import { profile } from "../../src/target/profile.js";
import { sharedColumns, skipWithout } from "../sharedData.js";

const customers = toTable([
  { customer: "a", recency: 10, monetary: 900, visits: 4 },
  { customer: "b", recency: 20, monetary: 100, visits: null },
  { customer: "c", recency: 60, monetary: 100, visits: 2 },
  { customer: "d", recency: 70, monetary: 100, visits: null },
]);
const segments = rules(customers, {
  rules: [
    { name: "Recent", when: { recency: [0, 30] } },
    { name: "Never", when: { recency: [-1, -1] } },
    { name: "Late", when: { recency: [31, 100] } },
  ],
  otherwise: null,
});

test("computed by hand: size, share, mean, median, lift, share of money, missing values counted", () => {
  const { segments: found, all, columns } = profile(customers, segments);
  assert.deepEqual(columns, ["recency", "monetary", "visits"]);
  assert.deepEqual(found[0], {
    label: 0,
    name: "Recent",
    share: 0.5,
    size: 2,
    mean: { recency: 15, monetary: 500, visits: 4 },
    median: { recency: 15, monetary: 500, visits: 4 },
    missing: { recency: 0, monetary: 0, visits: 1 },
    total: { monetary: 1000 },
    lift: { recency: 15 / 40, monetary: 500 / 300, visits: 4 / 3 },
    // (15 - 40) / sqrt(650), (500 - 300) / sqrt(120,000), (4 - 3) / 1
    standardized: { recency: -25 / Math.sqrt(650), monetary: 200 / Math.sqrt(120_000), visits: 1 },
    shareOf: { monetary: 1000 / 1200 },
    levels: {},
    levelLift: {},
    mode: {},
  });
  assert.deepEqual(all.mean, { recency: 40, monetary: 300, visits: 3 });
  assert.deepEqual(all.missing, { recency: 0, monetary: 0, visits: 2 });
});

test("an empty segment has NaN figures, and null in the table", () => {
  const found = profile(customers, segments);
  assert.equal(found.segments[2]!.name, "Never");
  assert.equal(found.segments[2]!.size, 0);
  assert.ok(Number.isNaN(found.segments[2]!.lift.monetary));
  assert.equal(found.segments[2]!.shareOf.monetary, 0);
  assert.deepEqual(found.table.columnNames().slice(0, 11), [
    "label",
    "segment",
    "size",
    "share",
    "recencyMean",
    "recencyMedian",
    "recencyLift",
    "monetaryMean",
    "monetaryMedian",
    "monetaryLift",
    "monetaryShare",
  ]);
  assert.deepEqual(found.table.array("monetaryMean"), [500, 100, null]);
  assert.deepEqual(found.table.array("segment"), ["Recent", "Late", "Never"]);
});

test("matches pandas 3.1.1 groupby on wholesale customers by Channel: mean and median of Milk", {
  skip: skipWithout("wholesale_customers.csv"),
}, () => {
  // groupby("Channel").Milk.agg(["size", "mean", "median", "sum"])
  const columns = sharedColumns("wholesale_customers.csv");
  const table = tableOf({
    customer: columns.Milk!.map((_, i) => i),
    Channel: columns.Channel!.map(Number),
    Milk: columns.Milk!.map(Number),
  });
  const byChannel = rules(table, {
    rules: [
      { name: "Hotel", when: { Channel: [1, 1] } },
      { name: "Retail", when: { Channel: [2, 2] } },
    ],
    otherwise: null,
  });
  const [hotel, retail] = profile(table, byChannel, { columns: ["Milk"], money: ["Milk"] }).segments;
  assert.deepEqual([hotel!.size, retail!.size], [298, 142]);
  assert.ok(Math.abs(hotel!.mean.Milk! - 3451.7248322147652) < 1e-9);
  assert.ok(Math.abs(retail!.mean.Milk! - 10716.5) < 1e-9);
  assert.deepEqual([hotel!.median.Milk, retail!.median.Milk], [2157, 7812]);
  assert.ok(Math.abs(hotel!.shareOf.Milk! - 1028614 / 2550357) < 1e-12);
  assert.ok(Math.abs(hotel!.lift.Milk! - 3451.7248322147652 / 5796.265909090909) < 1e-12);
});

test("joins by id, whatever the order of the rows, and k-means segments as well as rules", async () => {
  const found = await kmeans(matrix(customers, { columns: ["recency", "monetary"], scale: "standard" }), { k: 2 });
  const turned = toTable([...(customers.objects() as { customer: string; recency: number }[])].reverse());
  const straight = profile(customers, found, { columns: ["recency"] });
  assert.deepEqual(profile(turned, found, { columns: ["recency"] }).segments, straight.segments);
  assert.equal(straight.segments[0]!.name, "Segment 1");
});

test("noise is described last, with label -1", () => {
  const noisy: Segmentation = { ...segments, labels: Int32Array.of(0, -1, 2, 2), sizes: [1, 0, 2] };
  const found = profile(customers, noisy).segments;
  assert.deepEqual(
    found.map(({ label, name, size }) => [label, name, size]),
    [
      [0, "Recent", 1],
      [1, "Late", 0],
      [2, "Never", 2],
      [-1, "Noise", 1],
    ],
  );
});

test("a lift needs a mean of all that is above 0", () => {
  const zero = [
    { customer: 1, x: -1, y: 0 },
    { customer: 2, x: 1, y: 0 },
  ];
  const cut = rules(zero, { rules: [{ name: "up", when: { x: [0, 9] } }] });
  const { lift } = profile(zero, cut).segments[0]!;
  assert.ok(Number.isNaN(lift.x) && Number.isNaN(lift.y));
});

test("a score around 0 has no lift but a distance in standard deviations, by hand; a customer with more returns than purchases takes no lift away", () => {
  const scores = [
    { customer: 1, score: -3, like: -5, monetary: -20 },
    { customer: 2, score: -1, like: 3, monetary: 100 },
    { customer: 3, score: 1, like: 4, monetary: 420 },
    { customer: 4, score: 3, like: 4, monetary: 500 },
  ];
  const cut = rules(scores, { rules: [{ name: "up", when: { score: [0, 9] } }] });
  const { lift, standardized } = profile(scores, cut).segments.find(({ name }) => name === "up")!;
  assert.deepEqual(lift, { score: Number.NaN, like: Number.NaN, monetary: 460 / 250 });
  // Mean 0, variance 5; mean 1.5, variance (42.25 + 2.25 + 6.25 + 6.25) / 4
  assert.ok(Math.abs(standardized.score! - 2 / Math.sqrt(5)) < 1e-12);
  assert.ok(Math.abs(standardized.like! - 2.5 / Math.sqrt(14.25)) < 1e-12);
});

test("ids that do not match, unknown columns and broken values are errors", () => {
  assert.throws(
    () => profile([...customers.objects(), { customer: "e" }] as { customer: string }[], segments),
    /each of the 5 rows.*none for 1, such as "e"/,
  );
  assert.throws(
    () => profile(customers.slice(1) as typeof customers, segments),
    /each of the 4 ids.*none for 1, such as "a"/,
  );
  assert.throws(
    () => profile(customers as ReturnType<typeof toTable>, segments, { columns: ["monetry"] }),
    /Did you mean "monetary"/,
  );
  assert.throws(() => profile(customers, segments, { columns: ["recency"], money: ["monetary"] }), RangeError);
  assert.throws(() => profile([{ customer: "a" }], segments), /at least one numeric column/);
  const one = { ...segments, ids: ["a"], labels: Int32Array.of(0) };
  assert.throws(() => profile([{ customer: "a", x: Number.POSITIVE_INFINITY }], one), DataError);
});

const drinkers = toTable([
  { customer: "a", recency: 10, drink: "tea", member: true, name: "Ada" },
  { customer: "b", recency: 20, drink: "milk", member: true, name: "Alan" },
  { customer: "c", recency: 60, drink: "tea", member: null, name: "Grace" },
  { customer: "d", recency: 70, drink: "tea", member: false, name: "Edsger" },
]);

test("categories by hand: share of each level among those who have one, its lift, and the mode, ties to the first by text", () => {
  const found = profile(drinkers, segments);
  assert.deepEqual(found.columns, ["recency"]);
  assert.deepEqual(found.categories, [
    { column: "drink", levels: ["milk", "tea"] },
    { column: "member", levels: ["false", "true"], yes: "true" },
  ]);
  assert.match(found.notes.join(), /"name" is left out: each of its 4 values is another one/);
  const [recent, late, never] = found.segments;
  assert.deepEqual(recent!.levels, { drink: { milk: 0.5, tea: 0.5 }, member: { false: 0, true: 1 } });
  assert.deepEqual(recent!.mode, { drink: "milk", member: "true" });
  assert.deepEqual(late!.levels, { drink: { milk: 0, tea: 1 }, member: { false: 1, true: 0 } });
  assert.deepEqual(late!.missing, { recency: 0, drink: 0, member: 1 });
  assert.deepEqual(recent!.levelLift.drink, { milk: 0.5 / 0.25, tea: 0.5 / 0.75 });
  assert.deepEqual(found.all.levels, { drink: { milk: 0.25, tea: 0.75 }, member: { false: 1 / 3, true: 2 / 3 } });
  assert.ok(Number.isNaN(never!.levels.drink!.tea));
  assert.equal(never!.mode.drink, null);
  assert.deepEqual(found.table.columnNames().slice(7), [
    "drinkMode",
    "drinkModeShare",
    "memberMode",
    "memberModeShare",
  ]);
  assert.deepEqual(found.table.array("drinkMode"), ["milk", "tea", null]);
  assert.deepEqual(found.table.array("drinkModeShare"), [0.5, 1, null]);
});

test("a column of names is described where it is asked for, and money has to be a number", () => {
  const found = profile(drinkers, segments, { columns: ["name"] });
  assert.equal(found.segments[0]!.levels.name!.Ada, 0.5);
  assert.deepEqual(found.columns, []);
  assert.deepEqual(found.notes, []);
  assert.throws(() => profile(drinkers, segments, { columns: ["drink"], money: ["drink" as "recency"] }), RangeError);
});

test("shares depend neither on the order of the rows nor on what the levels are called; levels may have any name", () => {
  const straight = profile(drinkers, segments, { columns: ["drink"] }).segments;
  const rows = drinkers.objects() as { customer: string; drink: string }[];
  assert.deepEqual(profile([...rows].reverse(), segments, { columns: ["drink"] }).segments, straight);
  const other: Readonly<Record<string, string>> = { tea: "__proto__", milk: "constructor" };
  const renamed = profile(
    rows.map(({ customer, drink }) => ({ customer, drink: other[drink]! })),
    segments,
  ).segments;
  straight.forEach(({ levels, levelLift }, i) => {
    for (const [level, name] of Object.entries(other)) {
      assert.equal(renamed[i]!.levels.drink![name], levels.drink![level]);
      assert.equal(renamed[i]!.levelLift.drink![name], levelLift.drink![level]);
    }
  });
});

test("matches pandas 3.1.1 crosstab(Gender, VisitFrequency, normalize='index') on mcdonalds.csv", {
  skip: skipWithout("mcdonalds.csv"),
}, () => {
  const data = sharedColumns("mcdonalds.csv");
  const table = tableOf<{ customer: number; woman: number; visits: string; yummy: string }>({
    customer: data.Gender!.map((_, i) => i),
    woman: data.Gender!.map((cell) => Number(cell === "Female")),
    visits: data.VisitFrequency!,
    yummy: data.yummy!,
  });
  const byGender = rules(table, {
    rules: [
      { name: "Female", when: { woman: [1, 1] } },
      { name: "Male", when: { woman: [0, 0] } },
    ],
  });
  const { segments: found, all } = profile(table, byGender, { columns: ["visits", "yummy"] });
  const wanted = {
    Female: {
      "Every three months": 0.24111675126903553,
      "More than once a week": 0.032994923857868022,
      Never: 0.08248730964467005,
      "Once a month": 0.30076142131979694,
      "Once a week": 0.14974619289340102,
      "Once a year": 0.19289340101522842,
    },
    Male: {
      "Every three months": 0.22857142857142856,
      "More than once a week": 0.042105263157894736,
      Never: 0.099248120300751877,
      "Once a month": 0.30375939849624062,
      "Once a week": 0.17593984962406015,
      "Once a year": 0.15037593984962405,
    },
  };
  const near = (actual: number, expected: number) => assert.ok(Math.abs(actual - expected) < 1e-14, `${actual}`);
  for (const { name, levels, levelLift, mode } of found.filter(({ size }) => size > 0)) {
    for (const [level, share] of Object.entries(wanted[name as "Female" | "Male"])) {
      near(levels.visits![level]!, share);
      near(levelLift.visits![level]!, share / all.levels.visits![level]!);
    }
    assert.equal(mode.visits, "Once a month");
  }
  // crosstab(Gender, yummy, normalize="index"), value_counts(normalize=True)
  near(found[0]!.levels.yummy!.Yes!, 0.58121827411167515);
  near(found[1]!.levels.yummy!.Yes!, 0.51879699248120303);
  near(all.levels.visits!["Once a year"]!, 0.17343427391603577);
});

test("what k-modes found can be described: the modes of the profile are those of the segments", {
  skip: skipWithout("mcdonalds.csv"),
}, async () => {
  const answers = Object.entries(sharedColumns("mcdonalds.csv")).slice(0, 11);
  const table = tableOf<Record<string, string | number>>({
    customer: answers[0]![1].map((_, i) => i),
    ...Object.fromEntries(answers),
  });
  const found = await kmodes(matrix(table, { columns: [], categorical: true }), { k: 4, restarts: 2 });
  const described = profile(table, found);
  assert.equal(described.categories.length, 11);
  assert.ok(found.model.kind === "modes");
  for (const { label, mode, levels } of described.segments)
    answers.forEach(([name], j) => {
      if (levels[name]!.Yes !== 0.5)
        assert.equal(mode[name], found.model.kind === "modes" && found.model.modes[label]![j]);
    });
});
