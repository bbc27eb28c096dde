import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { csvLines } from "../../src/cli/csvLines.js";
import { read } from "../../src/collect/read.js";
import { tableOf } from "../../src/table.js";
import { scratch } from "../collect/scratch.js";

const { file, engine } = scratch();

test("the cases of RFC 4180; a missing value is empty, an empty text is not", () => {
  const table = tableOf({
    'a "b"': ["x", "1,2", 'say "hi"', "two\r\nlines", ""],
    b: [1.5, null, true, Number.MIN_VALUE, 7n],
  });
  assert.equal(
    [...csvLines(table)].join(""),
    '"a ""b""",b\r\nx,1.5\r\n"1,2",\r\n"say ""hi""",true\r\n"two\r\nlines",5e-324\r\n"",7\r\n',
  );
  assert.equal([...csvLines(tableOf({ a: [] }))].join(""), "a\r\n");
});

test("more rows than go at once are all there", () => {
  const parts = [...csvLines(tableOf({ a: Array.from({ length: 2500 }, (_, i) => i) }))];
  assert.deepEqual(
    parts.map((part) => part.split("\r\n").length - 1),
    [1, 1000, 1000, 500],
  );
});

test("read gives texts back that csvLines wrote", async () => {
  const text = fc.string({ minLength: 1, maxLength: 8 }).filter((one) => /^[ -~\r\n]*$/.test(one));
  await fc.assert(
    fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 6 }), async (texts) => {
      const cells = ['a,"b"\r\nc', ...texts.map((one) => `x${one}x`)];
      const path = file("table.csv", [...csvLines(tableOf({ first: cells, second: cells.map((_, i) => i) }))].join(""));
      const back = await (await read(path, { engine })).toTable();
      assert.deepEqual([...back.array("first")], cells);
    }),
    { numRuns: 20 },
  );
});
