import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { kernelspecFolder } from "../../src/notebook/kernelspec.js";
import { readNotebook, textOf } from "../../src/notebook/notebook.js";
import { ensureBuilt } from "../built.js";
import { browser } from "./browser.js";

const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/notebooks/${name}.ipynb`, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "clientele-test-"));
const env = { ...process.env, JUPYTER_PATH: kernelspecFolder(), JUPYTER_CONFIG_DIR: folder };
const works = (...command: string[]) => spawnSync("jupyter", command, { env, stdio: "ignore" }).status === 0;
const skip = works("nbconvert", "--version")
  ? false
  : "needs Jupyter with nbconvert (pip install jupyterlab nbconvert)";
const chromium = await browser();
before(() => {
  if (!skip) ensureBuilt();
});
after(async () => {
  await chromium.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a fixture by nbconvert, in place, so that the notebook's folder is its own. */
function nbconvert(name: string, to: "html" | "notebook", ...options: string[]) {
  const output = `${name}-${to}`;
  const result = spawnSync(
    "jupyter",
    ["nbconvert", "--execute", "--to", to, "--output-dir", folder, "--output", output, ...options, fixture(name)],
    { env, encoding: "utf8", timeout: 180_000 },
  );
  return { ...result, output: join(folder, `${output}.${to === "html" ? "html" : "ipynb"}`) };
}

test("Jupyter finds the project's kernel", { skip }, () => {
  const found = JSON.parse(execFileSync("jupyter", ["kernelspec", "list", "--json"], { env, encoding: "utf8" })) as {
    kernelspecs: Record<string, { resource_dir: string }>;
  };
  assert.equal(found.kernelspecs.tslab?.resource_dir, join(kernelspecFolder(), "kernels/tslab"));
});

test("nbconvert: execution counts, all 5,000 lines, and readable errors", { skip }, () => {
  const lines = nbconvert("lines", "notebook");
  assert.equal(lines.status, 0, lines.stderr);
  const notebook = readNotebook(lines.output);
  assert.deepEqual(
    notebook.cells.map((cell) => cell.execution_count),
    [1, 2],
  );
  const text = (notebook.cells[0]?.outputs ?? []).map((one) => (one.output_type === "stream" ? textOf(one.text) : ""));
  assert.equal(text.join("").trimEnd().split("\n").length, 5000);

  const failing = nbconvert("failing", "notebook");
  assert.notEqual(failing.status, 0);
  assert.match(stripVTControlCharacters(failing.stderr), /RangeError: expected n below 3, got 3/);
});

test("nbconvert --allow-errors runs the cells behind a failing one", { skip }, () => {
  const result = nbconvert("failing", "notebook", "--allow-errors");
  assert.equal(result.status, 0, result.stderr);
  const last = readNotebook(result.output).cells.at(-1)?.outputs?.[0];
  assert.ok(last?.output_type === "stream" && textOf(last.text) === "after\n");
});

test("nbconvert's HTML draws the plots offline and runs no script of the data", {
  skip: skip || chromium.skip,
}, async () => {
  const result = nbconvert("display", "html");
  assert.equal(result.status, 0, result.stderr);
  const { page, problems } = await chromium.open();
  await page.goto(pathToFileURL(result.output).href);
  await page.locator(".clientele-plot .cartesianlayer").nth(1).waitFor();
  assert.deepEqual(
    problems.filter((text) => /dialog|clientele|Plotly/.test(text)),
    [],
  );
  await page.close();
});

test("the fixtures stay as they were", { skip }, () => {
  assert.ok(!readFileSync(fixture("display"), "utf8").includes('"output_type"'));
});
