import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { runNotebook } from "../../src/notebook/runNotebook.js";
import { ensureBuilt } from "../built.js";
import { failing, fixture, printed } from "../notebook/fixture.js";

const folder = mkdtempSync(join(tmpdir(), "clientele-test-"));
before(ensureBuilt);
after(() => rmSync(folder, { recursive: true, force: true }));

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
  const { error, partial } = await failing("failing", folder);
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

test("tags: raises-exception may fail, skip-execution is not run; stdout's callback is called", async () => {
  const notebook = await runNotebook(fixture("tags"));
  assert.equal(notebook.cells[0]?.outputs?.[0]?.output_type, "error");
  assert.deepEqual(notebook.cells[1]?.outputs, []);
  assert.equal(printed(notebook, 3), "waited for the callback\ncalled back\n");
});

test("allowErrors runs the cells behind a failing one", async () => {
  const notebook = await runNotebook(fixture("failing"), { allowErrors: true });
  assert.equal(printed(notebook, 3), "after\n");
});

test("a cell that loops forever is interrupted", async () => {
  const { error, partial } = await failing("endless", folder, { timeoutSeconds: 1 });
  assert.equal(error.reason, "timeout");
  assert.equal(error.cell, 2);
  assert.match(error.message, /ran longer than 1 s/);
  assert.equal(printed(partial, 1), "before\n");
  assert.equal(printed(partial, 2), "spinning\n");
});

test("a cell that waits forever is interrupted", async () => {
  const { error } = await failing("waiting", folder, { timeoutSeconds: 1 });
  assert.equal(error.reason, "timeout");
});

test("a cell that cannot be interrupted is killed after the grace time", async () => {
  const { error, partial } = await failing("stubborn", folder, { timeoutSeconds: 1 });
  assert.equal(error.reason, "timeout");
  assert.equal(partial.cells[0]?.outputs?.at(-1)?.output_type, "error");
});

test("a dying kernel is noticed, with its exit code, and its last words are kept", async () => {
  const { error, partial } = await failing("dying", folder);
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
