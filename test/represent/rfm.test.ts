import assert from "node:assert/strict";
import { test } from "node:test";
import { clean } from "../../src/collect/clean.js";
import { read } from "../../src/collect/read.js";
import { transactions } from "../../src/collect/transactions.js";
import { duckdb } from "../../src/engine/duckdb.js";
import { type RfmOptions, type RfmRow, rfm } from "../../src/represent/rfm.js";
import type { NumericColumn } from "../../src/table.js";
import { sharedFile, skipWithout } from "../sharedData.js";

const day = (text: string) => new Date(`${text}T00:00:00Z`);
const shop = [
  { c: "Ada", o: "1", t: new Date("2024-01-10T23:59:00Z"), m: 30 },
  { c: "Ada", o: "1", t: new Date("2024-01-10T23:59:00Z"), m: 12 },
  { c: "Ada", o: "2", t: day("2024-02-10"), m: 8 },
  { c: "Ada", o: "3", t: day("2024-03-01"), m: -5 },
  { c: "Alan", o: "4", t: day("2024-02-01"), m: 0 },
];
const mapping = { customer: "c", order: "o", time: "t", amount: "m" } as const;
const lines = () => transactions(shop, mapping);

test("counts purchases, nets money, and measures calendar days (by hand)", async () => {
  const table = await rfm(lines(), { asOf: "2024-03-10" });
  assert.deepEqual(table.objects(), [
    {
      customer: "Ada",
      recency: 29, // from February 10 in a leap year; the return of March 1 is no purchase
      frequency: 2,
      monetary: 45,
      tenure: 60, // from the day of January 10, whatever the hour
      averageOrder: 22.5,
      firstOrder: new Date("2024-01-10T23:59:00Z"),
      lastOrder: day("2024-02-10"),
    },
    {
      customer: "Alan",
      recency: 38,
      frequency: 1,
      monetary: 0,
      tenure: 38,
      averageOrder: 0,
      firstOrder: day("2024-02-01"),
      lastOrder: day("2024-02-01"),
    },
  ]);
});

test("the order of rows changes nothing", async () => {
  const table = await rfm(transactions([...shop].reverse(), mapping), { asOf: day("2024-03-10") });
  assert.deepEqual(table.objects(), (await rfm(lines(), { asOf: "2024-03-10" })).objects());
});

test("from leaves earlier days out; holdout counts what the same customers did afterwards", async () => {
  const early = await rfm(lines(), { asOf: "2024-01-31", holdout: { to: "2024-03-01" } });
  assert.deepEqual(early.objects(), [
    {
      customer: "Ada",
      recency: 21,
      frequency: 1,
      monetary: 42,
      tenure: 21,
      averageOrder: 42,
      firstOrder: new Date("2024-01-10T23:59:00Z"),
      lastOrder: new Date("2024-01-10T23:59:00Z"),
      holdoutOrders: 1,
      holdoutAmount: 3,
    },
  ]);
  const later = await rfm(lines(), { asOf: "2024-03-01", from: "2024-02-01" });
  assert.deepEqual(Array.from(later.array("monetary")), [3, 0]);
  assert.deepEqual(Array.from(later.array("tenure")), [20, 29]);
});

test("with from or holdout, customers with returns alone in the period are not in the table", async () => {
  const returned = [
    ...shop,
    { c: "Grace", o: "8", t: day("2024-01-02"), m: 9 },
    { c: "Grace", o: "9", t: day("2024-02-15"), m: -9 },
  ];
  const customers = async (options: RfmOptions) =>
    Array.from((await rfm(transactions(returned, mapping), options)).array("customer"));
  assert.deepEqual(await customers({ asOf: "2024-03-10" }), ["Ada", "Alan", "Grace"]);
  assert.deepEqual(await customers({ asOf: "2024-03-10", from: "2024-02-01" }), ["Ada", "Alan"]);
});

test("asOf is never guessed, and the message tells the last day", async () => {
  await assert.rejects(rfm(lines(), {} as never), { name: "TypeError", message: /2024-03-01.*asOf: "2024-03-02"/ });
  await assert.rejects((rfm as (data: unknown) => Promise<unknown>)(lines()), { name: "TypeError" });
  await assert.rejects(rfm(lines(), { asOf: "10.03.2024" }), { name: "RangeError", message: /"2011-12-10"/ });
  await assert.rejects(rfm(lines(), { asOf: 20240310 as never }), { name: "TypeError" });
  await assert.rejects(rfm(lines(), { asOf: "2024-03-10", from: "2024-03-11" }), { name: "RangeError" });
  await assert.rejects(rfm(lines(), { asOf: "2024-03-10", holdout: { to: "2024-03-10" } }), { name: "RangeError" });
});

test("lines after asOf are an error with their count and first row, not left out", async () => {
  await assert.rejects(rfm(lines(), { asOf: "2024-02-09" }), {
    name: "DataError",
    message: /no lines after asOf \(2024-02-09\), got 2, the latest of 2024-03-01.*row 3/,
  });
  await assert.rejects(rfm(lines(), { asOf: "2024-01-31", holdout: { to: "2024-02-09" } }), { message: /holdout\.to/ });
});

test("lines that lack something, customers without a purchase, and no lines at all are errors that say what to do", async () => {
  const bad = transactions([...shop, { c: null, o: "9", t: day("2024-01-01"), m: Number.NaN }], mapping as never);
  await assert.rejects(rfm(bad, { asOf: "2024-03-10" }), {
    name: "DataError",
    message: /got 1 without; .*clean.*row 6/,
  });
  const idle = transactions([...shop, { c: "Grace", o: "9", t: day("2024-01-01"), m: -1 }], mapping);
  await assert.rejects(rfm(idle, { asOf: "2024-03-10" }), {
    name: "DataError",
    message: /1 with returns alone, such as "Grace"/,
  });
  const none = await clean(transactions([{ c: "", o: "1", t: day("2024-01-01"), m: 1 }], mapping));
  await assert.rejects(rfm(none.transactions, { asOf: "2024-03-10" }), {
    name: "DataError",
    message: /at least one transaction.*dropped/,
  });
  await assert.rejects(rfm(shop as never, { asOf: "2024-03-10" }), { name: "TypeError", message: /transactions\(/ });
  await assert.rejects(rfm(lines(), { asOf: "2024-03-10", from: "2024-03-05" }), {
    message: /purchases from 2024-03-05/,
  });
});

test("money is the same bit for bit on one thread and on several, in any order of rows", async () => {
  const results: unknown[] = [];
  for (const [threads, order] of [
    [1, "i"],
    [4, "i DESC"],
  ] as const) {
    const engine = duckdb({ threads });
    const raw = await engine.keep(
      `SELECT 'c' || CAST(i % 7 AS VARCHAR) AS c, i AS o, TIMESTAMP '2024-01-01' AS t, (i * 7919 % 100003) / 100.0 * 1.1 AS m FROM range(300000) AS r(i) ORDER BY ${order}`,
    );
    results.push((await rfm(transactions(raw, mapping as never), { asOf: "2024-01-01" })).objects());
    await engine.close();
  }
  assert.deepEqual(results[0], results[1]);
});

test("a misspelt column of the result is a type error", () => {
  const right: NumericColumn<RfmRow> = "monetary";
  // @ts-expect-error: the column is called monetary
  const wrong: NumericColumn<RfmRow> = "monetry";
  assert.notEqual(right, wrong);
});

test("rfm_orders.csv at 2006-12-31: figures of the R package rfm 0.3.0", {
  skip: skipWithout("rfm_orders.csv"),
}, async () => {
  const raw = await read(sharedFile("rfm_orders.csv")!);
  const { transactions: orders } = await clean(
    transactions(raw, { customer: "customer_id", time: "order_date", amount: "revenue" } as never),
  );
  const table = await rfm(orders, { asOf: "2006-12-31" });
  const sum = (name: string) =>
    Array.from(table.array(name) as ArrayLike<number>).reduce((total, each) => total + each, 0);
  assert.equal(table.numRows(), 995);
  assert.equal(sum("frequency"), 4906);
  assert.equal(sum("monetary"), 464158);
  // The package's documentation shows this customer: last order 2006-06-09, 205 days, 6 orders, 472.
  const { customer, recency, frequency, monetary } = table.object(0) as RfmRow;
  assert.deepEqual([customer, recency, frequency, monetary], ["Abbey O'Reilly", 205, 6, 472]);
});
