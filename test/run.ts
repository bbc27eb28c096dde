// Runs the tests under test/ (or those whose path contains one of the words given) in Node's own test runner.
//   node --import tsx test/run.ts                the fast suite: everything but test/integration
//   node --import tsx test/run.ts integration    the tests that need Chromium, Python or a registry
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { fileURLToPath, pathToFileURL } from "node:url";

// A process spends more on loading the package than most files of tests on their work, so neighbors in a folder
// share one. All are loaded before the first test runs. Those of test/integration keep to themselves.
const filesInAProcess = 8;

const here = fileURLToPath(new URL(".", import.meta.url));
const words = process.argv.slice(2);
const files = readdirSync(here, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".test.ts"))
  .filter((name) => (words.length === 0 ? !name.startsWith("integration") : words.some((word) => name.includes(word))))
  .sort();

if (files.length === 0) {
  console.error(`expected a word that is part of a test file's path, got ${words.join(" ")}`);
  process.exit(2);
}
const processes: string[][] = [];
for (const name of files) {
  const last = processes.at(-1);
  const most = name.startsWith("integration") ? 1 : filesInAProcess;
  const joins = last !== undefined && last.length < most && dirname(last[0]!) === dirname(name);
  if (joins) last.push(name);
  else processes.push([name]);
}
const scratch = mkdtempSync(join(tmpdir(), "clientele-tests-"));
process.once("exit", () => rmSync(scratch, { recursive: true, force: true }));
const entries = processes.map((names, number) => {
  const entry = join(scratch, `${number}.mjs`);
  writeFileSync(entry, names.map((name) => `import "${pathToFileURL(join(here, name))}";\n`).join(""));
  return entry;
});

// Where `assert.ok` without a message fails, Node looks for its call in the source, and in code that tsx has put on one line it may look forever.
const mostMilliseconds = 15 * 60_000;

let failed = 0;
run({ files: entries, concurrency: 2, timeout: mostMilliseconds })
  .on("test:fail", (event) => {
    if (event.todo === undefined || event.todo === false) failed++;
  })
  .compose(new spec())
  .on("end", () => process.exit(failed === 0 ? 0 : 1))
  .pipe(process.stdout);
