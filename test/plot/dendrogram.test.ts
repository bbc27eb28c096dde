import assert from "node:assert/strict";
import { test } from "node:test";
import { matrixOf } from "../../src/matrix.js";
import { cutMerges } from "../../src/numeric/cutMerges.js";
import { dendrogram } from "../../src/plot/dendrogram.js";
import { hierarchy } from "../../src/segment/hierarchy.js";
import { orderBySize } from "../../src/segmentation.js";
import { dendrogramOf } from "./dendrograms.js";

interface Line {
  name: string;
  x: (number | null)[];
  y: (number | null)[];
  fill?: string;
}

const axisOf = (figure: ReturnType<typeof dendrogram>) =>
  figure.layout.yaxis as { ticktext: string[]; title: { text: string } };

test("computed by hand: 0, 1, 5, 7, 20 by average linkage, cut into two between 5.5 and 16.75", async () => {
  const tree = await hierarchy(matrixOf({ x: [0, 1, 5, 7, 20] }, ["a", "b", "c", "d", "e"]), { linkage: "average" });
  const drawn = dendrogram(tree, { k: 2 });
  assert.deepEqual(axisOf(drawn).ticktext, ["1: a", "1: b", "1: c", "1: d", "2: e"]);
  const [shape] = drawn.layout.shapes as [{ x0: number; x1: number }];
  assert.deepEqual([shape.x0, shape.x1], [11.125, 11.125]);
  const first = drawn.data.find(({ name }) => name === "Segment 1 (4)") as unknown as Line;
  // a and b merge at 1, c and d at 2, both at 5.5, and from there the branch goes to 16.75.
  assert.deepEqual(
    [...new Set(first.x)].filter((x) => x !== null).sort((p, q) => p! - q!),
    [0, 1, 2, 5.5, 16.75],
  );
  assert.match(
    drawn.alt,
    /between the merges at 5\.5 and 16\.8\. Segments: segment 1 4 customers, segment 2 1 customer\./,
  );
});

test("draws the last merges only: as many ends as asked for, which hold all customers, and at least k", () => {
  const tree = dendrogramOf(3000, 4);
  for (const [options, ends] of [
    [{}, 30],
    [{ k: 4, last: 12 }, 12],
    [{ k: 40 }, 40],
    [{ last: 2 }, 2],
  ] as const) {
    const { ticktext } = axisOf(dendrogram(tree, options));
    assert.equal(ticktext.length, ends);
    const names = dendrogram(tree, options).data as unknown as Line[];
    const held = names
      .filter(({ fill }) => fill === "toself")
      .map(({ name }) => Number(/([\d,]+) customer/.exec(name)![1]!.replaceAll(",", "")));
    assert.equal(held.reduce((sum, size) => sum + size, 0) + (ends - held.length), 3000);
  }
});

test("the segments of the legend are those of the cut, and have their colors", () => {
  const tree = dendrogramOf(3000, 4);
  const { data, layout } = dendrogram(tree, { k: 4 });
  const { sizes } = orderBySize(cutMerges(tree.merges, 3000, 2996), 4);
  const entries = data.filter(({ showlegend }) => showlegend === undefined).map(({ name }) => name);
  assert.equal(layout.showlegend, true);
  assert.deepEqual(
    entries,
    sizes.map((size, label) => `Segment ${label + 1} (${size})`),
  );
});

test("refuses a cut that cut() refuses: equal rows never come apart", async () => {
  const tree = await hierarchy(matrixOf({ x: [3, 0, 3, 0, 3, 8] }));
  assert.match(dendrogram(tree, { k: 3 }).title, /cut into 3 segments/);
  assert.throws(() => dendrogram(tree, { k: 4 }), /from 1 to 3, the distinct rows, got 4/);
});

test("refuses one row, and what is no number of segments or ends", () => {
  const tree = dendrogramOf(10, 2);
  assert.throws(() => dendrogram(dendrogramOf(1, 1)), /at least two rows, got 1/);
  for (const k of [0, 11, 1.5]) assert.throws(() => dendrogram(tree, { k }), /from 1 to 10/);
  for (const last of [1, 501, 2.5]) assert.throws(() => dendrogram(tree, { last }), /from 2 to 500/);
});
