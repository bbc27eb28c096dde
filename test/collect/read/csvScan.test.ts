import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import fc from "fast-check";
import { csvScan } from "../../../src/collect/read/csvScan.js";
import { splitRecords } from "../../../src/collect/read/splitRecords.js";

const folder = mkdtempSync(join(tmpdir(), "clientele-test-"));
const path = join(folder, "t.csv");
after(() => rmSync(folder, { recursive: true }));

function scan(text: string, fields = 2) {
  writeFileSync(path, text);
  return csvScan(path, { delimiter: ",", quote: '"', escape: '"', fields });
}

test("counts records, blank lines and fields; line ends inside quotes do not count", async () => {
  const found = await scan('a,b\n\n1,"x\ny"\r\n1\n1,2,3\n');
  assert.equal(found.records, 4);
  assert.equal(found.blank, 1);
  assert.deepEqual(found.short, { count: 1, first: [{ record: 3, line: 5, fields: 1 }] });
  assert.deepEqual(found.long, { count: 1, first: [{ record: 4, line: 6, fields: 3 }] });
  assert.equal(found.mixedLineEnds, true);
  assert.equal(found.ended, true);
  assert.equal(found.longest, 7);
});

test("tells an open quote, text after a quote, a zero byte, a missing last line end", async () => {
  assert.deepEqual((await scan('a,b\n1,2\n3,"x\n4,5\n')).unclosed, { record: 3, line: 3, fields: 2 });
  assert.equal((await scan('a,b\n"x"y,2\n')).quotes.count, 1);
  assert.equal((await scan('a,b\n"x""y",2\n')).quotes.count, 0);
  assert.deepEqual((await scan('a,b\n1,"\0"\n')).zeroByte, { record: 2, line: 2, fields: 2 });
  assert.equal((await scan("a,b\n1,2")).ended, false);
  assert.equal((await scan("a,b\n1,2")).records, 2);
  assert.equal((await scan("")).records, 0);
});

test("agrees with splitRecords, which keeps the fields, on any text", async () => {
  const piece = fc.constantFrom("a", ",", '"', "\n", "\r\n", "\r", "é", " ");
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 40 }), async (pieces) => {
      const text = pieces.join("");
      const found = await scan(text, 2);
      if (found.unclosed !== undefined || found.quotes.count > 0) return;
      const records = splitRecords(text, { delimiter: "," });
      assert.equal(found.records, records.length);
      assert.equal(found.short.count, records.filter((record) => record.length < 2).length);
      assert.equal(found.long.count, records.filter((record) => record.length > 2).length);
    }),
    { numRuns: 500, seed: 2 },
  );
});
