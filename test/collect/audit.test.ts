import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { type Audit, audit } from "../../src/collect/audit.js";
import { proposeMapping } from "../../src/collect/proposeMapping.js";
import { read } from "../../src/collect/read.js";
import { type Mapping, transactions } from "../../src/collect/transactions.js";
import { plot } from "../../src/plot/index.js";

interface Line {
  c: string | null;
  o: string | null;
  t: Date | null;
  q: number | null;
  p: number | null;
  money?: string;
}
const mapping = { customer: "c", order: "o", time: "t", quantity: "q", price: "p" } as const;
const line = (part: Partial<Line>): Line => ({ c: "Ada", o: "1", t: new Date("2024-01-05"), q: 1, p: 10, ...part });

interface Finding {
  check: string;
  severity: string;
  rows: number;
  share: number;
  detail: string;
}
const findings = (found: Audit) =>
  Object.fromEntries(found.findings.objects().map((each) => [(each as Finding).check, each as Finding]));

test("every defect is counted with its rows, and says what it means", async () => {
  const rows = [
    line({}),
    line({ c: null }),
    line({ c: "guest", o: "2" }),
    line({ c: "test-17", o: "3" }),
    line({ c: "Contest Ltd", o: "4" }),
    line({ o: null }),
    line({ o: "5", t: null }),
    line({ o: "6", t: new Date(0) }),
    line({ o: "7", t: new Date("1985-03-01") }),
    line({ o: "8", t: new Date("2031-01-01") }),
    line({ o: "9", q: null }),
    line({ o: "10", p: Number.NaN }),
    line({ o: "11", p: Number.POSITIVE_INFINITY }),
    line({ o: "12", p: -3 }),
    line({ o: "13", q: 0 }),
    line({ o: "C14", q: -1 }),
    line({ o: "15", q: -2 }),
    line({ c: " ada", o: "16" }),
    line({ c: "Alan", o: "16" }),
    line({}),
  ];
  const found = await audit(rows, { mapping, asOf: "2024-12-31" });
  const by = findings(found);
  const counts = Object.fromEntries(Object.entries(by).map(([check, each]) => [check, each.rows]));
  assert.deepEqual(counts, {
    "missing customer": 1,
    "placeholder customer": 1,
    "test account": 1,
    "missing order": 1,
    "missing time": 1,
    "placeholder date": 1,
    "date before 1990": 1,
    "date in the future": 1,
    "missing amount": 1,
    "non-finite amount": 2,
    "extreme amount": 0,
    "zero amount": 1,
    cancellation: 1,
    return: 1,
    "non-positive price": 1,
    "zero quantity": 1,
    "duplicate line": 1,
    "no order numbers": 0,
    "customer id in several forms": 15, // 14 of Ada, 1 of " ada"
    "order of several customers": 2,
    "one-time buyer": 5,
    "concentrated revenue": 11, // the lines of Ada with a usable amount
    "several currencies": 0,
    "gap in the calendar": 0,
  });
  for (const each of Object.values(by)) {
    assert.equal(each.severity === "ok", each.rows === 0, each.check);
    assert.equal(each.share, each.rows / rows.length);
    assert.ok(each.detail.length > 10);
  }
  assert.match(by["date in the future"]!.detail, /first in row 10\): they lie after 2024-12-31/);
  assert.match(by["duplicate line"]!.detail, /rows 1 and 20/);
  assert.match(by["customer id in several forms"]!.detail, /such as " ada" and "Ada"/);
  assert.match(by["order of several customers"]!.detail, /such as "16"/);
  assert.equal(found.rows, 20);
  // Impossible dates do not stretch the span.
  assert.deepEqual(found.span, { first: new Date("2024-01-05"), last: new Date("2024-01-05"), days: 1 });
  assert.match(plot.audit(found).title, /problem/);
});

test("money is the sum of the finite amounts, and months without orders are listed", async () => {
  const found = await audit(
    [
      line({ q: 2 }),
      line({ c: " ", q: 0 }), // nobody
      line({ c: "Alan", o: "2", t: new Date("2024-03-31T23:00:00Z"), p: 0.1 }),
      line({ o: "3", t: new Date("2024-03-01"), p: Number.NaN }),
    ],
    { mapping },
  );
  assert.equal(found.amount, 20.1);
  assert.deepEqual(found.perMonth.objects(), [
    { period: "2024-01", lines: 2, orders: 1, customers: 1, amount: 20 },
    { period: "2024-02", lines: 0, orders: 0, customers: 0, amount: 0 },
    { period: "2024-03", lines: 2, orders: 2, customers: 2, amount: 0.1 },
  ]);
  assert.equal(found.span.days, 87);
  assert.match(findings(found)["date in the future"]!.detail, /not checked: pass asOf/);
});

test("currencies, missing order numbers and one customer who is the shop", async () => {
  const rows = ["USD", "USD", "EUR", null].map((money, i) => ({
    c: i === 0 ? "Big" : `c${i}`,
    t: new Date("2024-01-05"),
    m: i === 0 ? 900 : 10,
    money,
  }));
  const by = findings(
    await audit(rows, { mapping: { customer: "c", time: "t", amount: "m", currency: "money" } as Mapping }),
  );
  assert.equal(by["several currencies"]!.severity, "problem");
  assert.match(by["several currencies"]!.detail, /1 line \(25 %\) are not in USD but in EUR/);
  assert.equal(by["no order numbers"]!.rows, 4);
  assert.match(
    by["concentrated revenue"]!.detail,
    /customer "Big", who brings 97 % of the money \(900\.00 of 930\.00\)/,
  );
});

test("an extreme amount is told apart from large ones", async () => {
  const rows = Array.from({ length: 300 }, (_, i) => line({ o: `${i}`, p: 1 + (i % 50) }));
  const usual = await audit(rows, { mapping });
  assert.equal(findings(usual)["extreme amount"]!.rows, 0);
  const one = await audit([...rows, line({ o: "x", p: 77000 })], { mapping });
  assert.match(findings(one)["extreme amount"]!.detail, /1 line .*first in row 301, money 77,000\.00/);
});

test("without any time there is no span; without rows there is nothing to audit", async () => {
  const found = await audit([line({ t: null }), line({ t: new Date("2050-01-01") })], { mapping, asOf: "2024-01-01" });
  assert.deepEqual(found.span, { first: null, last: null, days: 0 });
  assert.equal(found.perMonth.numRows(), 0);
  assert.equal(found.gaps.numRows(), 0);
  assert.deepEqual(found.gaps.columnNames(), ["from", "to", "days", "expectedOrders"]);
  const none = transactions([line({})], mapping).where({ customer: "nobody" });
  await assert.rejects(audit(none), { name: "DataError", message: /at least one row/ });
});

test("data without roles are refused with the way to get them", async () => {
  await assert.rejects(audit([line({})]), { name: "TypeError", message: /mapping.*proposeMapping/ });
  await assert.rejects(audit([line({})], { mapping, asOf: "soon" }), { name: "RangeError" });
});

test("hostile ids stay text in the details", async () => {
  const id = "<script>alert(1)</script>";
  const found = await audit([line({ c: id }), line({ c: id.toUpperCase(), o: "1" })], { mapping });
  assert.ok(findings(found)["customer id in several forms"]!.detail.includes(JSON.stringify(id)));
});

test("the bundled shop: the defects put into it are found", async () => {
  const raw = await read("data/orders.csv");
  const found = await audit(raw, { mapping: proposeMapping(raw).mapping as Mapping, asOf: "2026-01-01" });
  const planted = new Map<string, string[][]>();
  for (const record of readFileSync("data/defects.csv", "utf8").trim().split(/\r?\n/).slice(1)) {
    const cells = record.split(",");
    planted.set(cells[0]!, [...(planted.get(cells[0]!) ?? []), cells]);
  }
  const days = planted.get("lostDay")!.map((cells) => cells[4]);
  assert.deepEqual(Array.from(found.gaps.array("from")), days.sort());
  const by = findings(found);
  const kinds = [...planted.keys()];
  const rowsOf = (pattern: RegExp) => {
    const kind = kinds.find((each) => pattern.test(each));
    assert.ok(kind !== undefined, `expected a defect like ${pattern} among ${kinds.join(", ")}`);
    return planted.get(kind)!.length;
  };
  assert.equal(by["missing customer"]!.rows, rowsOf(/missingCustomer/));
  assert.equal(by["duplicate line"]!.rows, rowsOf(/duplicate/));
  assert.equal(by["non-positive price"]!.rows, rowsOf(/zeroPrice/));
});
