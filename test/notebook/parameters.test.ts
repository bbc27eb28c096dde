import assert from "node:assert/strict";
import { test } from "node:test";
import vm from "node:vm";
import fc from "fast-check";
import type { Notebook } from "../../src/notebook/notebook.js";
import {
  declaredParameters,
  type ParameterValue,
  parameterFromText,
  parametersCode,
} from "../../src/notebook/parameters.js";

function notebookOf(source: string): Notebook {
  const cell = { cell_type: "code" as const, source, metadata: { tags: ["parameters"] } };
  return { cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 };
}
const declared = declaredParameters(
  notebookOf(`import { x } from "y"; // const no = 1;
const segments = 4, file = "a.csv";
let rate = -0.5;
var on = true;
const returns: "net" | "keep" = "net";
const limit = null as number | null;
const fixed = "a" as const;
const columns = ["recency"];
const { inner } = { inner: 1 };`),
);

test("the declarations are read with their keyword, written type and kind", () => {
  assert.deepEqual(
    declared.map(({ name, keyword, type, kind }) => [name, keyword, type, kind]),
    [
      ["segments", "const", undefined, "number"],
      ["file", "const", undefined, "string"],
      ["rate", "let", undefined, "number"],
      ["on", "var", undefined, "boolean"],
      ["returns", "const", '"net" | "keep"', "string"],
      ["limit", "const", "number | null", undefined],
      ["fixed", "const", undefined, "string"],
      ["columns", "const", undefined, undefined],
    ],
  );
});

test("new values are declared as the old ones were", () => {
  const code = parametersCode({ segments: 5, returns: "keep", limit: 3, rate: 1, columns: ["a", "b"] }, declared);
  assert.equal(
    code,
    `// Parameters of this run
const segments = 5;
const returns: "net" | "keep" = "keep";
const limit: number | null = 3;
let rate = 1;
const columns = ["a","b"];`,
  );
});

test("a value of another kind, an unknown name and a missing cell are refused", () => {
  assert.throws(() => parametersCode({ segments: "5" }, declared), {
    name: "TypeError",
    message: "expected the parameter segments to be a number, as in the notebook, got a string",
  });
  assert.throws(() => parametersCode({ colums: [] }, declared), /Did you mean columns\?/);
  assert.throws(() => parametersCode({ k: 1 }, []), /the notebook has no cell tagged "parameters"/);
  for (const bad of [Number.NaN, undefined, new Date(0), 1n, JSON.parse('{"__proto__": {"a": 1}}')]) {
    assert.throws(() => parametersCode({ columns: bad as ParameterValue }, declared), { name: "RangeError" });
  }
});

test("whatever the value is, the code is one declaration of exactly that value", () => {
  const json = fc.jsonValue().filter((value) => !JSON.stringify(value).includes("__proto__"));
  const hostile = fc.constantFrom(
    '"; process.exit(1); "',
    "`$" + "{1}`",
    "\u2028",
    "*/ alert(1) //",
    "</script>",
    "\\",
  );
  fc.assert(
    fc.property(fc.oneof(json, hostile), (value) => {
      const code = parametersCode({ columns: value as ParameterValue }, declared);
      const result = vm.runInNewContext(`${code}\nJSON.stringify(columns)`) as string;
      assert.equal(result, JSON.stringify(value));
    }),
  );
});

test("text from a command line becomes a value of the declared kind", () => {
  const of = (name: string) => declared.find((one) => one.name === name)!;
  assert.equal(parameterFromText(of("segments"), "12"), 12);
  assert.equal(parameterFromText(of("file"), "12"), "12");
  assert.equal(parameterFromText(of("on"), "false"), false);
  assert.equal(parameterFromText(of("limit"), "null"), null);
  assert.deepEqual(parameterFromText(of("columns"), '["a"]'), ["a"]);
  assert.equal(parameterFromText(of("columns"), "a,b"), "a,b");
  assert.throws(() => parameterFromText(of("segments"), "many"), /expected a number for the parameter segments/);
  assert.throws(() => parameterFromText(of("on"), "yes"), /expected true or false/);
});
