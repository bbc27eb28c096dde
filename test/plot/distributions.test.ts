import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { distributions } from "../../src/plot/distributions.js";
import type { Figure } from "../../src/plot/figure.js";
import { toTable } from "../../src/table.js";
import { distributed, segmentationOf } from "./examples.js";

interface Box {
  type: string;
  name: string;
  y: number[];
  x: number[];
  q1: number[];
  median: number[];
  q3: number[];
  lowerfence: number[];
  upperfence: number[];
  customdata: string[][];
  line: { color: string };
}

const traces = (figure: Figure, type: string) => (figure.data as unknown as Box[]).filter((one) => one.type === type);
const axisOf = (figure: Figure, n: string) => figure.layout[`xaxis${n}`] as { type: string; title: { text: string } };
const titles = (figure: Figure) => (figure.layout.annotations as { text: string }[]).map(({ text }) => text);

const rows = Array.from({ length: 10 }, (_, i) => ({ customer: i, x: i < 5 ? i + 1 : null, kind: i % 2 ? "a" : "b" }));
const segments = segmentationOf([0, 0, 0, 0, 0, 1, 1, 1, 1, -1], 2, ["Five", "Unknown"]);

test("boxes are quartiles, whiskers the 5th and 95th percentile; by hand of 1, 2, 3, 4, 5", () => {
  const figure = distributions(rows, segments, { columns: ["x"] });
  const boxes = traces(figure, "box");
  // Nobody in the second segment and in the noise has a value.
  assert.deepEqual(
    boxes.map(({ name }) => name),
    ["All customers", "Five"],
  );
  const { q1, median, q3, lowerfence, upperfence } = boxes[1]!;
  assert.deepEqual([lowerfence, q1, median, q3, upperfence], [[1.2], [2], [3], [4], [4.8]]);
  assert.deepEqual(traces(figure, "scatter")[0]!.customdata[0], [
    ...["All customers", "1.2", "2", "3", "4", "4.8"],
    ...["5 customers", "2", "5"],
  ]);
});

const fixture = JSON.parse(readFileSync(new URL("../fixtures/percentiles-numpy.json", import.meta.url), "utf8"));

test("boxes are those of numpy 2.4.6 percentile; a long tail above 0 has a logarithmic axis, unless it is not wanted", () => {
  const table = toTable((fixture.values as number[]).map((money, customer) => ({ customer, money })));
  const one = segmentationOf(new Int32Array(fixture.values.length), 1);
  const figure = distributions(table, one);
  const [box] = traces(figure, "box");
  const found = [box!.lowerfence, box!.q1, box!.median, box!.q3, box!.upperfence].flat();
  found.forEach((value, i) => {
    assert.ok(Math.abs(value / fixture.percentiles[i] - 1) < 1e-5, `${value} and ${fixture.percentiles[i]}`);
  });
  assert.equal(axisOf(figure, "").type, "log");
  assert.match(axisOf(figure, "").title.text, /logarithmic/);
  assert.equal(axisOf(distributions(table, one, { log: false }), "").type, "linear");
  assert.throws(() => distributions(table.derive({ money: "d => d.money - 1" }), one, { log: true }), {
    name: "RangeError",
    message: /above 0 in "money"/,
  });
});

test("shares of categories are of those who have a level, noise is grey and last, everybody first", () => {
  const figure = distributions(rows, segments);
  const [a, b] = traces(figure, "bar");
  assert.deepEqual([a!.name, b!.name], ["kind: a", "kind: b"]);
  assert.deepEqual(
    [a!.x, b!.x],
    [
      [0.5, 0.4, 0.5, 1],
      [0.5, 0.6, 0.5, 0],
    ],
  );
  assert.deepEqual((figure.layout.yaxis as { ticktext: string[] }).ticktext, [
    "All customers",
    "Five",
    "Unknown",
    "Noise",
  ]);
  const many = distributed(300, 3);
  const boxes = traces(distributions(many.features, many.segmentation, { columns: ["age"] }), "box");
  assert.equal(boxes.at(-1)!.name, "Noise");
  assert.equal(boxes.at(-1)!.line.color, "#8c8c8c");
});

test("panels stand by base with a heading at the first of each; a plain table has its order and no heading", () => {
  const { features, segmentation } = distributed(300, 3);
  const columns = ["monetary", "trust", "age"] as const;
  assert.deepEqual(titles(distributions(features, segmentation, { columns })), [
    ...["<b>age</b>", "<b>Demographic</b>", "<b>trust</b>", "<b>Psychographic</b>"],
    ...["<b>monetary</b>", "<b>Behavioral</b>"],
  ]);
  assert.equal(axisOf(distributions(features, segmentation, { columns: ["age"] }), "").title.text, "years");
  const plain = distributions(features.table, segmentation, { columns });
  assert.deepEqual(titles(plain), ["<b>monetary</b>", "<b>trust</b>", "<b>age</b>"]);
});

test("the order of rows changes nothing; of more than 24 features those that differ most are drawn, and it is said", () => {
  const turned = distributions([...rows].reverse(), segments);
  assert.deepEqual(turned.data, distributions(rows, segments).data);
  const wide = Array.from({ length: 40 }, (_, i) =>
    Object.fromEntries([
      ["customer", i],
      ...Array.from({ length: 26 }, (_, j) => [`f${j}`, j < 2 ? (i * 7) % 5 : i + ((i * j) % 3)]),
    ]),
  );
  const two = segmentationOf(
    Array.from({ length: 40 }, (_, i) => Number(i >= 20)),
    2,
  );
  const figure = distributions(wide as never, two);
  assert.equal(titles(figure).length, 24);
  assert.ok(!titles(figure).includes("<b>f0</b>"), "what differs least is not drawn");
  assert.match(JSON.stringify(figure.layout.title).replaceAll("<br>", " "), /The 24 of 26 features that differ most/);
});

test("what cannot be drawn is refused", () => {
  // @ts-expect-error y is no column
  assert.throws(() => distributions(rows, segments, { columns: ["y"] }), { name: "DataError" });
  assert.throws(() => distributions(rows.slice(1), segments), /expected a row for each of the 10 ids/);
  assert.throws(() => distributions([{ customer: 1 }], segmentationOf([0], 1)), /found none/);
});

test("a segment of which all values are missing has an empty row, and it is said", () => {
  const some = [1, 2, 3, 4].map((customer) => ({ customer, a: customer < 3 ? customer : null, b: customer }));
  const two = segmentationOf([0, 0, 1, 1], 2, undefined, [1, 2, 3, 4]);
  const said = (figure: ReturnType<typeof distributions>) =>
    JSON.stringify(figure.layout.title).replaceAll("<br>", " ");
  assert.match(said(distributions(some as never, two)), /Where a row is empty, all values are missing/);
  assert.doesNotMatch(said(distributions(some, two, { columns: ["b"] })), /Where a row is empty/);
});
