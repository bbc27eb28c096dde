import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { audit } from "../../src/collect/audit.js";
import { clean } from "../../src/collect/clean.js";
import { type ReadOptions, read } from "../../src/collect/read.js";
import { type Mapping, transactions } from "../../src/collect/transactions.js";
import { bundle } from "../../src/notebook/bundle.js";
import { rfm } from "../../src/represent/rfm.js";

const folder = mkdtempSync(join(tmpdir(), "clientele-bad-"));
after(() => rmSync(folder, { recursive: true }));
let files = 0;

const mapping: Mapping = { customer: "customer", order: "order", time: "time", amount: "amount" };
const asOf = "2024-03-31";
const header = "customer,order,time,amount";

/** A file goes in; what every step from `read` to `rfm` says comes out. */
async function through(text: string | Buffer, options: ReadOptions = {}, roles: Mapping = mapping) {
  const path = join(folder, `bad${++files}.csv`);
  writeFileSync(path, text);
  const source = await read(path, options);
  const lines = transactions(source, roles);
  const audited = await audit(lines, { asOf });
  const { transactions: kept, dropped } = await clean(lines, { until: asOf });
  // Nothing is lost on the way: each row of the file is audited, and kept or dropped by a rule that counts it.
  assert.equal(audited.rows, source.report.rows);
  const rules = dropped.rules.objects() as { rule: string; rows: number; amount: number }[];
  assert.equal(
    rules.reduce((sum, { rows }) => sum + rows, 0),
    source.report.rows,
  );
  const customers = await rfm(kept, { asOf });
  const named = audited.findings.objects() as { check: string; rows: number; detail: string; severity: string }[];
  return {
    source,
    lines,
    notes: source.report.notes.join("\n"),
    finding: (check: string) => named.find((each) => each.check === check)!,
    dropped: (rule: string) => rules.find((each) => each.rule === rule)!.rows,
    customers: customers.objects() as { customer: string; frequency: number; monetary: number }[],
  };
}

// Files that cannot be read say why, where, and what to do.

const refused: readonly (readonly [what: string, text: string, message: RegExp, row?: number])[] = [
  ["an empty file", "", /expected rows, got an empty file \(0 bytes\)/],
  ["a header only", `${header}\n`, /expected rows below the header, got only one line/],
  [
    "a row with too few fields",
    `${header}\nA,1,2024-01-05,10\nB,2,2024-01-06\nC,3,2024-01-07,5\n`,
    /expected 4 fields, got 3; 1 of 4 lines have too few \(row 2\).*ragged: "fill"/,
    2,
  ],
  [
    "a row with too many fields",
    `${header}\nA,1,2024-01-05,10\nB,2,2024-01-06,1,234\n`,
    /expected 4 fields, got 5; 1 of 3 lines have too many \(row 2\)/,
    2,
  ],
  [
    "two columns of one name",
    "customer,order,time,amount,amount\nA,1,2024-01-05,10,12\n",
    /expected distinct column names, got "amount" in column 4 and "amount" in column 5; pass \{ columns/,
  ],
  [
    "dates in several formats",
    `${header}\nA,1,2024-01-05,10\nB,2,13/01/2024,10\nC,3,01/27/2024,10\n`,
    /expected dates or times for time, found text, because of 2 cells such as .* in row 2.*in row 3; correct these cells, or tell read/,
  ],
  [
    "a word among the amounts",
    `${header}\n${"A,1,2024-01-05,10.50\n".repeat(20)}B,2,2024-01-06,tbd\n`,
    /expected numbers for amount, found text, because of 1 cell such as "tbd" in row 21/,
  ],
  [
    "a file cut in the middle of a row",
    `${header}\nA,1,2024-01-05,10\nB,2,2024-0`,
    /1 of 3 lines have too few \(row 2\)\. It is the last row and has no line end, so the file seems cut/,
    2,
  ],
];
for (const [what, text, message, row] of refused)
  test(`${what} is a clear error`, async () => {
    await assert.rejects(through(text), (error: Error & { file?: string; row?: number }) => {
      assert.equal(error.name, "DataError");
      assert.match(error.message, message);
      assert.ok(error.file?.startsWith(folder), "names the file");
      if (row !== undefined) assert.equal(error.row, row);
      return true;
    });
  });

// Files that can be read, with something wrong in them: each wrong row is told by the audit and counted by a rule.

test("rows filled on request are noted, found missing, and dropped by name", async () => {
  const text = `${header}\nA,1,2024-01-05,10\nB,2,2024-01-06\nC,3,2024-01-07,5\n`;
  const found = await through(text, { ragged: "fill" });
  assert.match(found.notes, /1 rows have fewer than 4 fields \(row 2\)/);
  assert.equal(found.finding("missing amount").rows, 1);
  assert.match(found.finding("missing amount").detail, /first in row 2/);
  assert.equal(found.dropped("no amount"), 1);
  assert.deepEqual(
    found.customers.map(({ customer }) => customer),
    ["A", "C"],
  );
});

test("NaN and infinite amounts are noted, found and dropped, and spoil no sum", async () => {
  const text = `${header}\nA,1,2024-01-05,10\nA,2,2024-01-06,NaN\nB,3,2024-01-07,inf\nB,4,2024-01-08,2.5\nC,5,2024-01-08,-Infinity\n`;
  const found = await through(text);
  assert.match(found.notes, /"amount" holds 3 numbers that are NaN or infinite \(rows 2, 3, 5\)/);
  assert.equal(found.finding("non-finite amount").rows, 3);
  assert.equal(found.finding("non-finite amount").severity, "problem");
  assert.equal(found.dropped("no amount"), 3);
  assert.deepEqual(
    found.customers.map(({ customer, monetary }) => [customer, monetary]),
    [
      ["A", 10],
      ["B", 2.5],
    ],
  );
});

test("dates in the future are found and dropped; kept, they are refused with their row", async () => {
  const text = `${header}\nA,1,2024-01-05,10\nA,2,2042-01-06,10\nB,3,2024-03-31,10\n`;
  const found = await through(text);
  assert.equal(found.finding("date in the future").rows, 1);
  assert.match(found.finding("date in the future").detail, /first in row 2/);
  assert.equal(found.dropped("in the future"), 1);
  assert.deepEqual(
    found.customers.map(({ customer, frequency }) => [customer, frequency]),
    [
      ["A", 1],
      ["B", 1],
    ],
  );
  const { transactions: kept } = await clean(found.lines);
  await assert.rejects(rfm(kept, { asOf }), { name: "DataError", row: 2, column: "time" });
});

test("customer ids that differ by case or spaces alone are kept apart and told", async () => {
  const text = `${header}\nann,1,2024-01-05,10\nAnn,2,2024-01-06,10\n"ann ",3,2024-01-07,10\nBob,4,2024-01-08,1\n`;
  const found = await through(text);
  const { rows, severity, detail } = found.finding("customer id in several forms");
  assert.deepEqual([rows, severity], [3, "warning"]);
  assert.match(detail, /1 customer whose id differs by case or spaces alone, such as "Ann" and "ann "/);
  assert.deepEqual(
    found.customers.map(({ customer }) => customer),
    ["Ann", "Bob", "ann", "ann "],
  );
});

test("spaces that nobody sees make no other customer either", async () => {
  const found = await through(`${header}\nann lee,1,2024-01-05,10\n"ann\u00a0lee",2,2024-01-06,10\n`);
  assert.equal(found.finding("customer id in several forms").rows, 2);
});

test("days that fit two orders are a stated guess", async () => {
  const found = await through(`${header}\nA,1,01/02/2024,10\nB,2,03/02/2024,10\n`);
  assert.match(found.notes, /no value tells whether month\/day\/year or day\/month\/year/);
});

test('a column called "; DROP TABLE x; -- plays any role', async () => {
  const evil = '"; DROP TABLE x; --';
  const quoted = `"${evil.replaceAll('"', '""')}"`;
  for (const role of ["customer", "order", "time", "amount"] as const) {
    const text = `${header.replace(role, quoted)}\nA,1,2024-01-05,10\nB,2,2024-01-06,2.5\n`;
    const found = await through(text, {}, { ...mapping, [role]: evil });
    assert.deepEqual(
      found.customers.map(({ customer, monetary }) => [customer, monetary]),
      [
        ["A", 10],
        ["B", 2.5],
      ],
    );
  }
});

test("customers, orders and products of hostile text stay text, to the table on the page", async () => {
  const script = "<script>alert(1)</script>";
  const drop = "'; DROP TABLE lines; --";
  const text = `${header},product\n"${script}","${drop}",2024-01-05,10,"${script}"\n"${drop}",2,2024-01-06,2.5,Mug\n`;
  const found = await through(text, {}, { ...mapping, product: "product" });
  assert.deepEqual(
    found.customers.map(({ customer }) => customer),
    [drop, script],
  );
  const html = String(bundle(await found.lines.toTable())?.["text/html"]);
  assert.ok(html.includes("&#60;script&#62;alert(1)&#60;/script&#62;"));
  assert.ok(!html.includes("<script"));
});
