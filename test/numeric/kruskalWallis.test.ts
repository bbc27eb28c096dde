import assert from "node:assert/strict";
import { test } from "node:test";
import { kruskalWallis } from "../../src/numeric/kruskalWallis.js";

const near = (found: number, wanted: number, within = 1e-12) =>
  assert.ok(Math.abs(found - wanted) <= within * Math.abs(wanted), `expected ${wanted}, got ${found}`);

test("matches scipy 1.17.1 (stats.kruskal), without ties and with", () => {
  const plain = kruskalWallis([
    Float64Array.of(2.9, 3.0, 2.5, 2.6, 3.2),
    Float64Array.of(3.8, 2.7, 4.0, 2.4),
    Float64Array.of(2.8, 3.4, 3.7, 2.2, 2.0),
  ])!;
  near(plain.h, 0.7714285714285722);
  near(plain.p, 0.6799647735788936);
  const tied = kruskalWallis([
    Float64Array.of(1, 2, 2, 3, 3),
    Float64Array.of(2, 3, 3, 4),
    Float64Array.of(4, 4, 5, 5, 5, 3),
  ])!;
  near(tied.h, 8.716414141414141);
  near(tied.p, 0.012801318946022724, 1e-11);
  near(tied.epsilonSquared, tied.h / 14);
});

test("only ranks count, and equal numbers or one group say nothing", () => {
  const groups = [Float64Array.of(1, 4, 4), Float64Array.of(2, 9, 30)];
  near(kruskalWallis(groups.map((group) => group.map(Math.exp)))!.h, kruskalWallis(groups)!.h);
  assert.equal(kruskalWallis([Float64Array.of(2, 2), Float64Array.of(2)]), undefined);
  assert.equal(kruskalWallis([Float64Array.of(1, 2)]), undefined);
});
