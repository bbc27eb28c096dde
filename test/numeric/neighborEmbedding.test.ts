import assert from "node:assert/strict";
import { test } from "node:test";
import { neighborEmbedding } from "../../src/numeric/neighborEmbedding.js";
import { random } from "../../src/random.js";
import { sharedColumns, skipWithout } from "../sharedData.js";

/** Rows around points that differ in every one of so many columns, so that a plane cannot show them by its two best. */
function groups(rows: number, k: number, width: number, spread: number) {
  const generator = random(4);
  const labels = Array.from({ length: rows }, (_, i) => i % k);
  const middles = Array.from({ length: k }, () => Array.from({ length: width }, () => generator.normal() * 4));
  const columns = Array.from({ length: width }, (_, j) =>
    Float64Array.from(labels, (label) => middles[label]![j]! + spread * generator.normal()),
  );
  return { columns, labels };
}

test("groups that stand apart in eight columns stand apart on the plane, and more neighbors are kept than by two components", () => {
  const { columns, labels } = groups(300, 6, 8, 1);
  const { x, y, kept, keptByComponents } = neighborEmbedding(columns, { generator: random(1) });
  let same = 0;
  for (let i = 0; i < 300; i++) {
    let nearest = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let j = 0; j < 300; j++) {
      const distance = (x[i]! - x[j]!) ** 2 + (y[i]! - y[j]!) ** 2;
      if (j !== i && distance < least) [nearest, least] = [j, distance];
    }
    if (labels[nearest] === labels[i]) same++;
  }
  assert.ok(same >= 297, `${same} of 300 have their nearest row in their own group`);
  assert.ok(kept > keptByComponents! + 0.05, `${kept} against ${keptByComponents}`);
});

test("the same seed gives the same plane, another seed another one", () => {
  const { columns } = groups(80, 3, 4, 1);
  const [a, b, c] = [1, 1, 2].map((seed) => neighborEmbedding(columns, { generator: random(seed) }));
  assert.deepEqual(a, b);
  assert.notDeepEqual(a!.x, c!.x);
});

test("the plane is the same for numbers a thousand times as large", () => {
  const { columns } = groups(60, 3, 3, 1);
  // Powers of two are exact, so that no rounding stands in the way.
  const plane = (factor: number) =>
    neighborEmbedding(
      columns.map((column) => column.map((value) => value * factor)),
      { generator: random(1) },
    );
  assert.deepEqual(plane(1024), plane(1));
});

test("two components keep 1,821 of the 2,250 nearest rows of iris (scikit-learn 1.9.1: PCA, pairwise_distances)", {
  skip: skipWithout("iris.csv"),
}, () => {
  const table = sharedColumns("iris.csv");
  const columns = ["Sepal.Length", "Sepal.Width", "Petal.Length", "Petal.Width"].map((name) =>
    Float64Array.from(table[name]!, Number),
  );
  const { keptByComponents, neighbors } = neighborEmbedding(columns, { generator: random(1) });
  assert.equal(neighbors, 15);
  assert.equal(Math.round(keptByComponents! * 2250), 1821);
});

test("constant columns, duplicates, one column, huge and tiny numbers, few rows: finite places", () => {
  const constant = new Float64Array(30).fill(7);
  const steps = Float64Array.from({ length: 30 }, (_, i) => i % 3);
  for (const columns of [
    [constant, constant],
    [steps, constant],
    [steps],
    [steps.map((value) => value * 8e307), constant],
    [steps.map((value) => -value * 1e-300), steps.map((value) => value * 1e-300)],
    [Float64Array.of(1, 2, 3, 9), Float64Array.of(1, 1, 1, 1)],
  ]) {
    const { x, y, kept } = neighborEmbedding(columns, { generator: random(1) });
    assert.ok([...x, ...y].every(Number.isFinite));
    assert.ok(kept >= 0 && kept <= 1, String(kept));
  }
});

test("says what is wrong", () => {
  assert.throws(
    () => neighborEmbedding([Float64Array.of(1, 2, 3)], { generator: random(1) }),
    /expected at least 4 rows for a neighbor embedding, got 3/,
  );
});
