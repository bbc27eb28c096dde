import assert from "node:assert/strict";
import { test } from "node:test";
import { holm } from "../../src/numeric/holm.js";

const near = (found: number, wanted: number, within = 1e-12) =>
  assert.ok(Math.abs(found - wanted) <= within * Math.abs(wanted), `expected ${wanted}, got ${found}`);

test("matches statsmodels 0.15.0 (multipletests, holm), ties and order", () => {
  const wanted = [0.05, 0.12, 0.12, 0.03, 0.5, 0.12];
  holm([0.01, 0.04, 0.03, 0.005, 0.5, 0.04]).forEach((value, i) => {
    near(value, wanted[i]!);
  });
});

test("never above 1, never less than the p itself, nothing of nothing", () => {
  assert.deepEqual(holm([]), []);
  assert.deepEqual(holm([0.9, 0.8]), [1, 1]);
  assert.deepEqual(holm([0.03]), [0.03]);
});
