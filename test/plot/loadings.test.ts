import assert from "node:assert/strict";
import { test } from "node:test";
import { loadings } from "../../src/plot/loadings.js";
import type { LoadingRow } from "../../src/represent/factors.js";
import { type Table, tableOf } from "../../src/table.js";
import { drawnTexts } from "./svgTexts.js";

const found = {
  items: ["a", "b", "c", "d"],
  names: ["factor1", "factor2"] as const,
  loadings: tableOf({
    item: ["a", "b", "c", "d"],
    factor1: [0.2, -0.9, 0.8, 0.05],
    factor2: [0.7, 0.1, 0.3, -0.6],
  }) as Table as Table<LoadingRow>,
};

test("by hand: items stand by the factor of their largest loading, the strongest first; numbers below the cutoff are left out", () => {
  const drawn = loadings(found, { questions: { a: "How cheap?" } });
  const { z, text } = drawn.data[0] as unknown as { z: number[][]; text: string[][] };
  assert.deepEqual(z, [
    [-0.9, 0.1],
    [0.8, 0.3],
    [0.2, 0.7],
    [0.05, -0.6],
  ]);
  assert.deepEqual(text, [
    ["-0.90", ""],
    ["0.80", "0.30"],
    ["0.20", "0.70"],
    ["", "-0.60"],
  ]);
  const texts = drawnTexts(drawn.svg).map(({ text: one }) => one);
  for (const wanted of ["a: How cheap?", "b", "Factor 1", "Factor 2", "0.80"])
    assert.ok(texts.includes(wanted), wanted);
  assert.match(drawn.alt, /Factor 1: b \(-0\.90\), c \(0\.80\); Factor 2: a \(0\.70\), d \(-0\.60\)\.$/);
  const { text: all } = loadings(found, { cutoff: 0 }).data[0] as unknown as { text: string[][] };
  assert.ok(all.flat().every((one) => one !== ""));
});

test("loadings beyond 1, as of covariances, widen the colors on both sides", () => {
  const wide = tableOf({ item: ["a", "b"], component1: [3, -1] }) as Table as never;
  const [heat] = loadings({ items: ["a", "b"], names: ["component1"], loadings: wide }).data as unknown as {
    zmin: number;
    zmax: number;
  }[];
  assert.deepEqual([heat!.zmin, heat!.zmax], [-3, 3]);
});

test("refuses no items and a cutoff that no loading can be compared with", () => {
  assert.throws(() => loadings({ ...found, items: [] }), /at least one item and one factor, got 0 and 2/);
  assert.throws(
    () => loadings(Promise.resolve() as never),
    /factors or principalComponents returns, got a promise: await it/,
  );
  assert.throws(() => loadings(found, { cutof: 0.2 } as never), /Did you mean "cutoff"/);
  for (const cutoff of [-0.1, 1.1, Number.NaN]) assert.throws(() => loadings(found, { cutoff }), RangeError);
});
