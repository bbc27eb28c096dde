import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { readNotebook } from "../../src/notebook/notebook.js";
import { runNotebook } from "../../src/notebook/runNotebook.js";
import { ensureBuilt } from "../built.js";
import { failing, fixture, printed } from "./fixture.js";

const folder = mkdtempSync(join(tmpdir(), "clientele-test-"));
before(ensureBuilt);
after(() => rmSync(folder, { recursive: true, force: true }));

test("a misspelt column is a type error before the cell runs, and the message names it", async () => {
  const { error, partial } = await failing("misspelt", folder);
  assert.equal(error.reason, "cell failed");
  assert.equal(error.cell, 3);
  assert.match(error.text, /Argument of type '"monetry"' is not assignable/);
  assert.match(error.text, /mean\(customers, "monetry"\);\n\s+\^/);
  assert.equal(printed(partial, 3), "", "nothing of the cell ran");
  assert.equal(partial.cells[2]?.outputs?.[0]?.output_type, "error");
  assert.deepEqual(partial.cells[3]?.outputs, [], "nor did the cell behind it");
});

test("parameters replace the declared values, and their types stay", async () => {
  const output = join(folder, "new", "parameters.ipynb");
  const parameters = { segments: 5, returns: "exclude", limit: 10 };
  const changed = await runNotebook(fixture("parameters"), { parameters, output });
  assert.equal(printed(changed, 4), "6 excluded 15 10\n");
  assert.deepEqual(changed.cells[2]?.metadata.tags, ["injected-parameters"]);
  assert.deepEqual((readNotebook(output).metadata.papermill as { parameters: unknown }).parameters, parameters);
  // A run of its own output replaces the injected cell and adds no second one.
  const again = await runNotebook(output, { parameters: { segments: 9 } });
  assert.equal(again.cells.length, 4);
  assert.equal(printed(again, 4), "10 netted 15 no limit\n");
});

test("a value outside the declared type is a type error, an unknown name is refused before anything runs", async () => {
  const { error } = await failing("parameters", folder, { parameters: { returns: "sell" } });
  assert.match(error.message, /the parameters of this run/);
  assert.match(error.text, /Type '"sell"' is not assignable to type '"net" \| "exclude" \| "keep"'/);
  await assert.rejects(runNotebook(fixture("parameters"), { parameters: { segment: 5 } }), {
    name: "RangeError",
    message: "expected one of the parameters segments, returns, file, limit, got segment. Did you mean segments?",
  });
});

test("what ends a cell shows itself: tables, figures, and objects that say how", async () => {
  const notebook = await runNotebook(fixture("display"));
  const types = notebook.cells.map((cell) =>
    (cell.outputs ?? []).map((output) =>
      output.output_type === "display_data" ? Object.keys(output.data).join(" ") : output.output_type,
    ),
  );
  const html = "text/html text/plain";
  const plot = `application/vnd.plotly.v1+json ${html}`;
  assert.deepEqual(
    types.filter((outputs) => outputs.length > 0),
    [
      [html],
      [plot],
      [plot, html],
      [html, "stream", "stream"],
      ["text/markdown text/plain"],
      ["stream"],
      ["error"],
      [html],
    ],
  );
  assert.equal(
    printed(notebook, 11),
    "{ segments: 4, plain: true }\n",
    "a short property of an earlier cell's variable",
  );
  const libraries = JSON.stringify(notebook).split("clientelePlots.load(").length - 1;
  assert.equal(libraries, 1, "plotly.js is stored once");
});

test("wrong files and options are refused", async () => {
  await assert.rejects(runNotebook("missing.ipynb"), { name: "DataError" });
  await assert.rejects(runNotebook(fileURLToPath(import.meta.url)), { name: "DataError" });
  await assert.rejects(runNotebook(fixture("tags"), { timeoutSeconds: 0 }), { name: "RangeError" });
});
