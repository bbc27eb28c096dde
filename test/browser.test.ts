import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const src = fileURLToPath(new URL("../src", import.meta.url));

/** What runs in browsers: checked by test/integration/browserScore.test.ts, which bundles it. */
const packages = ["arquero", "simple-statistics"];
/** What only Node has, or only pages that are isolated from others. */
const absent = ["Buffer", "process", "require", "__dirname", "global", "setImmediate"];

/** What engines of JavaScript round differently: portableExp and others stand in, so that every page finds the same. */
const rounded = /\bMath\.(exp|expm1|log|log1p|log2|log10|pow|cbrt|hypot|sin|cos|tan|tanh|atan|atan2)\b/;
/** Where that touches no score: words of errors, a unit that is a power of two either way, and what only fits call. */
const harmless = ["readable.ts", "numeric/safeUnit.ts", "numeric/classSpace.ts"];

/** What a file imports at run time, and the names of Node that it uses. */
function read(file: string): { imports: string[]; globals: string[] } {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022, true);
  const imports: string[] = [];
  const globals: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node)) return;
    if (ts.isImportDeclaration(node)) {
      const names = node.importClause?.namedBindings;
      const types =
        node.importClause?.isTypeOnly ||
        (names !== undefined && ts.isNamedImports(names) && names.elements.every((one) => one.isTypeOnly));
      if (!types) imports.push((node.moduleSpecifier as ts.StringLiteral).text);
      return;
    }
    if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) {
      const names = node.exportClause;
      const types =
        node.isTypeOnly ||
        (names !== undefined && ts.isNamedExports(names) && names.elements.every((one) => one.isTypeOnly));
      if (!types) imports.push((node.moduleSpecifier as ts.StringLiteral).text);
      return;
    }
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      imports.push(node.arguments[0]!.getText().slice(1, -1));
    const named = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
    if (ts.isIdentifier(node) && absent.includes(node.text) && !named) globals.push(node.text);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(source, visit);
  return { imports, globals };
}

/** How each file is reached from the door, and what in it does not run in browsers. */
function walk(door: string): { reached: string[]; wrong: string[] } {
  const paths = new Map([[join(src, door), door]]);
  const wrong: string[] = [];
  for (const [file, path] of paths) {
    const { imports, globals } = read(file);
    for (const name of globals) wrong.push(`${path} uses ${name}`);
    for (const name of imports) {
      if (!name.startsWith(".")) {
        if (!packages.includes(name)) wrong.push(`${path} imports ${name}`);
        continue;
      }
      const next = join(dirname(file), name.replace(/\.js$/, ".ts"));
      if (!paths.has(next)) paths.set(next, `${path} > ${relative(src, next)}`);
    }
  }
  return { reached: [...paths.values()], wrong };
}

test("nothing behind clientele/browser needs Node, DuckDB or TensorFlow", () => {
  const { reached, wrong } = walk("browser.ts");
  assert.ok(reached.length > 30, `only ${reached.length} files were walked`);
  assert.deepEqual(wrong, []);
});

test("what scores uses no function that another engine rounds differently", () => {
  const found = walk("browser.ts")
    .reached.map((path) => path.split(" > ").at(-1)!)
    .filter((file) => !harmless.includes(file))
    .filter((file) => rounded.test(readFileSync(join(src, file), "utf8").replace(/\/\*[\s\S]*?\*\//g, "")));
  assert.deepEqual(found, []);
});

test("the walk finds what is behind the other door", () => {
  const { wrong } = walk("index.ts");
  for (const name of ["imports node:fs", "imports @duckdb/node-api", "uses Buffer", "uses process"])
    assert.ok(
      wrong.some((line) => line.includes(name)),
      name,
    );
});
