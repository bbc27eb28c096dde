import assert from "node:assert/strict";
import { test } from "node:test";
import { acrossSolutions } from "../../src/plot/acrossSolutions.js";
import { stabilityOf } from "./stabilities.js";

interface Drawn {
  name: string;
  x: number[];
  y: number[];
  fillcolor?: string;
  hoverinfo: string;
}

const found = stabilityOf(300, [2, 3, 4]);
const drawn = acrossSolutions(found).data as unknown as Drawn[];
const bands = drawn.filter(({ hoverinfo }) => hoverinfo === "name");
const blocks = drawn.filter(({ fillcolor, hoverinfo }) => fillcolor !== undefined && hoverinfo === "skip");
const height = ({ y }: Drawn) => Math.max(...y) - Math.min(...y);

test("a block for each segment, as high as it has customers", () => {
  assert.deepEqual(
    blocks.map((block) => Math.round(height(block))),
    found.solutions.flatMap(({ sizes }) => sizes),
  );
});

test("bands fill the blocks at both ends, and do not overlap there", () => {
  for (const column of [0, 1]) {
    const mine = bands.filter(({ x }) => Math.min(...x) > column && Math.max(...x) < column + 1);
    for (const [first, side] of [
      [0, column],
      [12, column + 1],
    ] as const) {
      const ends = mine.map(({ y }) => [y[first]!, y[25 - first]!] as const).sort((a, b) => a[0] - b[0]);
      const covered = ends.reduce((sum, [top, bottom]) => sum + bottom - top, 0);
      assert.ok(Math.abs(covered - 300) < 0.5, `${covered}`);
      for (const [i, [top]] of ends.entries()) assert.ok(i === 0 || top >= ends[i - 1]![1] - 0.02);
      const own = blocks.filter(({ x }) => Math.round(Math.min(...x) + 0.13) === side);
      for (const [top, bottom] of ends)
        assert.ok(own.some(({ y }) => top >= Math.min(...y) - 0.02 && bottom <= Math.max(...y) + 0.02));
    }
  }
});

test("colors say how a segment came about, and the alternative text has the figures", () => {
  const levels = found.acrossSolutions.objects() as { k: number; label: number; slsa: number }[];
  const { alt } = acrossSolutions(found);
  for (const { label, slsa } of levels) assert.ok(alt.includes(`segment ${label + 1} ${slsa.toFixed(2)}`));
  const [first] = levels;
  const wanted =
    first!.slsa >= 0.9 ? "#56b4e9" : first!.slsa >= 0.75 ? "#b9e0f6" : first!.slsa >= 0.5 ? "#fce4b8" : "#e69f00";
  assert.equal(blocks[2]!.fillcolor, wanted);
});

test("refuses a single solution", () => {
  assert.throws(() => acrossSolutions(stabilityOf(50, [3])), /at least two numbers of segments, got 1/);
});
