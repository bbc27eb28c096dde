import assert from "node:assert/strict";
import { test } from "node:test";
import { projectMixed } from "../../src/plot/projectMixed.js";
import { matrix } from "../../src/represent/matrix.js";
import { answered, sixLevels, yesOrNo } from "./answered.js";
import { segmentationOf } from "./examples.js";

const rows = [
  { customer: 1, age: 20, tea: "yes", sport: "golf" },
  { customer: 2, age: 20, tea: "yes", sport: "chess" },
  { customer: 3, age: 60, tea: "no", sport: "golf" },
  { customer: 4, age: 60, tea: "no", sport: "chess" },
];

test("by hand: age and tea say the same and make the first axis (2 of 3), sport the second; arrows name the yes alone", () => {
  const points = matrix(rows, { columns: ["age"], categorical: ["tea", "sport"] });
  const { x, y, titles, note, arrows } = projectMixed(points, segmentationOf([0, 0, 1, 1], 2));
  // Each row lies a standard deviation, sqrt(2) or 1, from the middle of either axis.
  assert.deepEqual(
    Array.from(x, (value) => Number(Math.abs(value).toFixed(9))),
    new Array(4).fill(Number(Math.SQRT2.toFixed(9))),
  );
  assert.deepEqual(
    Array.from(y, (value) => Number(Math.abs(value).toFixed(9))),
    [1, 1, 1, 1],
  );
  assert.deepEqual(titles, ["Component 1 (67 % of the variance)", "Component 2 (33 % of the variance)"]);
  assert.equal(
    note,
    "The first two components of 1 number and 2 categories together (factor analysis of mixed data) carry 100 % of the variance",
  );
  assert.deepEqual(arrows.map(({ column }) => column).sort(), ["age", "sport: chess", "tea: yes"]);
});

test("the unit of a number does not matter, nor how the matrix scaled it", () => {
  const { labels } = segmentationOf([0, 0, 1, 1], 2);
  const made = segmentationOf(labels, 2);
  const cents = rows.map((row) => ({ ...row, age: row.age * 1000 }));
  const base = projectMixed(matrix(rows, { columns: ["age"], categorical: ["tea", "sport"] }), made);
  const other = projectMixed(matrix(cents, { columns: ["age"], categorical: ["tea", "sport"], scale: "range" }), made);
  base.x.forEach((value, i) => {
    assert.ok(Math.abs(value - other.x[i]!) < 1e-9);
  });
});

test("customers with the same answers are spread around their place, a little, and those of a segment side by side", () => {
  const { matrix: answers, segmentation } = answered(yesOrNo, { rows: 1400 });
  const { x, y, note } = projectMixed(answers, segmentation);
  assert.match(
    note,
    /11 categories \(multiple correspondence analysis\).*A missing answer stands in the middle.*spread around it/,
  );
  assert.equal(new Set(Array.from(x, (value, i) => `${value} ${y[i]}`)).size, 1400);
  const keys = Array.from({ length: 1400 }, (_, i) => answers.categorical.map(({ codes }) => codes[i]).join(" "));
  const first = keys.findIndex((key, i) => keys.indexOf(key, i + 1) > 0);
  const twin = keys.indexOf(keys[first]!, first + 1);
  const reach = Math.max(...x) - Math.min(...x);
  assert.ok(Math.abs(x[first]! - x[twin]!) < 0.07 * reach && x[first] !== x[twin]);
});

test("the order of rows moves nobody who has a place alone, and of levels nobody at all", () => {
  const { matrix: points, segmentation } = answered(sixLevels, { rows: 300, numbers: ["age", "monetary"] });
  const base = projectMixed(points, segmentation);
  const order = Array.from({ length: 300 }, (_, i) => (i * 77 + 5) % 300);
  const turned = {
    ...points,
    ids: order.map((i) => points.ids[i]!),
    values: points.values.map((values) => Float64Array.from(order, (i) => values[i]!)),
    categorical: points.categorical.map(({ name, levels, codes }) => ({
      name,
      levels: [...levels].reverse(),
      codes: Int32Array.from(order, (i) => (codes[i]! < 0 ? -1 : levels.length - 1 - codes[i]!)),
    })),
  };
  const found = projectMixed(
    turned,
    segmentationOf(
      order.map((i) => segmentation.labels[i]!),
      4,
    ),
  );
  assert.equal(found.note, base.note);
  const sign = Math.sign(found.x[0]! * base.x[order[0]!]!);
  order.forEach((i, at) => {
    assert.ok(Math.abs(found.x[at]! * sign - base.x[i]!) < 1e-9);
  });
});

test("one direction, or none, is drawn in a row for each segment; one row alone too", () => {
  const tables: { customer: number; tea: string | null }[][] = [
    rows,
    rows.slice(0, 1),
    rows.map((row) => ({ ...row, tea: "yes" })),
    rows.map((row) => ({ ...row, tea: null })),
  ];
  for (const table of tables) {
    const points = matrix(table, { columns: [], categorical: ["tea"] });
    const { x, titles, note } = projectMixed(points, segmentationOf(new Array(table.length).fill(0), 1));
    assert.equal(titles[1], "Segment");
    assert.match(note, /there is no second one/);
    assert.ok(x.every(Number.isFinite));
  }
});
