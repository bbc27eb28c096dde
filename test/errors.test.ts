import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { closest, DataError, requireColumn, requireOptions, requireResult } from "../src/errors.js";

test("a DataError says where, as far as it is known, and keeps the place as fields", () => {
  const cases: [ConstructorParameters<typeof DataError>[1], string][] = [
    [undefined, "expected x"],
    [{}, "expected x"],
    [{ file: "a.csv" }, "expected x (a.csv)"],
    [{ row: 3 }, "expected x (row 3)"],
    [{ file: "a.csv", row: 3, column: 'the "amount"' }, 'expected x (a.csv, row 3, column "the \\"amount\\"")'],
  ];
  for (const [place, message] of cases) {
    const error = new DataError("expected x", place);
    assert.equal(error.message, message);
    assert.deepEqual([error.file, error.row, error.column], [place?.file, place?.row, place?.column]);
  }
  const error = new DataError("expected x");
  assert.ok(error instanceof Error && error.name === "DataError");
  assert.equal(String(error), "DataError: expected x");
});

test("closest finds what was meant, whatever the case and the signs between letters", () => {
  const columns = ["CustomerID", "InvoiceNo", "InvoiceDate", "Unit Price", "Menge"];
  const meant: [string, string | undefined][] = [
    ["customer_id", "CustomerID"],
    ["CustomrID", "CustomerID"],
    ["invoicedate", "InvoiceDate"],
    ["date", "InvoiceDate"],
    ["unitprice", "Unit Price"],
    ["menge", "Menge"],
    ["telephone", undefined],
    ["", undefined],
  ];
  for (const [name, found] of meant) assert.equal(closest(name, columns), found, name);
  assert.equal(closest("a", []), undefined);
  assert.equal(closest("day", ["a", "d"]), undefined);
  assert.equal(closest("dya", ["a", "day"]), "day");
});

test("closest counts edits: kitten and sitting are three apart (Levenshtein 1966), sitting and kit too many", () => {
  assert.equal(closest("kitten", ["sitting"]), undefined); // three edits of six letters: more than a third
  assert.equal(closest("kittens in a box", ["sitting in a box"]), "sitting in a box");
  assert.equal(closest("sunday", ["saturday", "sundry"]), "sundry"); // one edit against three
});

test("closest returns one of the candidates, and the name itself where it is among them", () => {
  const names = fc.array(fc.string({ maxLength: 8 }), { maxLength: 6 });
  fc.assert(
    fc.property(fc.string({ maxLength: 8 }), names, (name, candidates) => {
      const found = closest(name, candidates);
      assert.ok(found === undefined || candidates.includes(found));
      if (candidates.includes(name)) assert.notEqual(found, undefined);
    }),
  );
});

test("requireColumn names the columns there are, and the closest", () => {
  requireColumn(["a", "b"], "b");
  assert.throws(() => requireColumn(["recency", "monetary"], "monetry", "a numeric column", { file: "x.csv" }), {
    name: "DataError",
    file: "x.csv",
    message: 'expected a numeric column named "monetry", found "recency", "monetary". Did you mean "monetary"? (x.csv)',
  });
  assert.throws(() => requireColumn([], "a"), /found no columns\.$/);
});

test("options that a call does not know are refused with the closest that it knows", () => {
  const known = { k: true, restarts: true } as const;
  requireOptions({ k: 3, restarts: 2 }, known, "kmeans");
  assert.throws(() => requireOptions({ k: 3, restart: 5 }, known, "kmeans"), {
    name: "TypeError",
    message: 'expected options of kmeans among k, restarts, got "restart". Did you mean "restarts"?',
  });
  for (const [bad, said] of [
    [undefined, "undefined"],
    [3, "3"],
    ["3", '"3"'],
    [[2, 3], "[2,3]"],
  ] as const)
    assert.throws(() => requireOptions(bad, known, "kmeans"), {
      name: "TypeError",
      message: `expected options of kmeans such as { k: … }, got ${said}`,
    });
});

test("what is not the result of a call is refused, with what it is", () => {
  requireResult({ summary: 1 }, "summary", "stability");
  for (const [given, got] of [
    [Promise.resolve(1), "a promise: await it"],
    [{ labels: [] }, "another object"],
    [undefined, "undefined"],
    [null, "null"],
    ["a", '"a"'],
  ] as const)
    assert.throws(() => requireResult(given, "summary", "stability"), {
      name: "TypeError",
      message: `expected what stability returns, got ${got}`,
    });
});
