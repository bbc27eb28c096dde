import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import type TypeScript from "typescript";
import { ensureBuilt } from "./built.js";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(root, "dist");
before(ensureBuilt);

// Cells are compiled by tslab's own TypeScript 5.0, with other settings than ours; what it cannot read becomes `any` in silence.
const fromTslab = createRequire(createRequire(import.meta.url).resolve("tslab/package.json"));
const ts = fromTslab("@tslab/typescript-for-tslab") as typeof TypeScript;

test("the declarations read under tslab's TypeScript without an error", () => {
  const options: TypeScript.CompilerOptions = {
    module: ts.ModuleKind.CommonJS,
    moduleResolution: ts.ModuleResolutionKind.Node10,
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2022.d.ts"],
    skipLibCheck: false,
    noEmit: true,
    types: ["node"],
  };
  const program = ts.createProgram([join(dist, "index.d.ts"), join(dist, "browser.d.ts")], options);
  const wrong = program
    .getSourceFiles()
    .filter((file) => file.fileName.startsWith(`${dist}/`))
    .flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)])
    .map(
      (found) =>
        `${found.file?.fileName.slice(dist.length + 1)}: ${ts.flattenDiagnosticMessageText(found.messageText, " ")}`,
    );
  assert.deepEqual(wrong, []);
});

test("no declaration uses types that came after TypeScript 5.0", () => {
  const found = readdirSync(dist, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".d.ts"))
    .flatMap((name) => {
      const text = readFileSync(join(dist, name), "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
      return [...text.matchAll(/\b(?:Float|Int|Uint|BigInt|BigUint)\d+(?:Clamped)?Array<|\bNoInfer\b/g)].map(
        (match) => `${name}: ${match[0]}`,
      );
    });
  assert.deepEqual(found, []);
});

test("no module waits at its top level: tslab loads everything by require", () => {
  const require = createRequire(import.meta.url);
  assert.equal(typeof (require(join(dist, "index.js")) as { kmeans: unknown }).kmeans, "function");
});
