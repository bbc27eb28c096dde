import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { survey } from "../../src/collect/survey.js";
import { multipleCorrespondence } from "../../src/represent/multipleCorrespondence.js";
import type { Table } from "../../src/table.js";
import { sharedColumns, skipWithout } from "../sharedData.js";

const fixture = JSON.parse(readFileSync(new URL("../fixtures/factors.json", import.meta.url), "utf8"));
const numbers = (table: Table, name: string) => Array.from(table.array(name) as ArrayLike<number>);

function answersOf(file: string, names: readonly string[]) {
  const columns = sharedColumns(file);
  return columns[names[0]!]!.map((_, customer) => ({
    customer,
    ...Object.fromEntries(names.map((name) => [name, columns[name]![customer]!])),
  })) as { customer: number; [item: string]: string | number }[];
}

for (const [file, figures] of [
  ["lca_gss82.csv", fixture.multipleCorrespondence.gss82],
  ["mcdonalds.csv", fixture.multipleCorrespondence.mcdonalds],
] as const)
  test(`${file}: inertias, shares, coordinates, contributions and cosines of prince 0.23.0 to 1e-7`, {
    skip: skipWithout(file),
  }, async () => {
    const found = await multipleCorrespondence(answersOf(file, figures.columns), { k: 3, items: figures.columns });
    const near = (value: number, figure: number) =>
      assert.ok(Math.abs(value - figure) < 1e-7, `${value} for ${figure}`);
    assert.ok(Math.abs(found.totalInertia - figures.total) < 1e-8);
    numbers(found.dimensions, "inertia").forEach((value, a) => {
      near(value, figures.eig[a]);
    });
    numbers(found.dimensions, "share").forEach((value, a) => {
      near(value, figures.pct[a] / 100);
    });
    numbers(found.dimensions, "adjustedInertia").forEach((value, a) => {
      near(value, figures.beig[a]);
    });
    numbers(found.dimensions, "greenacreShare").forEach((value, a) => {
      near(value, figures.green[a] / 100);
    });
    const rows = found.categories.objects() as { item: string; category: string; [figure: string]: unknown }[];
    const of = (label: string) => rows.find(({ item, category }) => `${item}__${category}` === label)!;
    // Signs are free: the category that lies farthest out tells whether a dimension is turned.
    const published = Object.entries<number[]>(figures.cols);
    const turns = found.names.map((name, a) => {
      const [label, values] = published.reduce((best, one) =>
        Math.abs(one[1][a]!) > Math.abs(best[1][a]!) ? one : best,
      );
      return Math.sign(Number(of(label)[name]) * values[a]!);
    });
    for (const [label, values] of published)
      values.forEach((value, a) => {
        near(turns[a]! * Number(of(label)[`dimension${a + 1}`]), value);
      });
    for (const [label, values] of Object.entries<number[]>(figures.contrib))
      values.forEach((value, a) => {
        near(Number(of(label)[`contribution${a + 1}`]), value);
      });
    for (const [label, values] of Object.entries<number[]>(figures.cos))
      values.forEach((value, a) => {
        near(Number(of(label)[`cosine${a + 1}`]), value);
      });
    figures.rows.forEach((values: number[], row: number) => {
      values.forEach((value, a) => {
        near(turns[a]! * numbers(found.scores, `dimension${a + 1}`)[row]!, value);
      });
    });
  });

test("two yes/no items that always agree: one dimension with inertia 1, at 1 and -1 (by hand)", async () => {
  const answers = ["yes", "yes", "no", "no"].map((a, customer) => ({ customer, a, b: a }));
  const found = await multipleCorrespondence(answers, { k: 1 });
  assert.ok(Math.abs(numbers(found.dimensions, "inertia")[0]! - 1) < 1e-12);
  assert.deepEqual(
    numbers(found.categories, "dimension1").map((value) => Math.round(Math.abs(value) * 1e9) / 1e9),
    [1, 1, 1, 1],
  );
  await assert.rejects(multipleCorrespondence(answers, { k: 2 }), /expected k up to 1/);
});

test("scores have the inertia as variance and mean 0; no answer leaves out or is a category", async () => {
  const answers = Array.from({ length: 40 }, (_, customer) => ({
    customer,
    a: "xyz"[customer % 3]!,
    b: customer % 7 === 0 ? null : "pq"[(customer * 5) % 2]!,
    c: "uvw"[(customer + (customer % 4)) % 3]!,
  }));
  const found = await multipleCorrespondence(answers, { k: 2 });
  assert.equal(found.respondents, 34);
  assert.deepEqual(found.unscored, [0, 7, 14, 21, 28, 35]);
  assert.match(found.warnings[0]!, /^6 respondents of 40 did not answer all 3 items/);
  found.names.forEach((name, a) => {
    const scores = numbers(found.scores, name);
    assert.ok(Math.abs(scores.reduce((sum, value) => sum + value, 0)) < 1e-9);
    const variance = scores.reduce((sum, value) => sum + value * value, 0) / scores.length;
    assert.ok(Math.abs(variance - numbers(found.dimensions, "inertia")[a]!) < 1e-9);
    const contributions = numbers(found.categories, `contribution${a + 1}`);
    const most = contributions.indexOf(Math.max(...contributions));
    assert.ok(
      numbers(found.categories, name)[most]! > 0,
      "the category that contributes most has a coordinate above 0",
    );
  });
  const all = await multipleCorrespondence(answers, { k: 2, missing: "category" });
  assert.equal(all.respondents, 40);
  assert.ok(Array.from(all.categories.array("category")).includes("(none)"));
});

test("refuses an item with one category and too many dimensions", async () => {
  const answers = ["a", "b", "a", "b"].map((x, customer) => ({ customer, x, y: "same" }));
  await assert.rejects(multipleCorrespondence(answers), /at least two categories .* got "same".*column "y"/);
  const two = answers.map((row, i) => ({ ...row, y: i < 2 ? "p" : "q" }));
  await assert.rejects(multipleCorrespondence(two, { k: 3 }), /from 1 to 2/);
});

test("the answers to a survey are the levels in words and in their order, and the same dimensions", async () => {
  const often = ["Never", "Yearly", "Monthly", "Weekly", "Daily"];
  const rows = Array.from({ length: 30 }, (_, i) => ({
    id: i,
    likes: (i * 7) % 3 === 0 ? "No" : "Yes",
    often: often[(i * i + 2) % 5]!,
    score: 1 + ((i * 3) % 11),
  }));
  const asked = await survey(rows, {
    items: { often: { levels: often }, score: { levels: Array.from({ length: 11 }, (_, i) => String(i + 1)) } },
  });
  const items = ["likes", "often", "score"];
  const found = await multipleCorrespondence(asked, { items });
  const of = (item: string) =>
    (found.categories.objects() as { item: string; category: string }[])
      .filter((row) => row.item === item)
      .map(({ category }) => category);
  assert.deepEqual(of("likes"), ["No", "Yes"]);
  // (i * i + 2) % 5 is 2, 3 or 1: nobody answered "Never" or "Daily".
  assert.deepEqual(of("often"), ["Yearly", "Monthly", "Weekly"]);
  assert.deepEqual(of("score"), ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"]);
  const plain = await multipleCorrespondence(rows, { items: items as never, id: "id" });
  numbers(found.dimensions, "inertia").forEach((value, a) => {
    assert.ok(Math.abs(value - numbers(plain.dimensions, "inertia")[a]!) < 1e-12);
  });
});
