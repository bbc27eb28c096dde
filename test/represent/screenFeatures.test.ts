import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { dictionaryOf } from "../../src/features.js";
import { featuresOf } from "../../src/represent/featuresOf.js";
import { screenFeatures } from "../../src/represent/screenFeatures.js";
import { toTable } from "../../src/table.js";

const rows = Array.from({ length: 100 }, (_, i) => ({
  customer: `C${i}`,
  money: (i * 37) % 101,
  logMoney: Math.log1p((i * 37) % 101),
  empty: null,
  currency: "USD",
  returns: i < 2 ? 1 : 0,
  score: i < 40 ? i : null,
  city: ["Bern", "Basel", "Genf"][i % 3]!,
  stadt: ["Berne", "Bâle", "Genève"][i % 3]!,
  shop: i === 0 ? "Bern" : ["A", "B", "C"][i % 3]!,
  since: new Date(Date.UTC(2020, 0, 1 + i)),
  flag: i % 2 === 0,
  again: (i * 37) % 101,
}));

test("each reason by hand: empty, constant, sparse, nearly constant, duplicate (also of a category), correlated by rank and by Cramer's V", () => {
  const found = screenFeatures(rows, { mostAlike: 0.97 });
  assert.deepEqual(found.table.columnNames(), ["customer", "money", "city", "since", "flag"]);
  assert.deepEqual(
    (found.screened.objects() as { feature: string; reason: string; like: string | null; because: string }[]).map(
      ({ feature, reason, like, because }) => [feature, reason, like, because],
    ),
    [
      ["logMoney", "correlated", "money", "correlation 1 with money"],
      ["empty", "empty", null, "no customer has a value"],
      ["currency", "constant", null, "all 100 customers have USD"],
      ["returns", "nearly constant", null, "98 of 100 customers have 0"],
      ["score", "sparse", null, "60 % of the customers have no value"],
      ["stadt", "duplicate", "city", "the same as city for all customers"],
      // By Bergsma's formula sqrt((2 - 6 / 99) / (2 - 4 / 99)).
      ["shop", "correlated", "city", "Cramer's V 0.995 with city"],
      ["again", "duplicate", "money", "the same as money for all customers"],
    ],
  );
  assert.deepEqual(found.warnings, ["8 features of 12 left out by screening: see screened."]);
  assert.deepEqual(Array.from(found.dictionary.array("feature")), ["money", "city", "since", "flag"]);
});

test("a code for each customer stands for nothing else, and what few customers share is no correlation", () => {
  const names = (data: readonly object[]) => screenFeatures(data as never[]).table.columnNames();
  const coded = Array.from({ length: 200 }, (_, i) => ({
    customer: i,
    postalCode: `${10000 + Math.floor(i / 2) * 7}`,
    key: `K${(i * 37) % 200}`,
    gender: i % 3 === 0 ? "f" : "m",
    language: ["de", "fr", "it"][(i >> 2) % 3]!,
  }));
  assert.deepEqual(names(coded), ["customer", "postalCode", "key", "gender", "language"]);
  // Two customers have both, and two points are always on a line.
  const apart = Array.from({ length: 20 }, (_, i) => ({
    customer: i,
    early: i < 11 ? (i * 7) % 11 : null,
    late: i >= 9 ? (i * 5) % 13 : null,
  }));
  assert.deepEqual(names(apart), ["customer", "early", "late"]);
  // The later one says nothing of customers whom the earlier does not know.
  const within = Array.from({ length: 20 }, (_, i) => ({
    customer: i,
    whole: (i * 7) % 20,
    part: i < 12 ? (i * 7) % 20 : null,
  }));
  assert.deepEqual(names(within), ["customer", "whole"]);
});

test("keep stays and counts as said; Pearson lets a logarithm pass; limits of 1 leave out exact repeats and constants alone", () => {
  const names = (options: object) => screenFeatures(rows, options).table.columnNames();
  assert.ok(names({ keep: ["returns", "logMoney"] }).includes("returns"), "returns stays");
  assert.ok(names({ keep: ["logMoney"] }).includes("logMoney"), "logMoney stays");
  assert.ok(names({ correlation: "pearson" }).includes("logMoney"), "the logarithm is no straight line of money");
  assert.deepEqual(names({ mostMissing: 1, mostAlike: 1, mostCorrelated: 1 }), [
    "customer",
    "money",
    "logMoney",
    "returns",
    "score",
    "city",
    "shop",
    "since",
    "flag",
  ]);
});

test("the first of two that say the same stays, whatever the order of rows", () => {
  const turned = toTable(rows).select("customer", "again", "logMoney", "money");
  assert.deepEqual(screenFeatures(turned).table.columnNames(), ["customer", "again"]);
  const reversed = screenFeatures([...rows].reverse(), { mostAlike: 0.97 });
  assert.deepEqual(reversed.screened.objects(), screenFeatures(rows, { mostAlike: 0.97 }).screened.objects());
});

test("features keep their dictionary and warnings; bad limits and names are told", () => {
  const known = { ...featuresOf(rows, { base: "behavioral", meanings: { money: "Money." } }), warnings: ["before"] };
  const found = screenFeatures(known);
  assert.equal(found.dictionary.get("definition", 0), "Money.");
  assert.equal(found.warnings[0], "before");
  assert.equal(found.id, "customer");
  assert.throws(() => screenFeatures(rows, { mostAlike: 2 }), /mostAlike from 0 to 1, got 2/);
  assert.throws(() => screenFeatures(rows, { keep: ["mony"] }), /Did you mean "money"/);
  assert.throws(() => screenFeatures(rows, { correlation: "kendall" as "pearson" }), /"spearman".*got "kendall"/);
  assert.throws(() => screenFeatures([{ customer: 1, x: Number.NaN }]), /NaN/);
});

test("what is left has no pair beyond the limit and no repeated column (property)", () => {
  const cell = fc.option(fc.integer({ min: 0, max: 3 }), { nil: null, freq: 4 });
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell, cell, cell), { minLength: 1, maxLength: 20 }), (cells) => {
      const data = cells.map(([a, b, c, d], customer) => ({ customer, a, b, c, d: d === null ? null : `x${d}` }));
      const found = screenFeatures(data, { mostCorrelated: 0.8 });
      const again = screenFeatures(found, { mostCorrelated: 0.8 });
      assert.equal(again.screened.numRows(), 0);
      assert.equal(found.table.numCols() - 1 + found.screened.numRows(), 4);
      assert.equal(found.dictionary.numRows(), dictionaryOf(found.dictionary.objects() as never).numRows());
    }),
  );
});
