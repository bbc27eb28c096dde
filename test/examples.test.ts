import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import ts from "typescript";
import * as clientele from "../src/index.js";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const values = new Map<string, unknown>(Object.entries(clientele));
const names = [...values.keys()];
process.chdir(root); // examples read the repository's data by path

interface Example {
  where: string;
  code: string;
}

/** The code under each `@example` in the doc comments of src/. */
function examples(): Example[] {
  const src = join(root, "src");
  const found: Example[] = [];
  for (const file of readdirSync(src, { recursive: true, encoding: "utf8" }).sort()) {
    if (!file.endsWith(".ts")) continue;
    const text = readFileSync(join(src, file), "utf8");
    for (const comment of text.matchAll(/\/\*\*[\s\S]*?\*\//g)) {
      const at = comment[0].indexOf("@example");
      if (at < 0) continue;
      const line = text.slice(0, comment.index + at).split("\n").length;
      const code = comment[0]
        .slice(at + "@example".length, -2)
        .split("\n")
        .map((row) => row.replace(/^\s*\* ?/, ""))
        .join("\n")
        .replace(/^```(ts|typescript)?\n?|```\s*$/gm, "")
        .trim();
      found.push({ where: `src/${file}:${line}`, code });
    }
  }
  return found;
}

/** What each console.log of the example should print, where the example says so in a comment at the end of the line. */
function expectations(code: string): (string | undefined)[] {
  return code
    .split("\n")
    .filter((line) => line.includes("console.log("))
    .map((line) => /\);\s*\/\/ (.*)$/.exec(line)?.[1]?.trim());
}

/** The public names that the example uses and does not declare itself, as its imports would bring them. */
function imported(code: string): string[] {
  return names.filter(
    (name) =>
      new RegExp(`\\b${name}\\b`).test(code) &&
      !new RegExp(`(const|let|function) ${name}\\b|[{,]\\s*${name}\\b(?!\\s*:)[^=]*\\}\\s*=`).test(code),
  );
}

const AsyncFunction = Object.getPrototypeOf(async () => undefined).constructor as new (
  ...parts: string[]
) => (...values: unknown[]) => Promise<void>;

test("there are examples to run", () => {
  assert.ok(examples().length >= 20, `expected at least 20 examples in doc comments, found ${examples().length}`);
});

for (const { where, code } of examples()) {
  test(`the example at ${where} runs and prints what it says`, async () => {
    const script = ts
      .transpileModule(code, { compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext } })
      .outputText.replace(/^export \{\};?$/m, "");
    const printed: string[] = [];
    const log = (...values: unknown[]) =>
      printed.push(
        values
          .map((value) =>
            typeof value === "string" ? value : inspect(value, { breakLength: Number.POSITIVE_INFINITY }),
          )
          .join(" "),
      );
    const used = imported(code);
    await new AsyncFunction("console", ...used, script)({ ...console, log }, ...used.map((name) => values.get(name)));
    const expected = expectations(code);
    if (expected.length === printed.length) {
      expected.forEach((text, i) => {
        if (text !== undefined) assert.equal(printed[i], text);
      });
    } else
      assert.ok(
        !expected.some((text) => text !== undefined),
        `expected ${expected.length} printed lines, got ${printed.length}`,
      );
  });
}

test("the examples have the right types", () => {
  const files = new Map(
    examples().map(({ code }, i) => [
      join(root, "test", `example${i}.ts`),
      `import { ${imported(code).join(", ")} } from "../src/index.js";\n${code}\nexport {};\n`,
    ]),
  );
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2022.d.ts"],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: ["node"],
  };
  const host = ts.createCompilerHost(options);
  const readSource = host.getSourceFile.bind(host);
  host.getSourceFile = (name, version) => {
    const text = files.get(name);
    return text === undefined ? readSource(name, version) : ts.createSourceFile(name, text, version);
  };
  const exists = host.fileExists.bind(host);
  host.fileExists = (name) => files.has(name) || exists(name);
  const program = ts.createProgram([...files.keys()], options, host);
  const wrong = [...files.keys()].flatMap((name, i) =>
    [
      ...program.getSyntacticDiagnostics(program.getSourceFile(name)),
      ...program.getSemanticDiagnostics(program.getSourceFile(name)),
    ].map((diagnostic) => `${examples()[i]!.where}: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, " ")}`),
  );
  assert.deepEqual(wrong, []);
});
