import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { publint } from "publint";
import { formatMessage } from "publint/utils";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const project = mkdtempSync(join(tmpdir(), "clientele-consumer-"));
after(() => rmSync(project, { recursive: true, force: true }));

const inProject = (program: string, args: readonly string[]) =>
  execFileSync(program, args, { cwd: project, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], timeout: 300_000 });

before(
  () => {
    execFileSync("npm", ["pack", "--ignore-scripts", "--pack-destination", project], { cwd: root, stdio: "ignore" });
    const tarball = readdirSync(project).find((name) => name.endsWith(".tgz"))!;
    writeFileSync(join(project, "package.json"), '{ "name": "empty", "private": true }\n');
    inProject("npm", ["install", "--no-audit", "--no-fund", `./${tarball}`]);
  },
  { timeout: 300_000 },
);

test("the tarball, installed into an empty project, imports in plain Node, as a module and by require", () => {
  const said = "rfm,kmeans,plot";
  const print = "console.log(['rfm', 'kmeans', 'plot'].filter((name) => name in clientele).join())";
  assert.equal(
    inProject("node", ["--input-type=module", "-e", `import * as clientele from "clientele"; ${print}`]).trim(),
    said,
  );
  assert.equal(
    inProject("node", ["-e", `const clientele = require("clientele"); ${print}`])
      .trim()
      .split("\n")
      .at(-1),
    said,
  );
});

test("the door for browsers opens in plain Node as well, as a module and by require", () => {
  const print = "console.log(['score', 'fromJson', 'kmeans'].filter((name) => name in door).join())";
  const module = `import * as door from "clientele/browser"; ${print}`;
  assert.equal(inProject("node", ["--input-type=module", "-e", module]).trim(), "score,fromJson");
  assert.equal(
    inProject("node", ["-e", `const door = require("clientele/browser"); ${print}`])
      .trim()
      .split("\n")
      .at(-1),
    "score,fromJson",
  );
});

test("it runs the first notebook in tslab from there and finds its own data", { timeout: 200_000 }, () => {
  const printed = inProject("npx", ["clientele", "report", "-o", "report.html"]);
  assert.match(printed, /report\.html/);
});

test("a notebook of the project itself imports it in tslab, with types", { timeout: 200_000 }, () => {
  mkdirSync(join(project, "analysis"));
  const cell = (source: string) => ({
    cell_type: "code",
    id: "one",
    metadata: {},
    source,
    outputs: [],
    execution_count: null,
  });
  const write = (source: string) =>
    writeFileSync(
      join(project, "analysis", "own.ipynb"),
      JSON.stringify({ cells: [cell(source)], metadata: {}, nbformat: 4, nbformat_minor: 5 }),
    );
  write(
    'import { matrix, rfm } from "clientele";\nimport { score } from "clientele/browser";\nconsole.log(typeof rfm, typeof matrix, typeof score);',
  );
  inProject("npx", ["clientele", "run", "analysis/own.ipynb", "-o", "own.html"]);
  write('import { random } from "clientele";\nrandom("not a number");');
  assert.throws(
    () => inProject("npx", ["clientele", "run", "analysis/own.ipynb", "-o", "own.html"]),
    /is not assignable to parameter of type 'number'/,
  );
});

test("publint finds nothing wrong with the package", async () => {
  const { messages, pkg } = await publint({ pkgDir: root, strict: true });
  assert.deepEqual(
    messages.map((message) => formatMessage(message, pkg!)),
    [],
  );
});
