import assert from "node:assert/strict";
import { test } from "node:test";
import { guessLayout, type LayoutOptions } from "../../../src/collect/read/layout.js";

function layout(head: string, options: Partial<LayoutOptions> = {}, whole = true) {
  const { delimiter, header, names } = guessLayout(head, whole, "t.csv", {
    delimiter: undefined,
    quote: '"',
    escape: '"',
    header: undefined,
    columns: undefined,
    ...options,
  });
  return [delimiter, header, names.join("/")];
}

test("semicolons go before commas, for commas may stand inside numbers", () => {
  assert.deepEqual(layout("1,5;2,5;3,5\n4,5;5,5;6,5\n"), [";", false, "column1/column2/column3"]);
});

test("one ragged row does not change the delimiter", () => {
  assert.deepEqual(layout("a,b\n1,2\n3,4\n5,6,7\n8,9\n"), [",", true, "a/b"]);
});

test("prose is one column, not many", () => {
  assert.deepEqual(layout("comment\nI like it\nnot my taste at all\nfine\n"), [",", true, "comment"]);
});

test("numbers in the first line speak against a header, unless lines below are numbers under a name", () => {
  assert.deepEqual(layout("x,1\ny,2\n"), [",", false, "column1/column2"]);
  assert.deepEqual(layout("country,2010,2011\nFR,5,6\n"), [",", true, "country/2010/2011"]);
  assert.deepEqual(layout("id,2010\n7,5\n8,6\n"), [",", true, "id/2010"]);
  assert.deepEqual(layout("country,2010\nFR,5\n", { header: true }), [",", true, "country/2010"]);
});

test("names are trimmed, empty ones numbered", () => {
  assert.deepEqual(layout(",b , c\n1,2,3\n"), [",", true, "column1/b/c"]);
});

test("a line that the look cuts off does not count", () => {
  assert.deepEqual(layout("a,b\n1,2\n3", {}, false), [",", true, "a/b"]);
});

test("names given in number unlike the fields are an error", () => {
  assert.throws(() => layout("1,2\n", { columns: ["a"] }), /expected 2 names in \{ columns \}/);
});
