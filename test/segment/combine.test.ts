import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";

import { random } from "../../src/random.js";
import { matrix } from "../../src/represent/matrix.js";
import { assign } from "../../src/segment/assign.js";
import { combine } from "../../src/segment/combine.js";
import { kmeans } from "../../src/segment/kmeans.js";
import { kmodes } from "../../src/segment/kmodes.js";
import { rules } from "../../src/segment/rules.js";
import { fromJson, type Segmentation, toJson } from "../../src/segmentation.js";
import { segmentationOf } from "../plot/examples.js";

/** Labels as they are given, also where that is not by size. */
function made(labels: readonly number[], names?: readonly string[]): Segmentation {
  const k = Math.max(...labels) + 1;
  const sizes = Array.from({ length: k }, (_, label) => labels.filter((one) => one === label).length);
  return { ...segmentationOf(labels, k, names), labels: Int32Array.from(labels), sizes };
}

const value = made([0, 0, 0, 0, 0, 0, 1, 1, 1, 1], ["High", "Low"]);
const need = made([0, 0, 0, 1, 1, 2, 0, 0, 0, 2], ["Price", "Service", "Speed"]);

test("by hand: every pair of segments is a cell, the largest first; empty cells belong to the largest of their row", () => {
  const found = combine(value, need);
  assert.deepEqual(found.names, [
    "High x Price",
    "Low x Price + Service",
    "High x Service",
    "High x Speed",
    "Low x Speed",
  ]);
  assert.deepEqual(found.sizes, [3, 3, 2, 1, 1]);
  assert.deepEqual([...found.labels], [0, 0, 0, 2, 2, 3, 1, 1, 1, 4]);
  assert.deepEqual(found.warnings, []);
});

test("by hand: small cells go, the smallest first, to the largest cell of the same segment of the first", () => {
  const found = combine(value, need, { smallest: 3 });
  // High x Speed (1) joins High x Price (3); High x Service (2) joins both, so that all of High is one; Low likewise.
  assert.deepEqual(found.names, ["High", "Low"]);
  assert.deepEqual(combine(value, need, { smallest: 2 }).names, ["High x Price + Speed", "Low", "High x Service"]);
  assert.deepEqual(combine(value, need, { smallest: 0.2 }).names, combine(value, need, { smallest: 2 }).names);
  const alone = combine(value, need, { smallest: 5 });
  assert.match(alone.warnings[0]!, /^Smaller than 5, .*: Low \(4\)\.$/);
});

test("customers without a segment in one of the two have none, and are counted; the second is joined by id", () => {
  const found = combine(made([0, 0, -1, 1]), { ...made([-1, 0, 1, 1]), ids: [3, 2, 1, 0] });
  assert.deepEqual([...found.labels], [0, 0, -1, -1]);
  assert.equal(found.k, 1);
  assert.match(found.warnings[0]!, /2 of 4 customers have no segment/);
});

test("whatever the labels: sizes add up, fall, and are at least `smallest` unless all of a segment is one; cells are kept whole", () => {
  const labels = fc.array(fc.tuple(fc.integer({ min: -1, max: 3 }), fc.integer({ min: -1, max: 4 })), {
    minLength: 1,
    maxLength: 60,
  });
  fc.assert(
    fc.property(labels, fc.integer({ min: 0, max: 8 }), (pairs, smallest) => {
      const [a, b] = [made([...pairs.map(([one]) => one), 0]), made([...pairs.map(([, two]) => two), 0])];
      const least = Math.min(smallest, pairs.length);
      const found = combine(a, b, { smallest: least });
      assert.equal(
        found.labels.filter((label) => label >= 0).length,
        found.sizes.reduce((sum, size) => sum + size, 0),
      );
      assert.deepEqual(
        found.sizes,
        [...found.sizes].sort((one, two) => two - one),
      );
      found.sizes.forEach((size, label) => {
        assert.ok(size > 0);
        if (size < least) assert.ok(!found.names![label]!.includes(" x "));
      });
      const cell = new Map<string, number>();
      found.labels.forEach((label, i) => {
        const key = `${a.labels[i]} ${b.labels[i]}`;
        if (label >= 0) assert.equal(cell.get(key) ?? label, label);
        if (label >= 0) cell.set(key, label);
      });
    }),
  );
});

test("assign labels by both models, of any kind, also after JSON", async () => {
  const draw = random(3);
  const rows = Array.from({ length: 60 }, (_, i) => ({
    customer: `c${i}`,
    spend: (i % 2) * 30 + draw.normal(),
    visits: (i % 3) * 20 + draw.normal(),
    likes: i % 5 === 0 ? "price" : "speed",
    wants: i % 5 === 0 ? "less" : "more",
  }));
  const all = matrix(rows, { columns: ["spend", "visits"], categorical: ["likes", "wants"] });
  const first = await kmeans(matrix(rows, { columns: ["spend"] }), { k: 2 });
  const second = await kmodes(matrix(rows, { columns: [], categorical: ["likes", "wants"] }), { k: 2 });
  const third = rules(rows, { rules: [{ name: "Often", when: { visits: [15, 99] } }], otherwise: "Seldom" });
  const found = combine(combine(first, second, { smallest: 3 }), third, { smallest: 8 });
  const back = fromJson(JSON.parse(JSON.stringify(toJson(found))));
  assert.deepEqual(assign(back, all), found.labels);
  const few = matrix(rows.slice(7, 20), { like: all });
  assert.deepEqual(assign(back, few), found.labels.slice(7, 20));
  assert.throws(() => assign(back, matrix(rows, { columns: ["visits"] })), /spend/);
});

test("new rows of a cell without customers go where it was merged; those of a segment without customers have none", () => {
  const table = (rows: readonly (readonly [number, number])[]) =>
    rows.map(([spend, visits], customer) => ({ customer, spend, visits }));
  const shop = table([
    [9, 1],
    [9, 1],
    [9, 9],
    [1, 1],
  ]);
  const first = rules(shop, {
    rules: [
      { name: "Big", when: { spend: [5, 9] } },
      { name: "Huge", when: { spend: [10, 99] } },
    ],
    otherwise: "Small",
  });
  const second = rules(shop, { rules: [{ name: "Often", when: { visits: [5, 99] } }], otherwise: "Seldom" });
  const found = combine(first, second);
  assert.deepEqual(found.names, ["Big x Seldom", "Big x Often", "Small"]);
  const later = matrix(
    table([
      [1, 9],
      [50, 1],
    ]),
    { columns: ["spend", "visits"] },
  );
  assert.deepEqual([...assign(found, later)], [2, -1]);
});

test("refuses other customers and a senseless smallest", () => {
  const two = made([0, 1]);
  assert.throws(() => combine(two, made([0, 1, 1])), /same customers, got 2 and 3/);
  assert.throws(() => combine(two, { ...two, ids: ["a", "b"] }), /got 0 in the first only/);
  assert.throws(() => combine(two, two, { smalest: 2 } as object), /Did you mean "smallest"\?/);
  assert.throws(() => combine(two, Promise.resolve(two) as never), /got a promise: await it/);
  for (const smallest of [-1, 3, Number.NaN]) assert.throws(() => combine(two, two, { smallest }), RangeError);
});
