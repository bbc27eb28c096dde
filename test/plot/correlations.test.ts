import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { matrixOf } from "../../src/matrix.js";
import { correlations } from "../../src/plot/correlations.js";
import type { Figure } from "../../src/plot/figure.js";
import { toTable } from "../../src/table.js";
import { relatedFeatures } from "./examples.js";

interface Map {
  z: (number | null)[][];
  text?: string[][];
  customdata: string[][][];
}

const mapOf = (figure: Figure) => figure.data[0] as unknown as Map;
const namesOf = (figure: Figure) => (figure.layout.yaxis as { ticktext: string[] }).ticktext;
const subtitleOf = ({ layout }: Figure) =>
  (layout.title as { subtitle: { text: string } }).subtitle.text.replaceAll("<br>", " ");

const rows = [
  { customer: 1, a: 1, b: 2, c: 5, kind: "x", same: 4 },
  { customer: 2, a: 2, b: 4, c: 1, kind: "y", same: 4 },
  { customer: 3, a: 3, b: null, c: 4, kind: "y", same: 4 },
  { customer: 4, a: 4, b: 8, c: 0, kind: "x", same: 4 },
];

test("missing values are left out pair by pair, constant columns named; by hand", () => {
  const figure = correlations(rows);
  assert.equal(figure.title, "Of 3 features, a and b go together most (1.00)");
  // a and c, from their means: -3.75 + 0.75 + 0.75 - 3.75 = -6, and -6 / sqrt(5 * 17) = -0.6508.
  const [a, c] = [namesOf(figure).indexOf("a"), namesOf(figure).indexOf("c")];
  assert.equal(mapOf(figure).z[a]![c], -0.6508);
  assert.deepEqual(mapOf(figure).customdata[a]![c], ["a", "c", "-0.651", "4 customers"]);
  assert.equal(mapOf(figure).customdata[a]![namesOf(figure).indexOf("b")]![3], "3 customers");
  assert.match(
    subtitleOf(figure),
    /the fewest customers of a pair are 3\. Left out, for it does not vary: same\. Left out, for it holds no numbers: kind\./,
  );
});

test("like features stand beside each other; the order of rows and columns changes no correlation", () => {
  const table = relatedFeatures(200, ["a1", "b1", "c1", "a2", "b2", "c2"], () => null).table;
  const order = namesOf(correlations(table));
  for (const letter of ["a", "b", "c"])
    assert.equal(Math.abs(order.indexOf(`${letter}1`) - order.indexOf(`${letter}2`)), 1, order.join(" "));
  const turned = correlations(
    toTable(table.select("customer", "c2", "b2", "a2", "c1", "b1", "a1").objects().reverse()),
  );
  const value = (figure: Figure, a: string, b: string) =>
    mapOf(figure).z[namesOf(figure).indexOf(a)]![namesOf(figure).indexOf(b)];
  for (const [a, b] of [
    ["a1", "b2"],
    ["c1", "a2"],
  ] as const)
    assert.equal(value(turned, a, b), value(correlations(table), a, b));
});

test("of several bases each has its rows and a heading; a single one has none", () => {
  const features = relatedFeatures(50, ["x", "y", "z"], (j) => (j === 0 ? "needs" : "demographic"));
  const figure = correlations(features);
  assert.deepEqual(
    (figure.layout.annotations as { text: string; y: number }[]).map(({ text, y }) => [text, y]),
    [
      ["<b>Demographic</b>", 0],
      ["<b>Needs</b>", 3],
    ],
  );
  assert.deepEqual(namesOf(figure).at(-1), "x");
  assert.deepEqual(mapOf(figure).z[0], [null, null, null, null, null]);
  assert.equal(correlations(features, { columns: ["y", "z"] }).layout.annotations, undefined);
});

test("a matrix is taken as it is; more than 60 features are cut to the strongest, and it is said", () => {
  const figure = correlations(matrixOf({ x: [1, 2, 3], y: [3, 2, 1] }));
  assert.equal(figure.title, "Of 2 features, x and y go against each other most (-1.00)");
  const many = correlations(
    relatedFeatures(
      80,
      Array.from({ length: 62 }, (_, j) => `f${j}`),
      () => null,
    ),
  );
  assert.equal(namesOf(many).length, 60);
  assert.match(subtitleOf(many), /The 60 of 62 features with the strongest correlations/);
  assert.equal(mapOf(many).text, undefined);
});

test("what holds no numbers is left out and named; a correlation of few customers is not the strongest", () => {
  const table = Array.from({ length: 20 }, (_, i) => ({
    ...{ customer: i, a: i % 5, b: (i * 7) % 11, c: i < 2 ? i : null },
    ...{ kind: i % 2 === 0 ? "x" : "y", empty: null },
  }));
  const figure = correlations(table as never);
  assert.match(subtitleOf(figure), /Left out, for they hold no numbers: kind, empty\./);
  // Two customers always lie on a line.
  assert.match(figure.title, /^Of 3 features, a and b go /);
  assert.match(figure.alt, /The strongest: a and b -?[\d.]+\. Pearson/);
  const apart = table.map(({ customer, a }) => ({
    customer,
    a: customer < 10 ? a : null,
    b: customer >= 8 ? customer : null,
  }));
  assert.equal(
    correlations(apart as never).title,
    "Of 2 features, no two have enough customers in common to tell whether they go together",
  );
});

test("what cannot be compared is refused", () => {
  // @ts-expect-error d is no column
  assert.throws(() => correlations(rows, { columns: ["a", "d"] }), { name: "DataError" });
  // @ts-expect-error kind is no number
  assert.throws(() => correlations(rows, { columns: ["a", "kind"] }), /expected a finite number/);
  assert.throws(() => correlations(rows, { columns: ["a", "a"] }), /each column once/);
  assert.throws(
    () => correlations(rows, { columns: ["a", "same"] }),
    /two numeric columns that vary, got 1; same does not/,
  );
  assert.throws(() => correlations(rows, { method: "kendall" as never }), RangeError);
});

const fixture = JSON.parse(readFileSync(new URL("../fixtures/correlations-pandas.json", import.meta.url), "utf8"));

for (const method of ["pearson", "spearman"] as const)
  test(`the ${method} correlations in the map are those of pandas 3.1.1 DataFrame.corr, and so are the customers of each pair`, () => {
    const names = Object.keys(fixture.columns);
    const table = toTable(
      fixture.columns.a.map((_: number, i: number) =>
        Object.fromEntries([["customer", i], ...names.map((name) => [name, fixture.columns[name][i]])]),
      ),
    );
    const figure = correlations(table as never, { method });
    const order = namesOf(figure);
    order.forEach((a, i) => {
      order.forEach((b, j) => {
        const [p, q] = [names.indexOf(a), names.indexOf(b)];
        assert.ok(Math.abs(mapOf(figure).z[i]![j]! - fixture[method][p][q]) <= 0.5001e-4, `${a} and ${b}`);
        assert.equal(mapOf(figure).customdata[i]![j]![3], `${fixture.n[p][q]} customers`);
      });
    });
  });
