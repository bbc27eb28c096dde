import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { NotHere, run, toolchain } from "../../src/cli/toolchain.js";

const folder = mkdtempSync(join(tmpdir(), "clientele-tools-"));
after(() => rmSync(folder, { recursive: true, force: true }));

test("what is missing is named at once, with the way to get it", () => {
  assert.throws(
    () => toolchain({ PATH: folder }),
    (error: Error) =>
      error instanceof NotHere &&
      /^expected python3 with pip \(.*\); a C\+\+ compiler \(.*apt-get install g\+\+.*\); npm, .*; found none of these$/.test(
        error.message,
      ),
  );
});

test("the tools of the path are taken, or those that CLIENTELE_PYTHON and CXX name", { skip: windows() }, () => {
  for (const name of ["python3", "other", "npm", "c++", "ccache"]) {
    writeFileSync(join(folder, name), "#!/bin/sh\nexit 0\n");
    chmodSync(join(folder, name), 0o755);
  }
  assert.deepEqual(toolchain({ PATH: folder }), { python: "python3", compiler: ["c++"] });
  assert.deepEqual(toolchain({ PATH: folder, CLIENTELE_PYTHON: "other", CXX: "ccache c++" }), {
    python: "other",
    compiler: ["ccache", "c++"],
  });
});

test("a registry that does not answer is no failure of the machine; anything else that ends badly is one, with its last words", () => {
  const failing = (words: string) => ["-e", `console.error(${JSON.stringify(words)}); process.exit(1)`];
  for (const words of [
    "npm error code ENOTFOUND",
    "ERROR: No matching distribution found for tensorflow-cpu==2.15.1",
    "npm error code E404",
  ])
    assert.throws(() => run(process.execPath, failing(words)), NotHere);
  for (const words of ["ENOSPC: no space left on device", "THESE PACKAGES DO NOT MATCH THE HASHES"])
    assert.throws(
      () => run(process.execPath, failing(words)),
      (error: Error) => !(error instanceof NotHere) && error.message.includes(words),
    );
});

function windows(): string | false {
  return process.platform === "win32" ? "needs a shell" : false;
}
