import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { startKernel } from "../../src/notebook/startKernel.js";
import { ensureBuilt } from "../built.js";

test("where a kernel starts and never answers, another is started", { timeout: 120_000 }, async () => {
  ensureBuilt();
  const folder = mkdtempSync(join(tmpdir(), "clientele-silent-"));
  const began = join(folder, "began");
  const preload = join(folder, "silent.cjs");
  // The first kernel stands still before it does anything; those after it find the file and go on.
  writeFileSync(
    preload,
    `const { existsSync, writeFileSync } = require("node:fs");
if (process.argv[1]?.endsWith("kernel.cjs") && !existsSync(${JSON.stringify(began)})) {
  writeFileSync(${JSON.stringify(began)}, "");
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}
`,
  );
  const before = process.env.NODE_OPTIONS;
  process.env.NODE_OPTIONS = `${before ?? ""} --require ${preload}`;
  try {
    const kernel = await startKernel(folder, 20);
    await kernel.close();
  } finally {
    if (before === undefined) delete process.env.NODE_OPTIONS;
    else process.env.NODE_OPTIONS = before;
  }
  assert.ok(existsSync(began), "the first kernel was the silent one");
  rmSync(folder, { recursive: true });
});
