import assert from "node:assert/strict";
import { test } from "node:test";
import { classificationTree, type TreeNode } from "../../src/numeric/classificationTree.js";
import { sharedColumns, skipWithout } from "../sharedData.js";

test("depths and shares on iris are those of scikit-learn 1.9.1 (DecisionTreeClassifier, max_depth 1 to 5)", {
  skip: skipWithout("iris.csv"),
}, () => {
  const cells = Object.entries(sharedColumns("iris.csv"));
  const columns = cells.slice(1, 5).map(([, values]) => Float64Array.from(values, Number));
  const species = cells[5]![1];
  const labels = species.map((name) => [...new Set(species)].indexOf(name));
  const { right, depth } = classificationTree(columns, labels, { share: 1, deepest: 9 });
  assert.deepEqual(
    right.map((share) => Math.round(share * 150)),
    [50, 100, 144, 146, 149, 150],
  );
  assert.equal(depth, 5);
  assert.equal(classificationTree(columns, labels, { share: 0.95, deepest: 9 }).depth, 2);
});

test("rows that are right at depths 1 to 7 are those of scikit-learn 1.9.1 on whole numbers of a closed form", () => {
  // X = [[i*37 % 101, i*i % 97, i*i*i % 89] for i in range(300)]; y = (X[:,0] > 50) + 2 * ((X[:,1] + X[:,2]) > 95)
  const row = Array.from({ length: 300 }, (_, i) => [(i * 37) % 101, (i * i) % 97, (i * i * i) % 89] as const);
  const columns = [0, 1, 2].map((j) => Float64Array.from(row, (values) => values[j]!));
  const labels = row.map(([a, b, c]) => Number(a > 50) + 2 * Number(b + c > 95));
  const { right } = classificationTree(columns, labels, { share: 1, deepest: 9 });
  assert.deepEqual(
    right.slice(1).map((share) => Math.round(share * 300)),
    [168, 239, 274, 282, 297, 299, 300],
  );
});

test("by hand: one question midway between two values; labels may be noise (-1)", () => {
  const tree = classificationTree([Float64Array.of(1, 2, 4, 8), Float64Array.of(0, 0, 0, 0)], [-1, -1, 3, 3], {
    share: 1,
    deepest: 5,
  });
  assert.deepEqual(tree, {
    root: { column: 0, atMost: 3, yes: { label: -1 }, no: { label: 3 } },
    depth: 1,
    right: [0.5, 1],
  });
});

test("asks on where no single question helps, stops at the deepest level, and where nothing can be asked", () => {
  const [x, y] = [Float64Array.of(0, 0, 1, 1), Float64Array.of(0, 1, 0, 1)];
  const tree = classificationTree([x, y], [0, 1, 1, 0], { share: 1, deepest: 5 });
  assert.deepEqual(tree.right, [0.5, 0.5, 1]);
  const labelOf = (node: TreeNode, at: number): number =>
    "label" in node ? node.label : labelOf([x, y][node.column]![at]! <= node.atMost ? node.yes : node.no, at);
  assert.deepEqual(
    [0, 1, 2, 3].map((at) => labelOf(tree.root, at)),
    [0, 1, 1, 0],
  );
  assert.equal(classificationTree([x, y], [0, 1, 1, 0], { share: 1, deepest: 1 }).depth, 1);
  assert.deepEqual(classificationTree([Float64Array.of(5, 5, 5)], [0, 0, 1], { share: 1, deepest: 5 }).right, [2 / 3]);
});
