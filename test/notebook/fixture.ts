import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Notebook, readNotebook, textOf } from "../../src/notebook/notebook.js";
import { NotebookError } from "../../src/notebook/notebookError.js";
import { type RunNotebookOptions, runNotebook } from "../../src/notebook/runNotebook.js";

/** The path of a notebook among the fixtures. */
export const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/notebooks/${name}.ipynb`, import.meta.url));

/** Runs a fixture that has to fail and gives the error and the partial notebook, which is written to the folder. */
export async function failing(name: string, folder: string, options: RunNotebookOptions = {}) {
  const output = join(folder, `${name}.ipynb`);
  try {
    await runNotebook(fixture(name), { ...options, output });
  } catch (error) {
    assert.ok(error instanceof NotebookError, String(error));
    assert.equal(error.output, output);
    return { error, partial: readNotebook(output) };
  }
  assert.fail(`expected ${name} to fail`);
}

/** What a cell (from 1) printed. */
export function printed(notebook: Notebook, cell: number): string {
  const outputs = notebook.cells[cell - 1]?.outputs ?? [];
  return outputs.map((output) => (output.output_type === "stream" ? textOf(output.text) : "")).join("");
}
