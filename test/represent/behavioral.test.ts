import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { audit } from "../../src/collect/audit.js";
import { clean } from "../../src/collect/clean.js";
import { read } from "../../src/collect/read.js";
import { transactions } from "../../src/collect/transactions.js";
import { duckdb } from "../../src/engine/duckdb.js";
import { random } from "../../src/random.js";
import { type BehavioralRow, behavioral } from "../../src/represent/behavioral.js";

interface Line {
  c: string;
  o: string;
  t: Date;
  m: number;
  n?: number;
  p?: string | null;
  k?: string | null;
  h?: string | null;
  d?: number | null;
}
const at = (text: string) => new Date(`${text}Z`);
const all = {
  customer: "c",
  order: "o",
  time: "t",
  amount: "m",
  quantity: "n",
  product: "p",
  category: "k",
  channel: "h",
  discount: "d",
} as const;
const shop: Line[] = [
  { c: "Ada", o: "1", t: at("2024-01-06T09:00"), m: 30, n: 3, p: "tea", k: "drinks", h: "web", d: 10 }, // a Saturday
  { c: "Ada", o: "1", t: at("2024-01-06T09:00"), m: 10, n: 1, p: "cup", k: "things", h: "web", d: 0 },
  { c: "Ada", o: "2", t: at("2024-01-10T20:30"), m: 20, n: 2, p: "tea", k: "drinks", h: "store", d: 0 },
  { c: "Ada", o: "3", t: at("2024-01-20T13:00"), m: 0, n: 1, p: "cup", k: "things", h: "web", d: 10 },
  { c: "Ada", o: "4", t: at("2024-01-21T13:00"), m: -15, n: -1, p: "tea", k: "drinks", h: "web", d: -5 },
  { c: "Alan", o: "5", t: at("2024-01-08T02:00"), m: 5, n: 1, p: null, k: null, h: null, d: 0 },
];
const customer = async (lines: readonly Line[], asOf = "2024-01-27", place = 0) =>
  (await behavioral(transactions(lines, all), { asOf })).table.object(place) as BehavioralRow;
const near = (actual: unknown, expected: number) =>
  assert.ok(Math.abs((actual as number) - expected) < 1e-12, `${actual} is not ${expected}`);

test("by hand: gaps of 4 and 10 days, baskets, shares; returns count in their share alone", async () => {
  const ada = await customer(shop);
  assert.equal(ada.interpurchaseDays, 7);
  near(ada.interpurchaseVariation, Math.sqrt(18) / 7);
  assert.equal(ada.relativeRecency, 1);
  near(ada.linesPerOrder, 4 / 3);
  near(ada.piecesPerOrder, 7 / 3);
  near(ada.productsPerOrder, 4 / 3);
  assert.deepEqual([ada.products, ada.firstProduct, ada.lastProduct], [2, "tea", "cup"]);
  assert.equal(ada.repeatShare, 0.5); // tea in order 2 and cup in order 3, of four lines
  assert.equal(ada.returnShare, 0.25);
  near(ada.discountShare, 20 / 80); // 60 was paid and 20 taken off
  assert.equal(ada.dealShare, 0.5);
  assert.deepEqual([ada.categories, ada.mainCategory], [2, "drinks"]);
  near(ada["category=drinks"], 50 / 60);
  near(ada["category=things"], 10 / 60);
  near(ada.categoryEntropy, -(5 / 6) * Math.log(5 / 6) - (1 / 6) * Math.log(1 / 6));
  near(ada["channel=web"], 2 / 3);
  near(ada["channel=store"], 1 / 3);
  assert.equal(ada.mainChannel, "web");
  near(ada.weekendShare, 2 / 3);
  near(ada.morningShare, 1 / 3);
  near(ada.afternoonShare, 1 / 3);
  near(ada.eveningShare, 1 / 3);
  assert.equal(ada.nightShare, 0);
});

test("one purchase has no rhythm; lines without product, category or channel have no shares of them", async () => {
  const alan = await customer(shop, "2024-01-27", 1);
  assert.deepEqual(
    [alan.interpurchaseDays, alan.interpurchaseVariation, alan.relativeRecency, alan.repeatShare, alan.categories],
    [null, null, null, null, null],
  );
  assert.deepEqual([alan["category=drinks"], alan["channel=web"], alan.firstProduct], [null, null, null]);
  assert.deepEqual([alan.nightShare, alan.returnShare, alan.weekendShare], [1, 0, 0]);
});

test("the dictionary defines every column, in their order", async () => {
  const { table, dictionary, warnings } = await behavioral(transactions(shop, all), { asOf: "2024-01-27" });
  assert.deepEqual(table.columnNames(), ["customer", ...Array.from(dictionary.array("feature"))]);
  assert.ok(Array.from(dictionary.array("definition") as ArrayLike<string>).every((text) => text.length > 10));
  assert.deepEqual([...new Set(dictionary.array("base"))], ["behavioral"]);
  assert.deepEqual(warnings, []);
});

test("without roles and hours there are no features of them, and it is said", async () => {
  const days = shop.map(({ c, o, t, m }) => ({ c, o, t: new Date(t.toISOString().slice(0, 10)), m }));
  const found = await behavioral(transactions(days, { customer: "c", order: "o", time: "t", amount: "m" }), {
    asOf: "2024-01-27",
  });
  assert.deepEqual(found.table.columnNames(), [
    "customer",
    "interpurchaseDays",
    "interpurchaseVariation",
    "relativeRecency",
    "linesPerOrder",
    "returnShare",
    "weekendShare",
  ]);
  assert.match(
    found.warnings.join("\n"),
    /Not mapped.*product, category, channel, quantity, discount.*\n.*no shares of hours/s,
  );
});

test("discounts that are not known or cannot be do not count, and it is said; where most cannot be it is an error", async () => {
  const line = (m: number, d: number | null) => ({ c: "Ada", o: `${m}`, t: at("2024-01-06T09:00"), m, d });
  const roles = { customer: "c", order: "o", time: "t", amount: "m" } as const;
  const asOf = "2024-01-27";
  const rows = [line(30, 10), line(40, 0), line(50, null), line(60, -1), line(20, 20)];
  const found = await behavioral(transactions(rows, { ...roles, discount: "d" }), { asOf });
  const ada = found.table.object(0) as BehavioralRow;
  near(ada.discountShare, 30 / 120);
  near(ada.dealShare, 2 / 3);
  assert.match(found.warnings.join("\n"), /1 line has an impossible discount \(first in row 4\)/);
  assert.match(found.warnings.join("\n"), /1 line has an unknown discount:/);
  const loaded = transactions([line(30, null), { ...line(40, 2), c: "Alan" }], { ...roles, discount: "d" });
  const { table } = await behavioral(loaded, { asOf });
  assert.deepEqual(
    [table.get("discountShare", 0), table.get("dealShare", 0), table.get("dealShare", 1)],
    [null, null, 1],
  );
  const percents = [line(30, 0), line(40, 20), line(50, 25)];
  await assert.rejects(behavioral(transactions(percents, { ...roles, discountShare: "d" }), { asOf }), {
    name: "DataError",
    row: 2,
    column: "discountShare",
    message: /shares from 0 to 1, got 20 and 1 more outside; divide percent by 100/,
  });
  await assert.rejects(behavioral(transactions([line(30, -2)], { ...roles, discount: "d" }), { asOf }), {
    message: /money above 0, got -2 .*turn their sign/,
  });
  const { findings } = await audit(transactions(percents, { ...roles, discountShare: "d" }));
  const finding = (findings.objects() as { check: string; rows: number; detail: string }[]).find(
    ({ check }) => check === "impossible discount",
  );
  assert.equal(finding?.rows, 2);
  assert.match(finding?.detail ?? "", /percent are to be divided by 100/);
});

const published = JSON.parse(readFileSync(new URL("../fixtures/discounts.json", import.meta.url), "utf8")) as {
  pandas: string;
  customers: number;
  columns: Record<"discountShare" | "dealShare", { missing: number; sum: number; squares: number }>;
  some: Record<string, [discountShare: number, dealShare: number]>;
};

test(`discounts of the shop are those of pandas ${published.pandas}, computed of the shares`, async () => {
  const raw = await read("data/orders.csv");
  const roles = {
    customer: "customer_id",
    order: "order_id",
    time: "ordered_at",
    amount: "amount",
    quantity: "quantity",
    price: "unit_price",
  };
  const lines = transactions(raw, { ...roles, discountShare: "discount" } as never);
  const { transactions: orders } = await clean(lines, { returns: "keep" });
  const { table } = await behavioral(orders, { asOf: "2026-01-31" });
  assert.equal(table.numRows(), published.customers);
  const close = (actual: unknown, expected: number) =>
    assert.ok(Math.abs((actual as number) - expected) < 1e-9 * Math.max(1, expected), `${actual} is not ${expected}`);
  for (const [name, { missing, sum, squares }] of Object.entries(published.columns)) {
    const values = Array.from(table.array(name as "dealShare") as ArrayLike<number | null>);
    assert.equal(values.filter((value) => value === null).length, missing);
    const total = (power: number) => values.reduce<number>((all, value) => all + (value ?? 0) ** power, 0);
    close(total(1), sum);
    close(total(2), squares);
  }
  const who = Array.from(table.array("customer") as ArrayLike<string>);
  for (const [customer, [share, deals]] of Object.entries(published.some)) {
    close(table.get("discountShare", who.indexOf(customer)), share);
    close(table.get("dealShare", who.indexOf(customer)), deals);
  }
});

test("levels beyond the most share a column, whatever they are called", async () => {
  const names = ["a", "b", "(other)", "'; DROP TABLE bought; --", 'd"e'];
  const lines = names.map((k, i) => ({ ...shop[0]!, o: `${i}`, m: 10 - i, k, h: k }));
  const found = await behavioral(transactions(lines, all), { asOf: "2024-01-27", mostShares: 3 });
  const row = found.table.object(0) as Record<string, number>;
  near(row["category=a"], 10 / 40);
  near(row["category=(other)"], 8 / 40);
  near(row["category=((other))"], 13 / 40);
  near(row["channel=((other))"], 2 / 5);
  assert.match(found.warnings.join("\n"), /5 categories: the 3 with most money/);
});

test("neither the order of rows nor the number of threads changes a bit", async () => {
  const draw = random(5);
  const lines = Array.from({ length: 4000 }, (_, i) => ({
    c: `c${draw.integer(150)}`,
    o: `o${Math.floor(i / 3)}`,
    t: new Date(Date.UTC(2024, 0, 1 + draw.integer(300), draw.integer(24))),
    m: draw.uniform() * 100 - 5,
    n: draw.integer(9),
    p: `p${draw.integer(40)}`,
    k: `k${draw.integer(20)}`,
    h: `h${draw.integer(3)}`,
    d: draw.integer(3) * draw.uniform(),
  })).map((line, i, every) => ({
    ...line,
    c: every[3 * Math.floor(i / 3)]!.c,
    t: every[3 * Math.floor(i / 3)]!.t,
    h: every[3 * Math.floor(i / 3)]!.h,
  }));
  const on = async (threads: number, rows: readonly Line[]) => {
    const engine = duckdb({ threads });
    const { table } = await behavioral(transactions(engine.load(rows), all), { asOf: "2024-12-31" });
    await engine.close();
    return table.objects();
  };
  const one = await on(1, lines);
  assert.deepEqual(await on(4, lines), one);
  const mixed = (await on(4, [...lines].reverse())) as BehavioralRow[];
  const apart = ({ firstProduct: _first, lastProduct: _last, ...rest }: BehavioralRow) => rest;
  assert.deepEqual(mixed.map(apart), (one as BehavioralRow[]).map(apart)); // the first line of an order is the first in the file
});

test("refuses what has no answer", async () => {
  const lines = transactions(shop, all);
  await assert.rejects(behavioral(lines, {} as never), /expected asOf.*asOf: "2024-01-22"/);
  await assert.rejects(behavioral(lines, { asOf: "2024-01-15" }), /no lines after asOf/);
  await assert.rejects(
    behavioral(lines, { asOf: "2024-02-01", from: "2024-01-25" }),
    /expected purchases from 2024-01-25/,
  );
  await assert.rejects(behavioral(lines, { asOf: "2024-02-01", mostShares: 0 }), RangeError);
  await assert.rejects(behavioral(lines, { asOf: "2024-02-01", mostShare: 3 } as never), /Did you mean "mostShares"/);
  await assert.rejects(behavioral([] as never, { asOf: "2024-02-01" }), TypeError);
});
