import assert from "node:assert/strict";
import { test } from "node:test";
import { matrixOf } from "../../src/matrix.js";
import { principalAxes } from "../../src/numeric/principalAxes.js";
import { segments } from "../../src/plot/segments.js";
import { answered, sixLevels, yesOrNo } from "./answered.js";
import { cloud, segmentationOf } from "./examples.js";
import { headline } from "./headline.js";
import { drawnTexts } from "./svgTexts.js";

type Points = { x: number[]; y: number[]; marker: { color: string; symbol: string } };
const points = (figure: ReturnType<typeof segments>) => figure.data as unknown as Points[];

test("two columns are plotted as they are", () => {
  const matrix = matrixOf({ a: [1, 2, 30], b: [4, 5, 60] });
  const [first, second] = points(segments(matrix, segmentationOf([0, 0, 1], 2))) as [Points, Points];
  assert.deepEqual([first.x, first.y, second.x, second.y], [[1, 2], [4, 5], [30], [60]]);
});

test("more columns are projected on the first two principal components, whose shares stand in the axis titles", () => {
  const { matrix, labels } = cloud(200, 3, ["a", "b", "c", "d"], 5);
  const figure = segments(matrix, segmentationOf(labels, 3));
  const { scores, share } = principalAxes(matrix.values, 2);
  const drawn = points(figure).flatMap(({ x, y }) => x.map((value, i) => [value, y[i]!] as const));
  const wanted = Array.from({ length: 200 }, (_, i) => [scores[0]![i]!, scores[1]![i]!] as const);
  const sorted = (list: (readonly [number, number])[]) => [...list].sort((p, q) => p[0] - q[0]);
  sorted(drawn).forEach(([x, y], i) => {
    assert.ok(Math.abs(x - sorted(wanted)[i]![0]) < 1e-4 && Math.abs(y - sorted(wanted)[i]![1]) < 1e-4);
  });
  const texts = drawnTexts(figure.svg).map(({ text }) => text);
  assert.ok(texts.includes(`Component 1 (${Math.round(share[0]! * 100)} % of the variance)`), texts.join("|"));
});

test("every customer is a point in the drawing", () => {
  const { matrix, labels } = cloud(321, 4, ["a", "b", "c"], 2);
  const { svg } = segments(matrix, segmentationOf(labels, 4));
  const drawn = [...svg.matchAll(/<g class="points"[^>]*>(.*?)<\/g>/gs)].map(
    ([, inner]) => inner!.match(/<path/g)!.length,
  );
  assert.equal(drawn.length, 4);
  assert.equal(
    drawn.reduce((a, b) => a + b),
    321,
  );
});

test("more than 5,000 are sampled, the same ones each time, small segments kept, and the subtitle says so", () => {
  const { matrix } = cloud(20_000, 1, ["a", "b", "c"], 2);
  const labels = Array.from({ length: 20_000 }, (_, i) => (i < 10 ? 1 : 0));
  const figure = segments(matrix, segmentationOf(labels, 2));
  const [large, small] = points(figure) as [Points, Points];
  assert.equal(small.x.length, 10);
  assert.ok(large.x.length > 4_950 && large.x.length <= 5_000);
  assert.match(headline(figure), /A sample of 5,00\d customers of 20,000 is drawn/);
  assert.match(figure.alt, /sample of 5,00\d customers/);
  assert.match(figure.alt, /19,990 customers \(> 99\.9 %\)/); // the description counts all
});

test("color and marker belong to the label, noise is grey and last", () => {
  const matrix = matrixOf({ a: [1, 2, 3, 4], b: [1, 2, 3, 5] });
  const drawn = points(segments(matrix, segmentationOf([-1, 0, 0, 1], 2)));
  assert.deepEqual(
    drawn.map(({ marker }) => [marker.color, marker.symbol]),
    [
      ["#0072b2", "circle"],
      ["#e69f00", "square"],
      ["#8c8c8c", "x"],
    ],
  );
});

test("the tips of all arrows lie on the plane, also where one far point pulls it to the other side", () => {
  const { matrix, labels } = cloud(200, 3, ["a", "b", "c"], 5);
  const far = matrixOf(
    Object.fromEntries(matrix.columns.map((name, j) => [name, [...matrix.values[j]!, -60 + 50 * j]])),
  );
  const { layout } = segments(far, segmentationOf([...labels, 0], 3));
  const [x, y] = ["xaxis", "yaxis"].map((axis) => (layout[axis] as { range: [number, number] }).range);
  const arrows = (layout.annotations as { x: number; y: number; showarrow: boolean }[]).filter((one) => one.showarrow);
  assert.equal(arrows.length, 3);
  for (const arrow of arrows) {
    assert.ok(arrow.x > x![0] && arrow.x < x![1], `${arrow.x} in ${x}`);
    assert.ok(arrow.y > y![0] && arrow.y < y![1], `${arrow.y} in ${y}`);
  }
});

test("columns that do not vary, one row, one column: a plot and no NaN", () => {
  for (const matrix of [
    matrixOf({ a: [1, 1, 1], b: [2, 2, 2], c: [3, 3, 3] }),
    matrixOf({ a: [1], b: [2], c: [3] }),
    matrixOf({ a: [5, 5] }),
  ]) {
    const figure = segments(matrix, segmentationOf(new Array(matrix.rows).fill(0), 1));
    assert.equal(/="[^"]*NaN/.exec(figure.svg)?.[0], undefined);
    assert.doesNotMatch(figure.alt, /NaN|n\/a/);
  }
});

test("a neighbor embedding tells what it keeps, needs no arrows, and is the same for the same seed", () => {
  const { matrix, labels } = cloud(120, 4, ["a", "b", "c", "d", "e"], 5);
  const segmentation = segmentationOf(labels, 4);
  const draw = (seed: number) => segments(matrix, segmentation, { method: "umap", seed });
  const figure = draw(1);
  assert.match(headline(figure), /UMAP keeps \d+ % of the 15 nearest neighbors of a customer/);
  assert.match(figure.alt, /two principal components would keep \d+ %/);
  assert.equal((figure.layout.annotations as { showarrow: boolean }[]).filter((one) => one.showarrow).length, 0);
  assert.equal(
    points(figure).reduce((sum, { x }) => sum + x.length, 0),
    120,
  );
  assert.deepEqual(draw(1), figure);
  assert.notDeepEqual(points(draw(2))[0]!.x, points(figure)[0]!.x);
});

test("an embedding of more than 2,000 places a sample, and the middle of a segment is that of its places", () => {
  const { matrix, labels } = cloud(2600, 2, ["a", "b", "c"], 5);
  const figure = segments(matrix, segmentationOf(labels, 2), { method: "umap", neighbors: 3 });
  const drawn = points(figure).reduce((sum, { x }) => sum + x.length, 0);
  assert.ok(drawn > 1990 && drawn <= 2000, String(drawn));
  assert.match(headline(figure), /nearest neighbors.*sample of 1,99\d customers of 2,600|sample of 2,000/);
  assert.doesNotMatch(figure.alt, /NaN|n\/a/);
  const [first] = points(figure);
  const mean = first!.x.reduce((a, b) => a + b) / first!.x.length;
  const label = (figure.layout.annotations as { x: number }[])[0]!;
  assert.ok(Math.abs(label.x - mean) < 1e-3, `${label.x} and ${mean}`);
});

test("says what is wrong", () => {
  const matrix = matrixOf({ a: [1, 2], b: [1, 2] }, ["x", "y"]);
  assert.throws(
    () => segments(matrixOf({}), segmentationOf([], 0)),
    /expected a matrix with rows and columns, got 0 x 0/,
  );
  assert.throws(
    () => segments(matrix, segmentationOf([0], 1)),
    /expected a segmentation of the 2 rows of the matrix, got one of 1/,
  );
  assert.throws(
    () => segments(matrix, segmentationOf([0, 0], 1, undefined, ["x", "z"])),
    /got "z" instead of "y" in row 2/,
  );
  const broken = { ...matrix, values: [Float64Array.of(1, Number.NaN), matrix.values[1]!] };
  assert.throws(
    () => segments(broken, segmentationOf([0, 0], 1, undefined, ["x", "y"])),
    /finite numbers in a, got NaN in row 2/,
  );
  const two = segmentationOf([0, 0], 1, undefined, ["x", "y"]);
  assert.throws(
    () => segments(matrix, two, { method: "tsne" as "umap" }),
    /expected method "pca" or "umap", got "tsne"/,
  );
  assert.throws(() => segments(matrix, two, { method: "umap" }), /expected at least 4 rows for a neighbor embedding/);
  assert.throws(() => segments(matrix, two, { method: "umap", neighbors: 1 }), /expected neighbors to be .*2 or more/);
});

test("a matrix of categories, or of numbers and categories, is projected with both, and the subtitle says so", () => {
  const only = answered(yesOrNo, { rows: 300 });
  const figure = segments(only.matrix, only.segmentation);
  assert.match(headline(figure), /first two components of 11 categories \(multiple correspondence/);
  const arrows = (figure.layout.annotations as { showarrow: boolean; text: string }[]).map(({ text }) => text).join();
  assert.match(arrows, /: Yes/);
  assert.doesNotMatch(arrows, /: No/);
  const both = answered(sixLevels, { rows: 120, numbers: ["age", "monetary"] });
  assert.match(
    segments(both.matrix, both.segmentation).alt,
    /2 numbers and 3 categories together \(factor analysis of mixed/,
  );
  const embedded = segments(both.matrix, both.segmentation, { method: "umap" });
  assert.match(embedded.alt, /Near is who is near in 2 numbers and 3 categories together/);
  assert.equal(
    points(embedded).reduce((sum, { x }) => sum + x.length, 0),
    120,
  );
});
