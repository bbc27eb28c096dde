import assert from "node:assert/strict";
import { test } from "node:test";
import { plot } from "../../src/plot/index.js";

test("every plot refuses a promise and nothing at all, and says what it expects", () => {
  for (const [name, draw] of Object.entries(plot) as [string, (...data: unknown[]) => unknown][])
    for (const [odd, got] of [
      [Promise.resolve(), "got a promise: await it"],
      [undefined, "got undefined"],
    ] as const)
      assert.throws(
        () => draw(odd, odd, name === "mosaic" ? { variable: "a" } : {}),
        { name: "TypeError", message: new RegExp(`^expected .*${got}`) },
        name,
      );
});

test("every plot with options refuses a misspelt one", () => {
  // What they draw is not looked at before the options are, or is enough here.
  const found = {
    kind: "x",
    merges: [],
    summary: [],
    consensus() {},
    segments: [],
    loadings: [],
    model: {},
    answers: [],
    embedding: [],
    history: [],
  };
  for (const name of [
    "dendrogram",
    "stability",
    "consensus",
    "loadings",
    "likert",
    "profile",
    "correlations",
    "classProbabilities",
    "trainingHistory",
    "traversals",
  ] as const)
    assert.throws(
      () => (plot[name] as (...data: unknown[]) => unknown)(found, { knd: 1 }),
      /expected options of plot.*"knd"/,
      name,
    );
  for (const name of ["segments", "mixture", "scatterMatrix", "mosaic", "distributions"] as const)
    assert.throws(
      () => (plot[name] as (...data: unknown[]) => unknown)(found, found, { knd: 1 }),
      /expected options of plot.*"knd"/,
      name,
    );
});
