import assert from "node:assert/strict";
import { test } from "node:test";
import { matrixOf } from "../../src/matrix.js";
import type { Layout } from "../../src/plot/figure.js";
import { scatterMatrix } from "../../src/plot/scatterMatrix.js";
import { answered, yesOrNo } from "./answered.js";
import { cloud, segmentationOf } from "./examples.js";
import { headline } from "./headline.js";

type Drawn = { mode: string; name: string; x: number[]; y: number[]; xaxis: string; yaxis: string };
const traces = (figure: ReturnType<typeof scatterMatrix>) => figure.data as unknown as Drawn[];
const axisOf = (figure: ReturnType<typeof scatterMatrix>, id: string) =>
  figure.layout[`${id[0]}axis${id.slice(1)}`] as Layout & { title: { text: string }; domain: number[] };

test("every pair of features has a panel, and each panel shows the numbers of its axes", () => {
  const { matrix, labels } = cloud(90, 3, ["a", "b", "c", "d"], 5);
  const figure = scatterMatrix(matrix, segmentationOf(labels, 3));
  const points = traces(figure).filter(({ mode }) => mode === "markers");
  const pairs = new Map<string, { x: number[]; y: number[] }>();
  for (const { x, y, xaxis, yaxis } of points) {
    const pair = `${axisOf(figure, xaxis).title.text} ${axisOf(figure, yaxis).title.text}`;
    const all = pairs.get(pair) ?? { x: [], y: [] };
    pairs.set(pair, { x: [...all.x, ...x], y: [...all.y, ...y] });
  }
  assert.deepEqual([...pairs.keys()].sort(), ["a b", "a c", "a d", "b c", "b d", "c d"]);
  for (const [pair, { x, y }] of pairs) {
    const [first, second] = pair.split(" ").map((name) => matrix.values[matrix.columns.indexOf(name)]!);
    const rows = Array.from(first!, (value, i) => `${value.toPrecision(6)} ${second![i]!.toPrecision(6)}`);
    assert.deepEqual(x.map((value, i) => `${value.toPrecision(6)} ${y[i]!.toPrecision(6)}`).sort(), rows.sort());
  }
});

test("by hand: the diagonal holds the share of each segment's customers over the values", () => {
  const matrix = matrixOf({ answer: [1, 1, 1, 2, 2, 4], other: [0, 1, 2, 3, 4, 5] });
  const figure = scatterMatrix(matrix, segmentationOf([0, 0, 0, 0, 1, 1], 2));
  const diagonal = traces(figure).filter(({ mode, xaxis }) => mode === "lines" && xaxis === "x");
  assert.deepEqual(
    diagonal.map(({ name, x, y }) => ({ name, x, y })),
    [
      { name: "Segment 1", x: [0.5, 0.5, 1.5, 3, 4.5], y: [0, 0.75, 0.25, 0, 0] },
      { name: "Segment 2", x: [0.5, 0.5, 1.5, 3, 4.5], y: [0, 0, 0.5, 0.5, 0] },
    ],
  );
});

test("the shares of every segment and feature add up to 1, whatever the numbers", () => {
  const { matrix, labels } = cloud(500, 3, ["a", "b"], 9);
  const far = matrixOf({
    a: [...matrix.values[0]!],
    b: matrix.values[1]!.map((value) => value * 1e250),
    c: labels.map(() => 7),
  });
  for (const { mode, y } of traces(scatterMatrix(far, segmentationOf(labels, 3))))
    if (mode === "lines") assert.ok(Math.abs(y.reduce((a, b) => a + b) - 1) < 1e-5, String(y));
});

test("points of a feature with few values are spread within its bin, the same way each time, and the subtitle says so", () => {
  const matrix = matrixOf({ yes: [0, 1, 1, 0, 1, 0], money: [1, 2.5, 3, 4, 5, 60] });
  const wide = matrixOf({ yes: [...Array(40).keys()].map((i) => i % 2), money: [...Array(40).keys()] });
  const segmentation = segmentationOf([0, 0, 0, 1, 1, 1], 2);
  const figure = scatterMatrix(matrix, segmentation);
  for (const { mode, x } of traces(figure))
    if (mode === "markers") assert.ok(x.every((value) => Math.abs(value - Math.round(value)) <= 0.35));
  assert.match(headline(figure), /few values are spread/);
  assert.equal(scatterMatrix(matrix, segmentation).svg, figure.svg);
  const half = scatterMatrix(
    wide,
    segmentationOf(
      [...Array(40).keys()].map((i) => (i < 20 ? 0 : 1)),
      2,
    ),
  );
  const money = traces(half).flatMap(({ mode, y }) => (mode === "markers" ? y : []));
  assert.deepEqual(money, [...Array(40).keys()]); // 40 different values stay where they are
});

test("many customers are sampled in proportion, the distributions count all, and the subtitle says so", () => {
  const { matrix } = cloud(9000, 1, ["a", "b", "c"], 2);
  const labels = Array.from({ length: 9000 }, (_, i) => (i < 20 ? 1 : 0));
  const figure = scatterMatrix(matrix, segmentationOf(labels, 2));
  const [large, small] = traces(figure);
  assert.equal(small!.x.length, 20);
  assert.ok(large!.x.length > 2950 && large!.x.length <= 3000, String(large!.x.length));
  assert.match(headline(figure), /a sample of 3,0\d\d customers of 9,000|a sample of 2,9\d\d customers/);
  assert.match(JSON.stringify(figure.data.at(-2)!.name), /8,980/);
});

test("of many features, the six by which the segments differ most are drawn, and others may be named", () => {
  const labels = Array.from({ length: 60 }, (_, i) => i % 2);
  const names = ["n1", "s1", "s2", "n2", "s3", "s4", "s5", "s6"];
  const { matrix: noise } = cloud(60, 1, names, 3);
  const matrix = matrixOf(
    Object.fromEntries(
      names.map((name, j) => [
        name,
        [...noise.values[j]!].map((value, i) => value + (name[0] === "s" ? 9 * labels[i]! : 0)),
      ]),
    ),
  );
  const titles = (figure: ReturnType<typeof scatterMatrix>) =>
    Object.keys(figure.layout)
      .filter((name) => name.startsWith("xaxis"))
      .map((name) => (figure.layout[name] as { title: { text: string } }).title.text);
  const figure = scatterMatrix(matrix, segmentationOf(labels, 2));
  assert.deepEqual(titles(figure), ["s1", "s2", "s3", "s4", "s5", "s6"]);
  assert.match(headline(figure), /Drawn are the 6 of 8 features whose variance/);
  assert.deepEqual(titles(scatterMatrix(matrix, segmentationOf(labels, 2), { columns: ["n2", "s1"] })), ["n2", "s1"]);
});

test("features whose squares overflow or vanish are judged by their share like others", () => {
  const labels = Array.from({ length: 60 }, (_, i) => i % 2);
  const { matrix: noise } = cloud(60, 1, ["a", "b", "c", "d", "e", "f"], 3);
  const apart = labels.map((label, i) => 9 * label + (i % 7) / 7);
  const matrix = matrixOf({
    ...Object.fromEntries(noise.columns.map((name, j) => [name, [...noise.values[j]!]])),
    huge: apart.map((value) => value * 1e250),
    tiny: apart.map((value) => value * 1e-250),
  });
  const { alt, layout } = scatterMatrix(matrix, segmentationOf(labels, 2));
  assert.match(alt, /huge (99|99\.\d|100) %, tiny (99|99\.\d|100) %/);
  assert.doesNotMatch(alt, /n\/a|NaN/);
  assert.equal((layout.xaxis6 as { title: { text: string } }).title.text, "tiny");
});

test("titles of axes are broken to the size of their panel", () => {
  const names = Array.from({ length: 6 }, (_, i) => `average basket of year ${i + 1}`);
  const { matrix, labels } = cloud(60, 2, names, 3);
  const { layout, height } = scatterMatrix(matrix, segmentationOf(labels, 2));
  assert.equal((layout.xaxis2 as { title: { text: string } }).title.text, "average basket of<br>year 2");
  assert.equal((layout.yaxis2 as { title: { text: string } }).title.text, "average basket<br>of year 2");
  assert.ok(
    height > scatterMatrix(cloud(60, 2, ["a", "b", "c", "d", "e", "f"], 3).matrix, segmentationOf(labels, 2)).height,
  );
});

test("says what is wrong", () => {
  const matrix = matrixOf({ a: [1, 2], b: [1, 2] });
  const segmentation = segmentationOf([0, 1], 2);
  const draw = (columns: string[]) => () => scatterMatrix(matrix, segmentation, { columns });
  assert.throws(draw(["a"]), /expected 2 to 8 columns, got 1/);
  assert.throws(draw(["a", "a"]), /expected each column once, got a, a/);
  assert.throws(draw(["a", "c"]), /expected columns of the matrix \(a, b\), got "c"/);
  assert.throws(
    () => scatterMatrix(matrixOf({ a: [1, 2] }), segmentation),
    /expected at least 2 features to draw against each other, got 1; see plot.segments/,
  );
  assert.throws(() => scatterMatrix(matrix, segmentationOf([0], 1)), /of the 2 rows of the matrix, got one of 1/);
});

test("says that categories are not drawn, and where there are no numbers, what draws them", () => {
  const both = answered(yesOrNo, { rows: 60, numbers: ["age", "spend"] });
  assert.match(scatterMatrix(both.matrix, both.segmentation).alt, /Not drawn: 11 categories \(see plot\.segments/);
  const only = answered(yesOrNo, { rows: 60 });
  assert.throws(
    () => scatterMatrix(only.matrix, only.segmentation),
    /expected a matrix with numeric columns, got 60 rows of 11 categories; draw these with plot\.segments/,
  );
});
