import assert from "node:assert/strict";
import { test } from "node:test";
import { DataError } from "../../src/errors.js";
import { matrix } from "../../src/represent/matrix.js";
import { kmeans } from "../../src/segment/kmeans.js";
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
    shareOf: { monetary: 1000 / 1200 },
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
