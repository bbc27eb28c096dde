import assert from "node:assert/strict";
import { test } from "node:test";
import { matrixOf } from "../../src/matrix.js";
import { random } from "../../src/random.js";
import { copheneticCorrelation } from "../../src/segment/copheneticCorrelation.js";
import { hierarchy } from "../../src/segment/hierarchy.js";

// Against scipy and R it is held in hierarchy.test.ts, together with the heights.

test("computed by hand: 0, 1, 5, 7 by average linkage", async () => {
  // Distances 1 5 7 4 6 2, cophenetic 1 5.5 5.5 5.5 5.5 2: means 25/6 and 25/6.
  const d = [1, 5, 7, 4, 6, 2].map((value) => value - 25 / 6);
  const c = [1, 5.5, 5.5, 5.5, 5.5, 2].map((value) => value - 25 / 6);
  const dot = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  const expected = dot(d, c) / Math.sqrt(dot(d, d) * dot(c, c));
  const found = await copheneticCorrelation(await hierarchy(matrixOf({ x: [0, 1, 5, 7] }), { linkage: "average" }));
  assert.ok(Math.abs(found - expected) < 1e-12, `${found}, expected ${expected}`);
});

test("equal rows count as often as they are there, and units do not matter", async () => {
  const draw = random(6);
  const x = Array.from({ length: 30 }, () => draw.integer(7));
  const slow = (values: number[], heights: (i: number, j: number) => number) => {
    const pairs = values.flatMap((_, i) => values.slice(0, i).map((_, j) => [i, j] as const));
    const d = pairs.map(([i, j]) => Math.abs(values[i]! - values[j]!));
    const c = pairs.map(([i, j]) => heights(i, j));
    const mean = (all: number[]) => all.reduce((sum, value) => sum + value, 0) / all.length;
    const [md, mc] = [mean(d), mean(c)];
    const cov = d.reduce((sum, value, i) => sum + (value - md) * (c[i]! - mc), 0);
    return cov / Math.sqrt(d.reduce((s, v) => s + (v - md) ** 2, 0) * c.reduce((s, v) => s + (v - mc) ** 2, 0));
  };
  const tree = await hierarchy(matrixOf({ x }), { linkage: "complete" });
  const holds = (node: number): number[] =>
    node < x.length ? [node] : tree.merges[node - x.length]!.flatMap((child) => holds(child));
  const height = (i: number, j: number) =>
    tree.heights[tree.merges.findIndex((_, m) => [i, j].every((row) => holds(x.length + m).includes(row)))]!;
  const found = await copheneticCorrelation(tree);
  assert.ok(Math.abs(found - slow(x, height)) < 1e-12);
  const large = await hierarchy(matrixOf({ x: x.map((value) => value * 2 ** 500) }), { linkage: "complete" });
  assert.equal(await copheneticCorrelation(large), found);
});

test("is not defined for two rows, and for rows equally far apart", async () => {
  assert.ok(Number.isNaN(await copheneticCorrelation(await hierarchy(matrixOf({ x: [0, 1] })))));
  const corners = matrixOf({ x: [1, 0, 0], y: [0, 1, 0], z: [0, 0, 1] });
  assert.ok(Number.isNaN(await copheneticCorrelation(await hierarchy(corners, { linkage: "average" }))));
  await assert.rejects(copheneticCorrelation({} as never), TypeError);
});
