import { createRequire } from "node:module";
import type TypeScript from "typescript";
import { closest } from "../errors.js";
import { hasTag, type Notebook, textOf } from "./notebook.js";

/** What may be injected into a notebook: JSON values. */
export type ParameterValue = string | number | boolean | null | readonly ParameterValue[] | ParameterObject;
interface ParameterObject {
  readonly [key: string]: ParameterValue;
}

/** One declaration of the cell tagged `parameters`. */
export interface DeclaredParameter {
  readonly name: string;
  readonly keyword: "const" | "let" | "var";
  /** The written type (`const x: T = ...` or `... as T`), if there is one. */
  readonly type: string | undefined;
  /** Kind of the value where it is a plain literal: what a new value has to be, too. */
  readonly kind: "string" | "number" | "boolean" | undefined;
}

/**
 * The parameters that a notebook declares in its cells tagged `parameters`, in their order: what `runNotebook` can give other values.
 *
 * @example
 * const declared = declaredParameters(readNotebook("test/fixtures/notebooks/parameters.ipynb"));
 * console.log(declared.map(({ name }) => name)); // [ 'segments', 'returns', 'file', 'limit' ]
 */
export function declaredParameters(notebook: Notebook): DeclaredParameter[] {
  const sources = notebook.cells
    .filter((cell) => cell.cell_type === "code" && hasTag(cell, "parameters"))
    .map((cell) => textOf(cell.source));
  if (sources.length === 0) return [];
  // tslab brings its own TypeScript (the one that will compile the cells), so nothing else has to be installed.
  const fromHere = createRequire(import.meta.url);
  const ts = createRequire(fromHere.resolve("tslab/package.json"))("@tslab/typescript-for-tslab") as typeof TypeScript;
  const file = ts.createSourceFile("parameters.ts", sources.join("\n"), ts.ScriptTarget.ES2022, true);
  const declared: DeclaredParameter[] = [];
  for (const statement of file.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    const { flags, declarations } = statement.declarationList;
    const keyword = flags & ts.NodeFlags.Const ? "const" : flags & ts.NodeFlags.Let ? "let" : "var";
    for (const { name, type, initializer } of declarations) {
      if (!ts.isIdentifier(name)) continue;
      const cast = initializer && ts.isAsExpression(initializer) ? initializer.type.getText() : undefined;
      const value = initializer && ts.isAsExpression(initializer) ? initializer.expression : initializer;
      declared.push({
        name: name.text,
        keyword,
        type: type?.getText() ?? (cast === "const" ? undefined : cast),
        kind: value && literalKind(ts, value),
      });
    }
  }
  return declared;
}

/**
 * The value of a parameter out of text, as a command line has it: by the declared kind where the default is a plain
 * literal or the type is a plain one, else JSON where the text is JSON, else the text itself.
 *
 * @throws RangeError where the text is not of the declared kind.
 *
 * @example
 * const [segments] = declaredParameters(readNotebook("test/fixtures/notebooks/parameters.ipynb"));
 * console.log(parameterFromText(segments!, "6")); // 6
 */
export function parameterFromText(parameter: DeclaredParameter, text: string): ParameterValue {
  const { name, type, kind = plainKind(type) } = parameter;
  if (kind === "string") return text;
  if (kind === "number") {
    const value = Number(text);
    if (text.trim() === "" || !Number.isFinite(value))
      throw new RangeError(`expected a number for the parameter ${name}, got ${JSON.stringify(text)}`);
    return value;
  }
  if (kind === "boolean") {
    if (text !== "true" && text !== "false")
      throw new RangeError(`expected true or false for the parameter ${name}, got ${JSON.stringify(text)}`);
    return text === "true";
  }
  try {
    return JSON.parse(text) as ParameterValue;
  } catch {
    return text;
  }
}

/**
 * The code that gives parameters new values: declarations of the same names, which tslab lets a later cell repeat. Written
 * types are kept, so that later cells are checked against all values that the author allowed, and so that a value
 * outside them is a type error. Values are written as JSON literals and so never become code.
 *
 * @throws RangeError where a name is not declared (the closest one is named) or a value has no literal.
 * @throws TypeError where a value is of another kind than the literal it replaces.
 */
export function parametersCode(
  parameters: Readonly<Record<string, ParameterValue>>,
  declared: readonly DeclaredParameter[],
): string {
  const lines = Object.entries(parameters).map(([name, value]) => {
    const parameter = declared.find((one) => one.name === name);
    if (parameter === undefined) {
      const names = declared.map((one) => one.name);
      if (names.length === 0)
        throw new RangeError(`expected no parameters, got ${name}: the notebook has no cell tagged "parameters"`);
      const near = closest(name, names);
      const hint = near === undefined ? "" : ` Did you mean ${near}?`;
      throw new RangeError(`expected one of the parameters ${names.join(", ")}, got ${name}.${hint}`);
    }
    if (parameter.type === undefined && parameter.kind !== undefined && typeof value !== parameter.kind) {
      const got = value === null ? "null" : Array.isArray(value) ? "an array" : `a ${typeof value}`;
      throw new TypeError(`expected the parameter ${name} to be a ${parameter.kind}, as in the notebook, got ${got}`);
    }
    const annotation = parameter.type === undefined ? "" : `: ${parameter.type}`;
    return `${parameter.keyword} ${name}${annotation} = ${literal(name, value)};`;
  });
  return ["// Parameters of this run", ...lines].join("\n");
}

/** A JSON value as a literal; what JSON would change silently is refused. */
function literal(name: string, value: unknown): string {
  const check = (part: unknown): void => {
    if (part === null || typeof part === "string" || typeof part === "boolean") return;
    if (typeof part === "number" && Number.isFinite(part)) return;
    // In an object literal the key __proto__ would set the prototype.
    const object = typeof part === "object" && Object.getPrototypeOf(part) === Object.prototype;
    if (!Array.isArray(part) && !(object && !Object.hasOwn(part, "__proto__")))
      throw new RangeError(`expected a JSON value for the parameter ${name}, got ${String(part)}`);
    for (const item of Object.values(part)) check(item);
  };
  check(value);
  return JSON.stringify(value);
}

function plainKind(type: string | undefined): DeclaredParameter["kind"] {
  return type === "string" || type === "number" || type === "boolean" ? type : undefined;
}

function literalKind(ts: typeof TypeScript, value: TypeScript.Expression): DeclaredParameter["kind"] {
  if (ts.isStringLiteralLike(value)) return "string";
  if (ts.isNumericLiteral(value)) return "number";
  if (ts.isPrefixUnaryExpression(value) && ts.isNumericLiteral(value.operand)) return "number";
  if (value.kind === ts.SyntaxKind.TrueKeyword || value.kind === ts.SyntaxKind.FalseKeyword) return "boolean";
  return undefined;
}
