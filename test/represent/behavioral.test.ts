import assert from "node:assert/strict";
import { test } from "node:test";
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
} as const;
const shop: Line[] = [
  { c: "Ada", o: "1", t: at("2024-01-06T09:00"), m: 30, n: 3, p: "tea", k: "drinks", h: "web" }, // a Saturday
  { c: "Ada", o: "1", t: at("2024-01-06T09:00"), m: 10, n: 1, p: "cup", k: "things", h: "web" },
  { c: "Ada", o: "2", t: at("2024-01-10T20:30"), m: 20, n: 2, p: "tea", k: "drinks", h: "store" },
  { c: "Ada", o: "3", t: at("2024-01-20T13:00"), m: 0, n: 1, p: "cup", k: "things", h: "web" },
  { c: "Ada", o: "4", t: at("2024-01-21T13:00"), m: -15, n: -1, p: "tea", k: "drinks", h: "web" },
  { c: "Alan", o: "5", t: at("2024-01-08T02:00"), m: 5, n: 1, p: null, k: null, h: null },
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
  assert.match(found.warnings.join("\n"), /Not mapped.*product, category, channel, quantity.*\n.*no shares of hours/s);
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
