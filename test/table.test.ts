import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { table as arqueroTable, toArrowIPC } from "arquero";
import {
  type AnyColumn,
  column,
  finiteNumbers,
  isTable,
  type NumericColumn,
  type Table,
  tableOf,
  toTable,
} from "../src/table.js";

interface DanfoModule {
  DataFrame: new (rows: unknown[][], options: { columns: string[] }) => never;
}
const { DataFrame } = createRequire(import.meta.url)("danfojs-node") as DanfoModule;

test("a Table is returned as it is; arrays of objects keep every key of every row, absent ones as null", () => {
  const made = toTable([{ a: 1 }, { b: "x", a: undefined }] as { a?: number; b?: string }[]);
  assert.equal(toTable(made), made);
  assert.deepEqual(made.columnNames(), ["a", "b"]);
  assert.deepEqual(made.objects(), [
    { a: 1, b: null },
    { a: null, b: "x" },
  ]);
  assert.equal(toTable([]).numRows(), 0);
});

test("what is no table is refused by kind, a row that is no object by number", () => {
  for (const [bad, kind] of [
    [null, "null"],
    [7, "number"],
    ["a.csv", "string"],
    [new Map(), "Map"],
    [{ columns: ["a"] }, "Object"],
    [Promise.resolve(), "a promise: await it"],
    [{ answers: toTable([{ a: 1 }]), items: [] }, "a survey: pass its answers"],
  ] as const)
    assert.throws(() => toTable(bad as never), { name: "TypeError", message: new RegExp(`got ${kind}$`) });
  assert.throws(() => toTable([{ a: 1 }, null] as never), { name: "TypeError", message: /row 2 .* got null/ });
});

test("names that every object inherits are names like others, but for __proto__, which is refused", () => {
  const made = toTable([{ a: 1 }, { constructor: "x", toString: "y" }] as object[]);
  assert.deepEqual(column(made, "constructor"), [null, "x"]);
  assert.deepEqual(column(made, "toString"), [null, "y"]);
  assert.throws(() => tableOf({ ["__proto__"]: [1] }, ["__proto__"]), { name: "DataError", column: "__proto__" });
});

test("a DataFrame with two columns of one name is refused: one of them would be lost", () => {
  const frame = new DataFrame([[1, 2]], { columns: ["a", "b"] }) as {
    columns: string[];
    values: unknown;
    dtypes: string[];
  };
  const twice = { columns: ["a", "a"], values: frame.values, dtypes: frame.dtypes };
  assert.throws(() => toTable(twice), { name: "DataError", column: "a" });
});

test("a danfo DataFrame becomes a Table: order of columns, missing values of each kind, dates", () => {
  const day = new Date("2011-12-10");
  const frame = new DataFrame(
    [
      [1.5, "a", day],
      [Number.NaN, null, day],
      [2, undefined, day],
    ],
    { columns: ["2", "1", "when"] },
  );
  const made = toTable(frame);
  assert.deepEqual(made.columnNames(), ["2", "1", "when"]);
  assert.deepEqual(column(made, "2"), [1.5, null, 2]);
  assert.deepEqual(column(made, "1"), ["a", null, null]);
  assert.deepEqual(column(made, "when"), [day, day, day]);
});

test("Arrow bytes, stream and file: missing values, dates, and whole numbers beyond 2^53 kept as they are", () => {
  const source = arqueroTable({
    d: [new Date("2011-12-10T08:26:00Z"), null],
    n: [1.5, null],
    s: [null, "x"],
    b: [true, null],
    small: [7n, 5n],
    large: [2n ** 60n, 5n],
  });
  for (const format of ["stream", "file"] as const) {
    const made = toTable(toArrowIPC(source, { format })!);
    assert.deepEqual(made.columnNames(), ["d", "n", "s", "b", "small", "large"]);
    assert.deepEqual(made.objects(), [
      { d: new Date("2011-12-10T08:26:00Z"), n: 1.5, s: null, b: true, small: 7, large: 2n ** 60n },
      { d: null, n: null, s: "x", b: null, small: 5, large: 5n },
    ]);
  }
  assert.throws(() => toTable(Uint8Array.of(1, 2, 3)), { name: "DataError", message: /Arrow IPC bytes/ });
});

test("tableOf keeps the order asked for, also of names that look like numbers", () => {
  const made = tableOf({ "10": [1], "9": [2], a: [3] }, ["a", "10", "9"]);
  assert.deepEqual(made.columnNames(), ["a", "10", "9"]);
  assert.ok(isTable(made) && !isTable({}) && !isTable(null));
});

test("column follows filters and orders and is the caller's own", () => {
  const made = tableOf({ x: Float64Array.of(3, 1, 2) });
  const sorted = made.orderby("x").filter((d: { x: number }) => d.x > 1) as Table;
  assert.deepEqual(column(sorted, "x"), [2, 3]);
  const cells = column(made, "x") as number[];
  cells[0] = 99;
  assert.equal(made.get("x", 0), 3);
  assert.throws(() => column(made, "y"), { name: "DataError", message: /named "y", found "x"/ });
});

test("finiteNumbers: missing as NaN with the first place, true as 1; anything else is named by row", () => {
  const made = tableOf({ x: [1, null, undefined, true, 7n] } as unknown as { x: number[] });
  assert.deepEqual(finiteNumbers(made, "x"), {
    values: Float64Array.of(1, Number.NaN, Number.NaN, 1, 7),
    missing: 2,
    firstMissing: 2,
  });
  assert.equal(finiteNumbers(tableOf({ x: [1] }), "x").firstMissing, 0);
  const values = finiteNumbers(made, "x").values;
  values[0] = 5;
  assert.equal(made.get("x", 0), 1);
  for (const [bad, shown] of [
    [Number.NaN, "NaN"],
    [Number.NEGATIVE_INFINITY, "-Infinity"],
    ["3", '"3"'],
    [new Date(0), "1970-01-01T00:00:00.000Z"],
  ] as const)
    assert.throws(() => finiteNumbers(tableOf({ x: [1, bad] }), "x"), {
      name: "DataError",
      message: `expected a finite number, got ${shown}; correct the value or make it null (missing) (row 2, column "x")`,
    });
});

test("column names and types are known before anything runs", () => {
  interface Customer {
    customer: string;
    recency: number;
    monetary: number | null;
    joined: Date;
  }
  // A list of all names, and of the numeric ones: each line fails to compile where a name is missing or too many.
  const all: Record<AnyColumn<Customer>, true> = { customer: true, recency: true, monetary: true, joined: true };
  const numeric: Record<NumericColumn<Customer>, true> = { recency: true, monetary: true };
  // @ts-expect-error a misspelt column
  const misspelt: NumericColumn<Customer> = "monetry";
  // @ts-expect-error text is not numeric
  const text: NumericColumn<Customer> = "customer";
  const rows: Customer[] = [{ customer: "Ada", recency: 1, monetary: null, joined: new Date(0) }];
  const made: Table<Customer> = toTable(rows);
  // @ts-expect-error a Table of other columns
  const other: Table<{ nobody: string }> = made;
  assert.deepEqual(made.columnNames(), Object.keys(all));
  assert.deepEqual(
    [Object.keys(numeric), misspelt, text, other === (made as unknown)],
    [["recency", "monetary"], "monetry", "customer", true],
  );
});

test("finiteNumbers: a word among numbers that became text is to blame, and not the first number", () => {
  assert.throws(() => finiteNumbers(toTable([{ x: "5" }, { x: "6" }, { x: "oops" }]), "x"), /got "oops".*row 3/);
  assert.throws(() => finiteNumbers(toTable([{ x: "5" }, { x: "6" }]), "x"), /got "5".*row 1/);
});
