import assert from "node:assert/strict";
import { test } from "node:test";
import { dictionaryOf, type FeatureRow, type Features, groupByBase, meaningsOf, ownId } from "../src/features.js";
import { mosaic } from "../src/plot/mosaic.js";
import type { BehavioralRow } from "../src/represent/behavioral.js";
import { matrix } from "../src/represent/matrix.js";
import { kmeans } from "../src/segment/kmeans.js";
import { rules } from "../src/segment/rules.js";
import { isFeatures, toTable } from "../src/table.js";
import { contrasts } from "../src/target/contrasts.js";
import { nameSegments } from "../src/target/nameSegments.js";
import { profile } from "../src/target/profile.js";

const meaning = (feature: string, base: FeatureRow["base"]): FeatureRow => ({
  feature,
  base,
  unit: null,
  source: "made",
  definition: null,
});

/** Features whose ids are in a column of another name. */
const people: Features<{ person: string; visits: number; age: number; town: string; score: number }> = {
  table: toTable(
    Array.from({ length: 12 }, (_, i) => ({
      person: `p${i}`,
      visits: i < 6 ? 1 + (i % 2) : 20 + (i % 3),
      age: 20 + ((i * 7) % 40),
      town: i % 3 === 0 ? "Bern" : "Basel",
      score: i,
    })),
  ),
  id: "person",
  dictionary: dictionaryOf([
    meaning("visits", "behavioral"),
    meaning("age", "demographic"),
    meaning("town", "geographic"),
    meaning("score", null),
  ]),
  warnings: [],
};

test("features are taken wherever a table is, and their own column names the rows", async () => {
  assert.equal(toTable(people), people.table);
  assert.equal(ownId(people), "person");
  assert.equal(ownId(people.table), undefined);
  const points = matrix(people, { columns: ["visits"] });
  assert.deepEqual(points.ids.slice(0, 2), ["p0", "p1"]);
  assert.equal(points.preparation.id, "person");
  assert.deepEqual(matrix(people, { like: points }).values, points.values);
  const found = await kmeans(points, { k: 2, seed: 1 });
  const described = profile(people, found);
  assert.deepEqual(profile(people.table, found, { id: "person" }).segments, described.segments);
  assert.equal(nameSegments(found, described).names?.length, 2);
  const byTable = contrasts(people.table, found, { id: "person" });
  assert.deepEqual(contrasts(people, found).table.objects(), byTable.table.objects());
  const ruled = rules(people, { rules: [{ name: "Often", when: { visits: [10, Number.POSITIVE_INFINITY] } }] });
  assert.deepEqual(ruled.ids, points.ids);
  assert.equal(mosaic(people, found, { variable: "town" }).title, "Answers by segment: town");
});

test("the id that is asked for goes before that of the features", () => {
  const points = matrix(people, { id: "score", columns: ["visits"] });
  assert.deepEqual(points.ids.slice(0, 2), [0, 1]);
});

test("what only looks a little like features is none", () => {
  for (const other of [null, undefined, 7, people.table, { table: people.table }, { ...people, id: 3 }])
    assert.equal(isFeatures(other), false, String(other));
  assert.throws(() => toTable({ table: people.table } as never), /expected a Table, features/);
});

test("a profile of features has their columns by base, that of a table no bases; both are of the same columns", async () => {
  const found = await kmeans(matrix(people, { columns: ["visits"] }), { k: 2, seed: 1 });
  assert.deepEqual(profile(people, found).bases, [
    { base: "demographic", columns: ["age"] },
    { base: "geographic", columns: ["town"] },
    { base: "behavioral", columns: ["visits"] },
    { base: "other", columns: ["score"] },
  ]);
  assert.deepEqual(profile(people, found, { columns: ["visits", "age"] }).bases, [
    { base: "demographic", columns: ["age"] },
    { base: "behavioral", columns: ["visits"] },
  ]);
  assert.deepEqual(profile(people.table, found, { id: "person" }).bases, []);
});

test("where nothing is known of any base there are no groups; each column is in one group", () => {
  assert.deepEqual(groupByBase(["a", "b"], new Map()), []);
  assert.deepEqual(groupByBase(["a"], new Map([["a", { base: null }]])), []);
  assert.deepEqual(groupByBase(["b", "visits", "a"], meaningsOf(people)), [
    { base: "behavioral", columns: ["visits"] },
    { base: "other", columns: ["b", "a"] },
  ]);
});

test("a misspelt column of features is a type error, also where names of columns are patterns", async () => {
  const found = await kmeans(matrix(people, { columns: ["visits"] }), { k: 2, seed: 1 });
  // @ts-expect-error visit is no column
  assert.throws(() => matrix(people, { columns: ["visit"] }), /Did you mean "visits"/);
  // @ts-expect-error town is no number
  assert.throws(() => matrix(people, { columns: ["town"] }), /finite number/);
  // @ts-expect-error visit is no column
  assert.throws(() => profile(people, found, { columns: ["visit"] }), /Did you mean "visits"/);
  // @ts-expect-error visit is no column
  assert.throws(() => contrasts(people, found, { variables: ["visit"] }), /Did you mean "visits"/);
  // Only types are looked at here.
  const buys = (features: Features<BehavioralRow>) => [
    matrix(features, { columns: ["interpurchaseDays", "category=tea"] }),
    // @ts-expect-error interpurchase is no column
    matrix(features, { columns: ["interpurchase"] }),
    // @ts-expect-error firstProduct is no number
    matrix(features, { columns: ["firstProduct"] }),
  ];
  assert.equal(typeof buys, "function");
});
