import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { ensureBuilt } from "../built.js";
import { clientele, commandLine, notebook, scratch } from "../commandLine.js";

before(ensureBuilt);

for (const [what, source, options, expected, words] of [
  ["a failing cell ends with 1", 'throw new Error("no such shop")', [], 1, /no such shop/],
  ["a cell that runs forever ends with 3", "for (;;) {}", ["--timeout", "2"], 3, /longer than 2 s/],
  ["a dying kernel ends with 4", "process.exit(9)", [], 4, /kernel died/],
] as const) {
  test(`${what} and leaves the notebook as far as it came`, { timeout: 60_000 }, () => {
    const path = notebook("bad.ipynb", 'console.log("the first cell");', source);
    const { code, err } = clientele("run", path, "-o", "a new folder/bad.html", ...options);
    assert.equal(code, expected, err);
    assert.match(err, words);
    assert.match(readFileSync(join(scratch, "a new folder", "bad.partial.ipynb"), "utf8"), /the first cell/);
  });
}

test("Ctrl-C ends with 130 and leaves the notebook as far as it came", { timeout: 60_000 }, async () => {
  const marker = join(scratch, "runs");
  const path = notebook(
    "long.ipynb",
    `import { writeFileSync } from "node:fs"; console.log("the first cell"); writeFileSync(${JSON.stringify(marker)}, "");`,
    "await new Promise(() => {});",
  );
  const child = spawn(process.execPath, [commandLine, "run", path, "-o", "long.html"], {
    cwd: scratch,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (chunk) => {
    said += chunk;
  });
  const ended = once(child, "exit");
  while (!existsSync(marker)) await new Promise((resolve) => setTimeout(resolve, 50));
  child.kill("SIGINT");
  const [code] = (await ended) as [number];
  assert.equal(code, 130, said);
  assert.match(said, /interrupted; the notebook as far as it came: long\.partial\.ipynb/);
  assert.match(readFileSync(join(scratch, "long.partial.ipynb"), "utf8"), /the first cell/);
});
