import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type CleanOptions, clean } from "../../src/collect/clean.js";
import { read } from "../../src/collect/read.js";
import { transactions } from "../../src/collect/transactions.js";
import { defaultEngine } from "../../src/engine/duckdb.js";
import { sharedFile, skipWithout } from "../sharedData.js";
import { tookRows } from "./tookRows.js";

interface Line {
  c: string | null;
  o: string | null;
  t: Date | null;
  q: number | null;
  p: number | null;
}

const line = (part: Partial<Line>): Line => ({ c: "Ada", o: "1", t: new Date("2024-01-05"), q: 1, p: 10, ...part });
const of = (rows: readonly Line[]) =>
  transactions(rows, { customer: "c", order: "o", time: "t", quantity: "q", price: "p" });
const counts = async (rows: readonly Line[], options?: CleanOptions) => {
  const { dropped } = await clean(of(rows), options);
  return Object.fromEntries(
    dropped.rules
      .objects()
      .map((each) => each as { rule: string; rows: number })
      .filter((each) => each.rows > 0)
      .map((each) => [each.rule, each.rows]),
  );
};

test("each row goes by the first rule that it meets, and can be looked at", async () => {
  const rows = [
    line({}),
    line({ c: null, t: null, p: 0 }),
    line({ c: "  " }),
    line({ o: null }),
    line({ t: null, q: 0 }),
    line({ q: Number.NaN }),
    line({ p: Number.POSITIVE_INFINITY }),
    line({ p: null }),
    line({ p: 0 }),
    line({ p: -2 }),
    line({ q: 0 }),
  ];
  assert.deepEqual(await counts(rows), {
    "no customer": 2,
    "no order": 1,
    "no time": 1,
    "no amount": 3,
    "non-positive price": 2,
    "zero quantity": 1,
    kept: 1,
  });
  const { dropped } = await clean(of(rows));
  assert.deepEqual(Array.from((await dropped.rows("no amount").toTable()).array("row")), [6, 7, 8]);
  assert.deepEqual(Array.from((await dropped.rows("kept").toTable()).array("row")), [1]);
  assert.throws(() => dropped.rows("no custommer"), { name: "RangeError", message: /Did you mean "no customer"/ });
});

test("rules with no rows are listed, in order, with the kept lines last", async () => {
  const { dropped } = await clean(of([line({ q: 3 })]));
  assert.deepEqual(Array.from(dropped.rules.array("rule")), [
    "no customer",
    "no order",
    "no time",
    "no amount",
    "non-positive price",
    "zero quantity",
    "test account",
    "in the future",
    "return with a positive amount",
    "no purchase",
    "kept",
  ]);
  const kept = dropped.rules.numRows() - 1;
  assert.equal(dropped.rules.get("rows", kept), 1);
  assert.equal(dropped.rules.get("amount", kept), 30);
  assert.equal(dropped.rules.get("customers", kept), 1);
});

const returned = [
  line({ c: "Ada", o: "1" }),
  line({ c: "Ada", o: "C2", q: -1 }),
  line({ c: "Ada", o: "3", q: -1, p: 4 }),
  line({ c: "Alan", o: "C4", q: -1 }),
  line({ c: "Grace", o: "C5", q: 1 }),
  line({ c: "Grace", o: "6" }),
  line({ c: "Edsger", o: "7" }),
];

test("net: returns reduce money; those that would add to it, and customers without a purchase, go", async () => {
  assert.deepEqual(await counts(returned), { "return with a positive amount": 1, "no purchase": 1, kept: 5 });
  const { transactions: kept } = await clean(of(returned));
  const money = await kept.engine.query(
    `SELECT "customer", sum("amount") AS "m" FROM ${kept.from} GROUP BY 1 ORDER BY 1`,
  );
  assert.deepEqual(money.objects(), [
    { customer: "Ada", m: -4 },
    { customer: "Edsger", m: 10 },
    { customer: "Grace", m: 10 },
  ]);
});

test("exclude: cancellations and returns go", async () => {
  assert.deepEqual(await counts(returned, { returns: "exclude" }), { cancellation: 3, return: 1, kept: 3 });
});

test("keep: every one of them stays", async () => {
  assert.deepEqual(await counts(returned, { returns: "keep" }), { kept: 7 });
});

test("where all order numbers begin with C it is no cancellation, and the pattern can be given", async () => {
  const all = [line({ o: "C1" }), line({ o: "C2" }), line({ o: "C3" })];
  assert.deepEqual(await counts(all, { returns: "exclude" }), { kept: 3 });
  assert.deepEqual(await counts(all, { returns: "exclude", cancellation: /^c[12]$/i }), { cancellation: 2, kept: 1 });
  assert.deepEqual(await counts(returned, { returns: "exclude", cancellation: null }), { return: 3, kept: 4 });
  await assert.rejects(clean(of(all), { cancellation: /^(?!C)/ }), { name: "RangeError", message: /lookaround/ });
});

test("same-day orders merge also where all order numbers begin with C", async () => {
  const all = ["C1", "C2", "C3"].map((o, i) => line({ o, t: new Date(Date.UTC(2024, 0, 5, 10 + i)) }));
  const { merged, transactions: kept } = await clean(of(all), { sameDay: "merge" });
  assert.deepEqual(merged, { orders: 3, into: 1 });
  assert.deepEqual(Array.from((await kept.toTable()).array("order")), ["C1", "C1", "C1"]);
  const told = await clean(of(all), { sameDay: "merge", cancellation: /^C3$/, returns: "keep" });
  assert.deepEqual(told.merged, { orders: 2, into: 1 });
});

test("a customer whose only purchase another rule dropped has no purchase", async () => {
  const rows = [line({ o: "1", t: new Date("2024-06-01") }), line({ o: "2", q: -1 }), line({ c: "Alan" })];
  assert.deepEqual(await counts(rows, { until: "2024-05-31" }), { "in the future": 1, "no purchase": 1, kept: 1 });
});

test("test accounts by id and by pattern; an id is never a pattern or code", async () => {
  const hostile = "x' OR '1'='1";
  const rows = [line({ c: "qa-1" }), line({ c: "QA-2" }), line({ c: hostile }), line({ c: "Ada" }), line({ c: "A.a" })];
  assert.deepEqual(await counts(rows, { testAccounts: [/^qa-\d$/i, hostile, "A.a"] }), { "test account": 4, kept: 1 });
  assert.deepEqual(await counts(rows, { testAccounts: ["A.a"] }), { "test account": 1, kept: 4 });
  assert.deepEqual(await counts(rows, { testAccounts: [/^qa-/u] }), { "test account": 1, kept: 4 });
  for (const pattern of [/^qa-/g, /^qa-/m, /^qa-/y])
    await assert.rejects(clean(of(rows), { testAccounts: [pattern] }), {
      name: "RangeError",
      message: /leave out [gmy]$/,
    });
  await assert.rejects(clean(of(rows), { cancellation: /^C/gi }), { name: "RangeError", message: /leave out g$/ });
  await assert.rejects(clean(of(rows), { testAccounts: [true] as never }), { name: "TypeError" });
});

test("until keeps its own day to the last second", async () => {
  const rows = [line({ t: new Date("2024-05-31T23:59:59Z") }), line({ t: new Date("2024-06-01T00:00:00Z") })];
  assert.deepEqual(await counts(rows, { until: new Date("2024-05-31T12:00:00Z") }), { "in the future": 1, kept: 1 });
  await assert.rejects(clean(of(rows), { until: "31.05.2024" }), { name: "RangeError", message: /2011-12-10/ });
  await assert.rejects(clean(of(rows), { until: "2024-02-30" }), { name: "RangeError" });
});

test("duplicates: drop keeps the first of equal lines", async () => {
  const rows = [line({}), line({ q: 2 }), line({}), line({ c: "Alan" }), line({})];
  const { transactions: kept, dropped } = await clean(of(rows), { duplicates: "drop" });
  assert.deepEqual(Array.from((await kept.toTable()).array("row")), [1, 2, 4]);
  assert.deepEqual(Array.from((await dropped.rows("duplicate line").toTable()).array("row")), [3, 5]);
});

test("sameDay: merge makes one order of a customer's purchases of a day, and says how many were merged", async () => {
  const rows = [
    line({ o: "8", t: new Date("2024-01-05T18:00:00Z") }),
    line({ o: "9", t: new Date("2024-01-05T09:00:00Z") }),
    line({ o: "C10", t: new Date("2024-01-05T20:00:00Z"), q: -1 }),
    line({ o: "11", t: new Date("2024-01-06T00:00:00Z") }),
    line({ o: "12", t: new Date("2024-01-05T08:00:00Z"), c: "Alan" }),
  ];
  const { transactions: kept, merged } = await clean(of(rows), { sameDay: "merge" });
  assert.deepEqual(Array.from((await kept.toTable()).array("order")), ["9", "9", "C10", "11", "12"]);
  assert.deepEqual(merged, { orders: 4, into: 3 });
});

test("all rows dropped, and no rows at all, are counts and no error", async () => {
  assert.deepEqual(await counts([line({ c: null })]), { "no customer": 1 });
  const engine = defaultEngine();
  const none = transactions(
    await read({ sql: `SELECT * FROM (VALUES ('a', TIMESTAMP '2024-01-01', 1.0)) AS v(c, t, m) WHERE FALSE`, engine }),
    {
      customer: "c",
      time: "t",
      amount: "m",
    } as never,
  );
  assert.equal(await (await clean(none)).transactions.count(), 0);
});

test("options of the wrong value are refused", async () => {
  const lines = of([line({})]);
  await assert.rejects(clean(lines, { returns: "drop" as never }), { name: "RangeError", message: /returns .*"net"/ });
  await assert.rejects(clean(lines, { sameDay: true as never }), { name: "RangeError" });
  await assert.rejects(clean([] as never), { name: "TypeError", message: /transactions\(/ });
});

test("whatever the values, no row is lost: the rules add up, and the rows of each are disjoint", async () => {
  const value = fc.option(fc.constantFrom("", " ", "Ada", "ada", "C1", "2", "'; --", "NaN"), { nil: null });
  const number = fc.option(fc.constantFrom(-1, 0, 1, 0.1, 1e300, Number.NaN, Number.NEGATIVE_INFINITY), { nil: null });
  const time = fc.option(fc.constantFrom(new Date(0), new Date("2024-01-05")), { nil: null });
  const rows = fc.array(fc.record({ c: value, o: value, t: time, q: number, p: number }), {
    minLength: 1,
    maxLength: 12,
  });
  await fc.assert(
    fc.asyncProperty(rows, fc.constantFrom("net", "exclude", "keep"), async (lines, returns) => {
      const complete = [...lines, line({})]; // types need one value each
      const { dropped } = await clean(of(complete), { returns, duplicates: "drop", sameDay: "merge" });
      const seen: number[] = [];
      for (const rule of Array.from(dropped.rules.array("rule") as string[]))
        seen.push(...Array.from((await dropped.rows(rule).toTable()).array("row") as ArrayLike<number>));
      assert.deepEqual(
        seen.sort((a, b) => a - b),
        complete.map((_, i) => i + 1),
      );
      const total = Array.from(dropped.rules.array("rows") as ArrayLike<number>).reduce((sum, each) => sum + each, 0);
      assert.equal(total, complete.length);
    }),
    { numRuns: 15, seed: 7 },
  );
});

const roles = {
  customer: "CustomerID",
  order: "InvoiceNo",
  time: "InvoiceDate",
  quantity: "Quantity",
  price: "UnitPrice",
  product: "StockCode",
  description: "Description",
  country: "Country",
};
test("Online Retail's French lines: the same shop in another date order", {
  skip: skipWithout("online_retail_france.csv"),
}, async () => {
  const raw = await read(sharedFile("online_retail_france.csv")!);
  const { transactions: kept, dropped } = await clean(transactions(raw, roles), { returns: "exclude" });
  assert.deepEqual(tookRows(dropped.rules), [
    ["no customer", 66, 0, 691.06],
    ["non-positive price", 1, 1, 0],
    ["cancellation", 149, 32, -12311.21],
    ["kept", 8341, 87, 209024.05],
  ]);
  const last = await kept.engine.query(`SELECT max("time") AS "last" FROM ${kept.from}`);
  assert.deepEqual(last.get("last", 0), new Date("2011-12-09T12:50:00Z"));
});

test("CDNOW: 69,659 lines of 23,570 customers, 2,500,315.63 dollars", {
  skip: skipWithout("cdnow_master.txt"),
}, async () => {
  const raw = await read(sharedFile("cdnow_master.txt")!);
  const { dropped } = await clean(
    transactions(raw, { customer: "customer_id", time: "date", amount: "dollar_value" } as never),
  );
  assert.deepEqual(tookRows(dropped.rules), [["kept", 69659, 23570, 2500315.63]]);
});

test("ids that differ by case or spaces alone are kept apart, or made one on request: the form of most lines, counted, in the order of the rows", async () => {
  const ids = ["c7", " C7", "C7", "C7", "c 8", "C8", "9", "C7\u00a0"];
  const rows = ids.map((c, i) => line({ c, o: String(i) }));
  const customersOf = async (options?: CleanOptions) =>
    Array.from((await (await clean(of(rows), options)).transactions.toTable()).array("customer"));
  assert.deepEqual(await customersOf(), ids);
  assert.deepEqual(await customersOf({ ids: "merge" }), ["C7", "C7", "C7", "C7", "C8", "C8", "9", "C7"]);
  const { mergedIds, dropped } = await clean(of(rows), { ids: "merge" });
  assert.deepEqual(mergedIds.objects(), [
    { id: " C7", became: "C7", lines: 1 },
    { id: "C7\u00a0", became: "C7", lines: 1 },
    { id: "c 8", became: "C8", lines: 1 },
    { id: "c7", became: "C7", lines: 1 },
  ]);
  assert.equal(
    (dropped.rules.objects() as { rule: string; customers: number }[]).find(({ rule }) => rule === "kept")?.customers,
    3,
  );
  assert.equal((await clean(of(rows))).mergedIds.numRows(), 0);
  await assert.rejects(clean(of(rows), { ids: "trim" as "merge" }), /"keep".*"merge".*got "trim"/);
  await assert.rejects(clean(of(rows), { id: "merge" } as CleanOptions), /id/);
});

test("a test account is one under each form of its id that was merged", async () => {
  const rows = [line({ c: "TEST" }), line({ c: "test" }), line({ c: "test" }), line({})];
  for (const account of ["TEST", "test", /^TEST$/, /^te/i]) {
    const { dropped } = await clean(of(rows), { ids: "merge", testAccounts: [account] });
    assert.equal(await dropped.rows("test account").count(), 3, String(account));
  }
});
