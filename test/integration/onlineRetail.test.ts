import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { type Audit, audit } from "../../src/collect/audit.js";
import { clean } from "../../src/collect/clean.js";
import { proposeMapping } from "../../src/collect/proposeMapping.js";
import { read } from "../../src/collect/read.js";
import { type Mapping, transactions } from "../../src/collect/transactions.js";
import { withRow } from "../../src/engine/relation.js";
import { runNotebook } from "../../src/notebook/runNotebook.js";
import { behavioral } from "../../src/represent/behavioral.js";
import { type RfmRow, rfm } from "../../src/represent/rfm.js";
import { ensureBuilt } from "../built.js";
import { tookRows } from "../collect/tookRows.js";
import { sharedFile, skipWithout } from "../sharedData.js";

interface Finding {
  check: string;
  rows: number;
}
const findings = (found: Audit) =>
  Object.fromEntries(found.findings.objects().map((each) => [(each as Finding).check, each as Finding]));

const roles = {
  customer: "CustomerID",
  order: "InvoiceNo",
  time: "InvoiceDate",
  quantity: "Quantity",
  price: "UnitPrice",
  product: "StockCode",
  description: "Description",
  country: "Country",
} as never;

let source: ReturnType<typeof read> | undefined;
/** The lines of Online Retail, read once. */
function lines() {
  source ??= read(sharedFile("online_retail.csv.gz")!);
  return source;
}

test("Online Retail has the rows, customers, invoices and cancellations of REFERENCE.md, in the order of the file", {
  skip: skipWithout("online_retail.csv.gz"),
}, async () => {
  const orders = await lines();
  const { engine } = orders;
  assert.equal(orders.report.rows, 541_909);
  assert.deepEqual(
    orders.columns.map((column) => column.type),
    ["text", "text", "text", "integer", "time", "number", "integer", "text"],
  );
  const counts = await engine.query(
    `SELECT count(DISTINCT "CustomerID") AS customers, count(DISTINCT "InvoiceNo") AS invoices,
     count(*) FILTER (WHERE "CustomerID" IS NULL) AS nobody, count(*) FILTER (WHERE starts_with("InvoiceNo", 'C')) AS cancelled
     FROM ${orders.from}`,
  );
  assert.deepEqual(counts.object(0), { customers: 4372, invoices: 25_900, nobody: 135_080, cancelled: 9288 });
  assert.equal(orders.report.columns.find((column) => column.name === "CustomerID")!.missing, 135_080);
  // Sum of row number x quantity, computed by Python 3 csv.reader over the same file: any change of order changes it.
  const ordered = await engine.query(
    `SELECT CAST(sum("row" * "Quantity") AS VARCHAR) AS checksum FROM ${withRow(orders).from}`,
  );
  assert.equal(ordered.get("checksum", 0), "1404618834623");
});

test("Online Retail: counts of the UCI file, as pandas 2 counts them", {
  skip: skipWithout("online_retail.csv.gz"),
}, async () => {
  const raw = await lines();
  const found = await audit(raw, { mapping: proposeMapping(raw).mapping as Mapping, asOf: "2011-12-10" });
  const by = findings(found);
  assert.deepEqual(
    [found.rows, found.customers, found.orders, found.span.days, Number(found.amount.toFixed(2))],
    [541909, 4372, 25900, 374, 9747747.93],
  );
  assert.equal(by["missing customer"]!.rows, 135080);
  assert.equal(by["missing description"]!.rows, 1454);
  assert.equal(by.cancellation!.rows, 9288);
  assert.equal(by["duplicate line"]!.rows, 5268);
  const { from, to, days } = found.gaps.object(0) as { from: string; to: string; days: number };
  assert.deepEqual([from, to, days], ["2010-12-24", "2011-01-03", 11]);
});

test("Online Retail: published counts with exclude, and pandas 2's with net and duplicates", {
  skip: skipWithout("online_retail.csv.gz"),
}, async () => {
  const raw = await lines();
  const mapped = transactions(raw, roles);
  const exclude = await clean(mapped, { returns: "exclude" });
  assert.deepEqual(tookRows(exclude.dropped.rules), [
    ["no customer", 135080, 0, 1447682.12],
    ["non-positive price", 40, 31, 0],
    ["cancellation", 8905, 1589, -611342.09],
    ["kept", 397884, 4338, 8911407.9],
  ]);
  // The difference: 8,905 cancelled lines worth -611,342.09, of which 88 belong to 33 customers who bought nothing in the file.
  const net = await clean(mapped);
  assert.deepEqual(tookRows(net.dropped.rules), [
    ["no customer", 135080, 0, 1447682.12],
    ["non-positive price", 40, 31, 0],
    ["no purchase", 88, 33, -10411.24],
    ["kept", 406701, 4338, 8310477.05],
  ]);
  const rows = Array.from(
    (await net.transactions.select<{ row: number }>([{ name: "row", type: "integer", sql: '"row"' }]).toTable()).array(
      "row",
    ),
  ) as number[];
  assert.ok(
    rows.every((row, i) => i === 0 || row > rows[i - 1]!),
    "lines keep the order of the source",
  );
  const single = await clean(mapped, { duplicates: "drop" });
  assert.deepEqual(tookRows(single.dropped.rules).at(2)?.slice(0, 2), ["duplicate line", 5225]);
});

test("Online Retail at 2011-12-10, net of returns: pandas 2's figures", {
  skip: skipWithout("online_retail.csv.gz"),
}, async () => {
  const raw = await lines();
  const { transactions: orders } = await clean(transactions(raw, roles));
  const table = await rfm(orders, { asOf: "2011-12-10" });
  const sum = (name: string) =>
    Array.from(table.array(name) as ArrayLike<number>).reduce((total, each) => total + each, 0);
  assert.deepEqual(
    [table.numRows(), sum("recency"), sum("frequency"), Number(sum("monetary").toFixed(2))],
    [4338, 403692, 18532, 8310477.05],
  );
  const ids = Array.from(table.array("customer") as ArrayLike<string>);
  const of = (id: string) => {
    const { recency, frequency, monetary } = table.object(ids.indexOf(id)) as RfmRow;
    return [recency, frequency, Number(monetary.toFixed(2))];
  };
  assert.deepEqual(of("12347"), [3, 7, 4310]);
  assert.deepEqual(of("14646"), [2, 73, 279489.02]);
  assert.deepEqual(of("17850"), [373, 34, 5288.63]);
  assert.deepEqual(of("12748"), [1, 209, 29072.1]);
});

test("Online Retail's behavior at 2011-12-10: pandas 3.1.1's figures, computed apart, to 1e-9; the country stands in for a category", {
  skip: skipWithout("online_retail.csv.gz"),
}, async () => {
  const published = JSON.parse(readFileSync(join(import.meta.dirname, "../fixtures/behavioral.json"), "utf8")) as {
    rows: number;
    columns: Record<string, { missing: number; sum: number; squares: number }>;
    some: Record<string, Record<string, number | string | null>>;
  };
  const { transactions: orders } = await clean(
    transactions(await lines(), { ...(roles as object), category: "Country" } as never),
  );
  const { table } = await behavioral(orders, { asOf: "2011-12-10" });
  assert.equal(table.numRows(), published.rows);
  const near = (actual: number, expected: number, what: string) =>
    assert.ok(Math.abs(actual - expected) <= 1e-9 * Math.max(1, Math.abs(expected)), `${what}: ${actual}, ${expected}`);
  for (const [name, { missing, sum, squares }] of Object.entries(published.columns)) {
    const values = Array.from(table.array(name) as ArrayLike<number | null>);
    assert.equal(values.filter((value) => value === null).length, missing, name);
    near(
      values.reduce<number>((total, value) => total + (value ?? 0), 0),
      sum,
      name,
    );
    near(
      values.reduce<number>((total, value) => total + (value ?? 0) ** 2, 0),
      squares,
      name,
    );
  }
  const ids = Array.from(table.array("customer") as ArrayLike<string>);
  for (const [customer, figures] of Object.entries(published.some)) {
    const row = table.object(ids.indexOf(customer)) as Record<string, unknown>;
    for (const [name, expected] of Object.entries(figures))
      if (typeof expected === "number") near(row[name] as number, expected, `${name} of ${customer}`);
      else assert.equal(row[name], expected, `${name} of ${customer}`);
  }
});

const folder = resolve(import.meta.dirname, "../../notebooks");
const names = ["00-start-here.ipynb", "01-can-we-trust-this-data.ipynb", "02-who-are-our-best-customers.ipynb"];

for (const name of names) {
  test(`${name} runs on Online Retail by its parameters`, {
    skip: skipWithout("online_retail.csv.gz"),
    timeout: 240_000,
  }, async () => {
    ensureBuilt();
    const notebook = await runNotebook(join(folder, name), {
      parameters: {
        ordersFile: sharedFile("online_retail.csv.gz")!,
        roles: {
          customer: "CustomerID",
          order: "InvoiceNo",
          time: "InvoiceDate",
          quantity: "Quantity",
          price: "UnitPrice",
          description: "Description",
        },
        asOf: "2011-12-10",
        returns: "exclude",
      },
    });
    const text = JSON.stringify(notebook.cells.flatMap((cell) => cell.outputs ?? []));
    assert.match(text, /397,?884/, "the lines that are left");
  });
}
