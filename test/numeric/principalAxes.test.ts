import assert from "node:assert/strict";
import { test } from "node:test";
import { principalAxes } from "../../src/numeric/principalAxes.js";
import { random } from "../../src/random.js";
import { mcdonalds, sharedColumns, skipWithout } from "../sharedData.js";

const near = (a: number, b: number, tolerance = 1e-9) =>
  assert.ok(Math.abs(a - b) <= tolerance, `expected ${b}, got ${a}`);

// Printed by scikit-learn 1.9.1: PCA().fit(iris), explained_variance_(ratio_), components_ and transform(X)[[0, 1, 149]]. Its components
// happen to have their largest entry positive, as ours have by rule.
test("matches scikit-learn 1.9.1 PCA on iris", { skip: skipWithout("iris.csv") }, () => {
  const iris = sharedColumns("iris.csv");
  const names = ["Sepal.Length", "Sepal.Width", "Petal.Length", "Petal.Width"];
  const found = principalAxes(names.map((name) => Float64Array.from(iris[name]!, Number)));
  [4.228241706035, 0.242670747929, 0.078209500043, 0.023835092973].forEach((value, a) => {
    near(found.variance[a]!, value, 1e-11);
  });
  [0.924618723202, 0.053066483117, 0.017102609808, 0.005212183873].forEach((value, a) => {
    near(found.share[a]!, value, 1e-11);
  });
  const axes = [
    [0.361386591785, -0.084522514065, 0.85667060595, 0.358289197152],
    [0.656588771287, 0.730161434785, -0.173372662796, -0.075481019917],
    [-0.582029851306, 0.5979108301, 0.076236075821, 0.54583143202],
    [0.315487192904, -0.319723103666, -0.479838986995, 0.753657425264],
  ];
  axes.forEach((axis, a) => {
    axis.forEach((value, j) => {
      near(found.axes[a]![j]!, value, 1e-10);
    });
  });
  const scores = [
    [0, [-2.68412562597, 0.3193972465851, -0.02791482758942, 0.002262437071321]],
    [1, [-2.714141687294, -0.1770012250648, -0.2104642723782, 0.09902655032362]],
    [149, [1.390188861948, -0.2826609379905, 0.3629096480854, -0.1550386282302]],
  ] as const;
  for (const [row, values] of scores)
    values.forEach((value, a) => {
      near(found.scores[a]![row]!, value, 1e-10);
    });
});

test("matches the book on McDonald's: means of the items and standard deviations of the components (R's prcomp)", {
  skip: skipWithout("mcdonalds.csv"),
}, () => {
  const { center, variance } = principalAxes(mcdonalds().values);
  const means = [0.5526, 0.9078, 0.0936, 0.8672, 0.5265, 0.9002, 0.5988, 0.6442, 0.3579, 0.1989, 0.2429];
  assert.deepEqual(
    Array.from(center, (mean) => Number(mean.toFixed(4))),
    means,
  );
  assert.deepEqual(
    Array.from(variance.slice(0, 5), (value) => Number(Math.sqrt(value).toFixed(5))),
    [0.75705, 0.60746, 0.50462, 0.3988, 0.33741],
  );
});

test("by hand: points on the line y = 2x vary along it only", () => {
  const { axes, share, variance, center } = principalAxes([Float64Array.of(-1, 0, 1), Float64Array.of(-2, 0, 2)]);
  near(axes[0]![0]!, 1 / Math.sqrt(5));
  near(axes[0]![1]!, 2 / Math.sqrt(5));
  near(variance[0]!, 5);
  near(share[0]!, 1);
  near(share[1]!, 0);
  assert.deepEqual([...center], [0, 0]);
});

test("the order of rows changes nothing, a shift changes only the center", () => {
  const generator = random(3);
  const columns = [0, 1, 2].map((j) => Float64Array.from({ length: 40 }, () => generator.normal() * (j + 1)));
  const base = principalAxes(columns, 2);
  const turned = principalAxes(
    columns.map((column) => column.slice().reverse()),
    2,
  );
  const shifted = principalAxes(
    columns.map((column) => column.map((value) => value + 1e6)),
    2,
  );
  for (let a = 0; a < 2; a++) {
    near(base.variance[a]!, turned.variance[a]!, 1e-12);
    near(base.variance[a]!, shifted.variance[a]!, 1e-7);
    for (let i = 0; i < 40; i++) {
      near(base.scores[a]![i]!, turned.scores[a]![39 - i]!, 1e-10);
      near(base.scores[a]![i]!, shifted.scores[a]![i]!, 1e-6);
    }
  }
});

test("nothing varies: shares are 0 and not NaN", () => {
  const found = principalAxes([Float64Array.of(3, 3), Float64Array.of(1, 1)]);
  assert.deepEqual([...found.share], [0, 0]);
  assert.ok(found.scores.every((score) => score.every((value) => value === 0)));
});

test("says what is wrong", () => {
  assert.throws(() => principalAxes([]), /at least one column/);
  assert.throws(() => principalAxes([Float64Array.of(1)]), /at least 2 rows, got 1/);
  assert.throws(() => principalAxes([Float64Array.of(1, 2), Float64Array.of(1)]), /expected 2 rows in column 1, got 1/);
  assert.throws(() => principalAxes([Float64Array.of(1, Number.NaN)]), /got NaN in row 2/);
  assert.throws(() => principalAxes([Float64Array.of(1, 2)], 2), /axes from 1 to 1, got 2/);
});
