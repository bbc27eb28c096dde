// Runs the tests under test/ (or those whose path contains one of the words given) in Node's own test runner.
//   node --import tsx test/run.ts                the fast suite: everything but test/integration
//   node --import tsx test/run.ts integration    the tests that need Chromium, Python or a registry
import { readdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const words = process.argv.slice(2);
const files = readdirSync(here, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".test.ts"))
  .filter((name) => (words.length === 0 ? !name.startsWith("integration") : words.some((word) => name.includes(word))))
  .sort()
  .map((name) => join(here, name));

if (files.length === 0) {
  console.error(`expected a word that is part of a test file's path, got ${words.join(" ")}`);
  process.exit(2);
}
let failed = 0;
run({ files, concurrency: 2 })
  .on("test:fail", (event) => {
    if (event.todo === undefined || event.todo === false) failed++;
  })
  .compose(new spec())
  .on("end", () => process.exit(failed === 0 ? 0 : 1))
  .pipe(process.stdout);
