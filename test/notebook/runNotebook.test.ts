import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { type Notebook, readNotebook, textOf } from "../../src/notebook/notebook.js";
import { NotebookError } from "../../src/notebook/notebookError.js";
import { type RunNotebookOptions, runNotebook } from "../../src/notebook/runNotebook.js";
import { ensureBuilt } from "../built.js";

const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/notebooks/${name}.ipynb`, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "clientele-test-"));
before(ensureBuilt);
after(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a fixture that has to fail and gives the error and the partial notebook. */
async function failing(name: string, options: RunNotebookOptions = {}) {
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

function printed(notebook: Notebook, cell: number): string {
  const outputs = notebook.cells[cell - 1]?.outputs ?? [];
  return outputs.map((output) => (output.output_type === "stream" ? textOf(output.text) : "")).join("");
}

test("a misspelt column is a type error before the cell runs, and the message names it", async () => {
  const { error, partial } = await failing("misspelt");
  assert.equal(error.reason, "cell failed");
  assert.equal(error.cell, 3);
  assert.match(error.text, /Argument of type '"monetry"' is not assignable/);
  assert.match(error.text, /mean\(customers, "monetry"\);\n\s+\^/);
  assert.equal(printed(partial, 3), "", "nothing of the cell ran");
  assert.equal(partial.cells[2]?.outputs?.[0]?.output_type, "error");
  assert.deepEqual(partial.cells[3]?.outputs, [], "nor did the cell behind it");
});

test("5,000 lines printed in one cell all arrive, and so does what comes after", async () => {
  const notebook = await runNotebook(fixture("lines"));
  const lines = printed(notebook, 1).trimEnd().split("\n");
  assert.equal(lines.length, 5000);
  assert.ok(lines.every((line, i) => line === `line ${i + 1}`));
  assert.equal(printed(notebook, 2), "after\n");
  assert.deepEqual(
    notebook.cells.map((cell) => cell.execution_count),
    [1, 2],
  );
});

test("a failing cell ends the run with its error, and the cells before it are kept", async () => {
  const { error, partial } = await failing("failing");
  assert.equal(error.reason, "cell failed");
  assert.equal(error.cell, 2);
  assert.match(error.message, /cell 2 of 3, cell failed/);
  assert.equal(error.text, "RangeError: expected n below 3, got 3\n    at check (cell)\n    at (cell)");
  assert.equal(printed(partial, 1), "before\n");
  const [output] = partial.cells[1]?.outputs ?? [];
  assert.ok(output?.output_type === "error");
  assert.equal(output.ename, "RangeError");
  assert.equal(output.evalue, "expected n below 3, got 3");
});

test("allowErrors runs the cells behind a failing one", async () => {
  const notebook = await runNotebook(fixture("failing"), { allowErrors: true });
  assert.equal(printed(notebook, 3), "after\n");
});

test("a cell that loops forever is interrupted", async () => {
  const { error, partial } = await failing("endless", { timeoutSeconds: 1 });
  assert.equal(error.reason, "timeout");
  assert.equal(error.cell, 2);
  assert.match(error.message, /ran longer than 1 s/);
  assert.equal(printed(partial, 1), "before\n");
  assert.equal(printed(partial, 2), "spinning\n");
});

test("a cell that waits forever is interrupted", async () => {
  const { error } = await failing("waiting", { timeoutSeconds: 1 });
  assert.equal(error.reason, "timeout");
});

test("a cell that cannot be interrupted is killed after the grace time", async () => {
  const { error, partial } = await failing("stubborn", { timeoutSeconds: 1 });
  assert.equal(error.reason, "timeout");
  assert.equal(partial.cells[0]?.outputs?.at(-1)?.output_type, "error");
});

test("a dying kernel is noticed, with its exit code, and its last words are kept", async () => {
  const { error, partial } = await failing("dying");
  assert.equal(error.reason, "kernel died");
  assert.match(error.message, /exit code 9/);
  assert.equal(printed(partial, 1), "last words\n");
});

test("the kernel ends with the process that started it, even while a cell loops", async () => {
  const pidFile = join(folder, "kernel.pid");
  const script = `import { runNotebook } from ${JSON.stringify(new URL("../../dist/index.js", import.meta.url).href)};
await runNotebook(${JSON.stringify(fixture("orphan"))}, { parameters: { pidFile: ${JSON.stringify(pidFile)} } });`;
  const parent = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: "ignore" });
  await until(() => existsSync(pidFile) && readFileSync(pidFile, "utf8") !== "", 60);
  const kernel = Number(readFileSync(pidFile, "utf8"));
  assert.ok(isRunning(kernel));
  parent.kill("SIGKILL");
  await until(() => !isRunning(kernel), 10);
});

test("an output that cannot be written ends the run, kernel included", () => {
  const script = `import { runNotebook } from ${JSON.stringify(new URL("../../dist/index.js", import.meta.url).href)};
await runNotebook(${JSON.stringify(fixture("tags"))}, { output: ${JSON.stringify(folder)} });`;
  const ran = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8", timeout: 60_000 });
  assert.equal(ran.status, 1, "not stopped by the timeout");
  assert.match(ran.stderr, /EISDIR/);
});

test("tags: raises-exception may fail, skip-execution is not run; stdout's callback is called", async () => {
  const notebook = await runNotebook(fixture("tags"));
  assert.equal(notebook.cells[0]?.outputs?.[0]?.output_type, "error");
  assert.deepEqual(notebook.cells[1]?.outputs, []);
  assert.equal(printed(notebook, 3), "waited for the callback\ncalled back\n");
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
  const { error } = await failing("parameters", { parameters: { returns: "sell" } });
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

test("progress is told, and a run can be stopped from outside", async () => {
  const told: [number, number, string?][] = [];
  await runNotebook(fixture("tags"), { onProgress: (...call) => told.push(call) });
  assert.deepEqual(told[0], [0, 2, 'throw new Error("on purpose");']);
  assert.deepEqual(told.at(-1), [2, 2]);
  const output = join(folder, "stopped.ipynb");
  for (const delay of [0, 500]) {
    rmSync(output, { force: true });
    const controller = new AbortController();
    const onProgress = () => void setTimeout(() => controller.abort(), delay);
    const stopped = runNotebook(fixture("waiting"), { signal: controller.signal, output, onProgress });
    await assert.rejects(stopped, { name: "AbortError" });
    assert.ok(existsSync(output));
  }
  const early = runNotebook(fixture("waiting"), { signal: AbortSignal.timeout(50) });
  await assert.rejects(early, { name: "TimeoutError" }, "also while the kernel starts");
});

test("wrong files and options are refused", async () => {
  await assert.rejects(runNotebook("missing.ipynb"), { name: "DataError" });
  await assert.rejects(runNotebook(fileURLToPath(import.meta.url)), { name: "DataError" });
  await assert.rejects(runNotebook(fixture("tags"), { timeoutSeconds: 0 }), { name: "RangeError" });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function until(holds: () => boolean, seconds: number): Promise<void> {
  for (let i = 0; i < seconds * 20; i++) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail(`waited ${seconds} s in vain`);
}
