import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { type Cell, hasTag, type Notebook, readNotebook, textOf } from "../src/notebook/notebook.js";
import { folder, names, quick, testRun } from "./notebookRuns.js";

const code = (notebook: Notebook) => notebook.cells.filter((cell) => cell.cell_type === "code");
const words = (cell: Cell) =>
  textOf(cell.source)
    .split(/\s+/)
    .filter((word) => word !== "").length;

for (const name of names) {
  const notebook = readNotebook(join(folder, name));

  test(`${name} keeps the house rules for notebooks`, () => {
    assert.ok(notebook.cells.length <= 40, `at most 40 cells, found ${notebook.cells.length}`);
    const text = notebook.cells
      .filter((cell) => cell.cell_type === "markdown")
      .reduce((sum, cell) => sum + words(cell), 0);
    assert.ok(text <= 1200, `at most 1,200 words, found ${text}`);
    assert.equal(notebook.cells.filter((cell) => hasTag(cell, "parameters")).length, 1, "one parameters cell");
    for (const cell of code(notebook)) {
      const source = textOf(cell.source);
      assert.ok(source.split("\n").length <= 15, `no code cell over 15 lines:\n${source}`);
      assert.doesNotMatch(source, /\bfunction\b/, "no function definitions");
      for (const [, module] of source.matchAll(/(?:from|import|require)\s*\(?\s*["'`]([^"'`]+)/g))
        assert.equal(module, "clientele", "imports only clientele");
      assert.deepEqual([cell.outputs, cell.execution_count], [[], null], "committed without outputs");
    }
  });
}

for (const name of quick) testRun(name);

test("there are notebooks", () => {
  assert.deepEqual(quick, [
    "00-start-here.ipynb",
    "01-can-we-trust-this-data.ipynb",
    "02-who-are-our-best-customers.ipynb",
  ]);
  for (const name of names) assert.doesNotMatch(readFileSync(join(folder, name), "utf8"), /"output_type"/);
});
