import assert from "node:assert/strict";
import { test } from "node:test";
import { matrixOf } from "../../src/matrix.js";
import { random } from "../../src/random.js";
import { kmeans } from "../../src/segment/kmeans.js";
import { kprototypes } from "../../src/segment/kprototypes.js";
import { variableImportance } from "../../src/segment/variableImportance.js";
import type { Segmentation } from "../../src/segmentation.js";
import { mixedMatrix } from "./mixedData.js";

/** A segmentation of rows 0, 1, 2, ... with these labels. */
async function labeled(labels: readonly number[]): Promise<Segmentation> {
  const k = Math.max(...labels) + 1;
  const found = await kmeans(matrixOf({ x: labels.map((_, i) => i) }), { k: 1 });
  return { ...found, k, labels: Int32Array.from(labels) };
}

test("hand-computed: eta squared of a number, Goodman and Kruskal's tau of a category", async () => {
  // Means 2 and 8 around 5: between 4 * 9 = 36, within 4, total 40. Levels 2 + 1 and 0 + 1: (4/2 + ... see below).
  const rows = [
    [0, 1],
    [0, 3],
    [0, 7],
    [1, 9],
  ];
  const found = variableImportance(await labeled([0, 0, 1, 1]), mixedMatrix(rows, 1));
  assert.deepEqual([...found.array("column")], ["x0", "c0"]);
  assert.deepEqual([...found.array("kind")], ["number", "category"]);
  assert.ok(Math.abs(Number(found.get("importance", 0)) - 0.9) < 1e-15);
  // sum n_cl^2 / n_c = 4/2 + 1/2 + 1/2 = 3; sum n_l^2 / n = 9/4 + 1/4 = 2.5; (3 - 2.5) / (4 - 2.5) = 1/3
  assert.ok(Math.abs(Number(found.get("importance", 1)) - 1 / 3) < 1e-15);
});

test("a category of two levels is as important as its 0/1 column, and missing answers and noise are left out", async () => {
  const draw = random(2);
  const rows = Array.from({ length: 80 }, () => {
    const code = draw.integer(2);
    return [code, code];
  });
  const segments = await labeled(rows.map(([code], i) => (i % 9 === 0 ? -1 : draw.uniform() < 0.7 ? code! : 2)));
  const found = variableImportance(segments, mixedMatrix(rows, 1));
  const [a, b] = found.array("importance") as number[];
  assert.ok(Math.abs(a! - b!) < 1e-14 && a! > 0.1, `${a} ${b}`);
  const some = rows.filter((_, i) => i % 5 !== 0);
  const missing = rows.map(([code, number], i) => (i % 5 === 0 ? [-1, number!] : [code!, number!]));
  const left = await labeled(Array.from(segments.labels).filter((_, i) => i % 5 !== 0));
  const of = (table: ReturnType<typeof variableImportance>) => {
    const at = (table.array("kind") as string[]).indexOf("category");
    return [table.get("importance", at), table.get("values", at)];
  };
  assert.deepEqual(
    of(variableImportance(segments, mixedMatrix(missing, 1))),
    of(variableImportance(left, mixedMatrix(some, 1))),
  );
});

test("0 for what does not vary or does not differ, 1 for what the segments say fully, whatever the units", async () => {
  const rows = [0, 0, 1, 1].flatMap((label) => [1e300, -1e300].map((value) => [label, 3, label * 1e-300, 7, value]));
  const found = variableImportance(await labeled(rows.map(([label]) => label!)), mixedMatrix(rows, 2));
  const of = Object.fromEntries(
    (found.array("column") as string[]).map((name, at) => [name, found.get("importance", at)]),
  );
  assert.deepEqual(of, { c0: 1, x0: 1, c1: 0, x1: 0, x2: 0 });
});

test("labels by lot reach (k - 1) / (n - 1) on average, numbers and categories alike", async () => {
  const draw = random(8);
  const rows = Array.from({ length: 41 }, () => [draw.integer(4), draw.normal()]);
  const sums: Record<string, number> = { c0: 0, x0: 0 };
  const labels = rows.map((_, i) => i % 3);
  const times = 2000;
  const segments = await labeled(labels);
  for (let t = 0; t < times; t++) {
    const found = variableImportance(
      { ...segments, labels: Int32Array.from(draw.shuffle(labels)) },
      mixedMatrix(rows, 1),
    );
    for (let at = 0; at < 2; at++)
      sums[String(found.get("column", at))]! += Number(found.get("importance", at)) / times;
  }
  for (const mean of Object.values(sums)) assert.ok(Math.abs(mean - 2 / 40) < 0.003, String(mean));
});

test("orders the columns of k-prototypes by what made the segments", async () => {
  const draw = random(5);
  const rows = Array.from({ length: 120 }, (_, i) => [
    i % 3,
    draw.integer(3),
    5 * (i % 3) + draw.normal(),
    draw.normal(),
  ]);
  const found = variableImportance(await kprototypes(mixedMatrix(rows, 2), { k: 3 }), mixedMatrix(rows, 2));
  assert.deepEqual(new Set((found.array("column") as string[]).slice(0, 2)), new Set(["c0", "x0"]));
  assert.ok(Number(found.get("importance", 1)) > 0.9 && Number(found.get("importance", 2)) < 0.1);
});

test("refuses other rows", async () => {
  const points = matrixOf({ x: [1, 2, 3] });
  assert.throws(() => variableImportance({ ...({} as Segmentation) }, points), TypeError);
  const found = await kmeans(points, { k: 2 });
  assert.throws(() => variableImportance(found, matrixOf({ x: [1, 2] })), /matrix that was segmented/);
  const hole = { ...points, values: [Float64Array.of(1, Number.NaN, 3)] };
  assert.throws(() => variableImportance(found, hole), /finite numbers in x, got NaN in row 2/);
});
