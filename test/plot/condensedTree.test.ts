import assert from "node:assert/strict";
import { test } from "node:test";
import { matrixOf } from "../../src/matrix.js";
import { condensedTree } from "../../src/plot/condensedTree.js";
import { segmentColor } from "../../src/plot/theme.js";
import { hdbscan } from "../../src/segment/hdbscan.js";
import { kmeans } from "../../src/segment/kmeans.js";
import { densities } from "./densities.js";

interface Shape {
  name: string;
  x: number[];
  y: number[];
  fillcolor?: string;
}

test("by hand: 0 1 2 | 10 11 13 | 30 stand side by side, as wide as they have customers", async () => {
  const found = await hdbscan(matrixOf({ x: [0, 1, 2, 10, 11, 13, 30] }), { minClusterSize: 3, minSamples: 1 });
  const figure = condensedTree(found);
  assert.equal(figure.title, "How 7 customers come apart: 2 segments and 1 customer in none");
  assert.match(
    figure.alt,
    /Segment 1 3 customers \(43 %\), from distance 8 to 1; .*from distance 8 to 2\. 3 groups in all/,
  );
  const [all, ...parts] = figure.data.filter(({ fill }) => fill === "toself") as unknown as Shape[];
  // All seven down to 17, where 30 leaves; six down to 8.
  assert.deepEqual([Math.min(...all!.x), Math.max(...all!.x)], [0, 7]);
  const width = (shape: Shape, distance: number) => {
    const at = shape.x.filter((_, i) => shape.y[i] === distance);
    return Math.max(...at) - Math.min(...at);
  };
  assert.equal(width(all!, 8), 6);
  const spans = parts.map(({ x }) => [Math.min(...x), Math.max(...x)]).sort((a, b) => a[0]! - b[0]!);
  assert.deepEqual(spans, [
    [0.5, 3.5],
    [3.5, 6.5],
  ]);
  assert.deepEqual(parts.map(({ fillcolor }) => fillcolor).sort(), [segmentColor(0), segmentColor(1)].sort());
});

test("parts lie within what they came from, and large distances are above", () => {
  for (const found of Object.values(densities)) {
    const figure = condensedTree(found);
    const { range } = figure.layout.yaxis as { range: [number, number] };
    assert.ok(range[0] < range[1]);
    const rows = found.labels.length;
    for (const { x, y } of figure.data.filter(({ fill }) => fill === "toself") as unknown as Shape[]) {
      assert.ok(x.every((value) => value >= -0.01 * rows && value <= 1.01 * rows));
      assert.ok(y.every((value) => Math.log10(value) >= range[0] && Math.log10(value) <= range[1]));
    }
  }
});

test("of many groups the largest are drawn, and it is said how many are not", () => {
  const { data, alt } = condensedTree(densities.many);
  const { model } = densities.many;
  assert.ok(model.kind === "density");
  const shapes = data.filter(({ fill }) => fill === "toself").length;
  assert.match(alt, new RegExp(`The ${model.clusters.length - shapes} smallest groups are left out`));
});

test("asks for a segmentation by density", async () => {
  const other = await kmeans(matrixOf({ x: [1, 2, 8, 9] }), { k: 2 });
  assert.throws(() => condensedTree(Promise.resolve(other) as never), /what hdbscan returns, got a promise: await it/);
  assert.throws(() => condensedTree(other), /expected a segmentation by density, got one by kmeans/);
});
