import assert from "node:assert/strict";
import { test } from "node:test";
import { describedColumns } from "../src/describedColumns.js";
import { tableOf } from "../src/table.js";

const n = 42;
const table = tableOf({
  customer: Array.from({ length: n }, (_, i) => `c${i}`),
  spend: Array.from({ length: n }, (_, i) => i),
  diet: Array.from({ length: n }, (_, i) => ["vegan", "meat", null][i % 3]!),
  member: Array.from({ length: n }, (_, i) => i % 2 === 0),
  twenty: Array.from({ length: n }, (_, i) => `t${i % 20}`),
  many: Array.from({ length: n }, (_, i) => `t${i % 21}`),
  name: Array.from({ length: n }, (_, i) => `Ms ${i}`),
  shop: Array.from({ length: n }, () => "Berlin"),
  nothing: Array.from({ length: n }, () => null),
  born: Array.from({ length: n }, () => new Date(0)),
});

test("numbers, and text or true/false of 2 to 20 levels; what is left out is said, and why", () => {
  const { numbers, categories, leftOut } = describedColumns(table, "customer");
  assert.deepEqual(numbers, ["spend"]);
  assert.deepEqual(
    categories.map(({ column, levels, yes }) => [column, levels.length, yes]),
    [
      ["diet", 2, undefined],
      ["member", 2, "true"],
      ["twenty", 20, undefined],
    ],
  );
  assert.deepEqual(Array.from(categories[0]!.codes.slice(0, 3)), [1, 0, -1]);
  assert.deepEqual(
    leftOut.map(({ note }) => note),
    [
      '"many" is left out: it has 21 levels, more than 20; name it in columns to keep it.',
      '"name" is left out: each of its 42 values is another one, as in ids and names; name it in columns to keep it.',
      '"shop" is left out: its one value is "Berlin"; name it in columns to keep it.',
      '"nothing" is left out: it holds no value.',
      '"born" is left out: it holds neither numbers, text nor true/false.',
    ],
  );
});

test("columns that are asked for are described whatever their levels", () => {
  const { numbers, categories, leftOut } = describedColumns(table, "customer", ["name", "shop", "spend", "nothing"]);
  assert.deepEqual(numbers, ["spend", "nothing"]);
  assert.deepEqual(
    categories.map(({ column, levels }) => [column, levels.length]),
    [
      ["name", 42],
      ["shop", 1],
    ],
  );
  assert.deepEqual(leftOut, []);
  assert.throws(() => describedColumns(table, "customer", ["diets"]), /Did you mean "diet"/);
});
