import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { events } from "../../src/collect/events.js";
import { read } from "../../src/collect/read.js";
import { transactions } from "../../src/collect/transactions.js";
import { duckdb } from "../../src/engine/duckdb.js";
import { random } from "../../src/random.js";
import { behavioral } from "../../src/represent/behavioral.js";
import type { EngagementRow } from "../../src/represent/engagement.js";
import { joinFeatures } from "../../src/represent/joinFeatures.js";
import { rfm } from "../../src/represent/rfm.js";
import { hostileEvents, type PandasFeatures, requireSame, requireSums } from "./pandasEvents.js";

interface Click {
  v: string | null;
  c: string | null;
  t: Date;
  p?: string | null;
  e?: string | null;
  g?: string | null;
  r?: string | null;
}
const at = (text: string) => new Date(`2024-01-${text}Z`);
const all = { visitor: "v", customer: "c", time: "t", page: "p", event: "e", product: "g", referrer: "r" } as const;
const clicks: Click[] = [
  // Ada, a Saturday: three pages in ten minutes, signed in at the second.
  { v: "a", c: null, t: at("06T09:00"), p: "/", e: "view", g: null, r: "https://www.Google.com:443/search?q=tea" },
  { v: "a", c: "Ada", t: at("06T09:05"), p: "/tea?utm=1", e: "view", g: "P1", r: "https://shop.example/" },
  { v: "a", c: "Ada", t: at("06T09:10"), p: "/tea#top", e: "buy", g: "P1", r: null },
  // A Wednesday night, on another device: one page.
  { v: "b", c: "Ada", t: at("10T02:00"), p: "/tea", e: "view", g: "P2", r: null },
  // Nobody, and two customers on one device.
  { v: "x", c: null, t: at("07T12:00"), p: "/", e: "view", g: "P9", r: "news" },
  { v: "y", c: "Ada", t: at("08T20:00"), p: "/", e: "view", g: null, r: "news" },
  { v: "y", c: null, t: at("08T20:01"), p: "/lost", e: "view", g: "P8", r: null },
  { v: "y", c: "Alan", t: at("08T20:02"), p: "/", e: "view", g: "P3", r: null },
  // Nobody at all.
  { v: null, c: null, t: at("08T20:00"), p: "/", e: "view", g: null, r: null },
];
const near = (actual: unknown, expected: number) =>
  assert.ok(Math.abs((actual as number) - expected) < 1e-12, `${actual} is not ${expected}`);

test("by hand: a session begins before the sign-in, two customers on one device have their own events", async () => {
  const { table, id, warnings } = await behavioral(events(clicks, all), { asOf: "2024-01-27" });
  const [ada, alan] = table.objects() as EngagementRow[];
  assert.equal(id, "customer");
  assert.deepEqual([ada!.customer, ada!.sessions, ada!.events, ada!.activeDays], ["Ada", 3, 5, 3]);
  near(ada!.eventsPerSession, 5 / 3);
  near(ada!.sessionMinutes, 10 / 3);
  near(ada!.bounceShare, 2 / 3);
  assert.deepEqual([ada!.visitRecency, ada!.visitTenure, ada!.daysBetweenVisits], [17, 21, 2]);
  assert.equal(ada!.viewedProducts, 2);
  near(ada!["page=/"], 2 / 5);
  near(ada!["page=/tea"], 3 / 5);
  near(ada!["page=/lost"], 0);
  near(ada!["event=buy"], 1 / 5);
  near(ada!.referredShare, 2 / 3);
  near(ada!["referrer=google.com"], 1 / 2);
  near(ada!["referrer=news"], 1 / 2);
  near(ada!.visitWeekendShare, 1 / 3);
  assert.deepEqual(
    [ada!.visitMorningShare, ada!.visitAfternoonShare, ada!.visitEveningShare, ada!.visitNightShare].map((share) =>
      Math.round(3 * share!),
    ),
    [1, 0, 1, 1],
  );
  assert.deepEqual(
    [alan!.sessions, alan!.events, alan!.bounceShare, alan!.daysBetweenVisits, alan!["referrer=news"]],
    [1, 1, 1, null, null],
  );
  assert.equal(warnings.length, 3);
  assert.match(warnings[0]!, /^1 event of 9 \(11 %\) belongs to nobody or to no session and counts nowhere\.$/);
  assert.match(warnings[1]!, /^1 session of 4 \(25 %\) has no customer/);
  assert.match(warnings[2]!, /^1 session has more than one customer/);
});

test("by visitor there is a row a device, and who has none is counted", async () => {
  const { table, id, warnings } = await behavioral(events(clicks, all), { asOf: "2024-01-27", by: "visitor" });
  assert.deepEqual([id, [...table.array("visitor")]], ["visitor", ["a", "b", "x", "y"]]);
  assert.deepEqual([...table.array("events")], [3, 1, 1, 3]);
  assert.equal(warnings.length, 1);
});

const {
  pandas,
  shop,
  behavioral: expected,
} = JSON.parse(readFileSync("test/fixtures/engagement.json", "utf8")) as PandasFeatures;

test(`agrees with pandas ${pandas} on 394 hostile events, in any order and on any number of threads, bit for bit`, async () => {
  const rows = hostileEvents();
  const on = async (threads: number, some: typeof rows) => {
    const engine = duckdb({ threads });
    const { table } = await behavioral(
      events(engine.load(some), {
        visitor: "visitor",
        customer: "customer",
        time: "time",
        event: "event",
        page: "page",
        product: "product",
        referrer: "referrer",
      }),
      { asOf: "2024-04-10", mostShares: 4 },
    );
    await engine.close();
    return table;
  };
  const one = await on(1, rows);
  requireSame(one, "customer", expected);
  assert.deepEqual((await on(4, random(3).shuffle([...rows]))).objects(), one.objects());
  assert.deepEqual((await on(3, [...rows].reverse())).objects(), one.objects());
});

test(`agrees with pandas ${pandas} on the shop's events, in the sessions of the source`, async () => {
  const raw = await read("data/events.csv.gz");
  const visits = events(raw, {
    visitor: "session_id",
    customer: "customer_id",
    session: "session_id",
    time: "at",
    page: "page",
    product: "product_id",
    referrer: "referrer",
  } as never);
  const { table } = await behavioral(visits, { asOf: "2026-01-01" });
  requireSums(table, shop.behavioral);
});

test("the same events with the sessions given, or filtered, have the same features; other names of people change nothing", async () => {
  const made = events(clicks, all);
  const sessions = (await made.toTable()).objects() as { row: number; session: string | null }[];
  const given = clicks.map((click, i) => ({ ...click, s: sessions.find(({ row }) => row === i + 1)!.session }));
  const features = async (some: Parameters<typeof behavioral>[0]) =>
    (await behavioral(some as typeof made, { asOf: "2024-01-27" })).table.objects();
  const plain = await features(made);
  assert.deepEqual(await features(events(given, { ...all, session: "s" })), plain);
  assert.deepEqual(await features(made.where({ time: { from: at("01T00:00") } })), plain);
  const renamed = clicks.map((click) => ({ ...click, v: click.v && `z${click.v}`, c: click.c && `${click.c}'"` }));
  assert.deepEqual(
    (await features(events(renamed, all))).map((row) => ({
      ...row,
      customer: (row as EngagementRow).customer.slice(0, -2),
    })),
    plain,
  );
});

test("sessions that begin before from do not count, also where they go on after it", async () => {
  const late = [
    { v: "a", c: "Ada", t: at("06T23:55") },
    { v: "a", c: "Ada", t: at("07T00:05") },
    { v: "a", c: "Ada", t: at("07T12:00") },
  ];
  const { table } = await behavioral(events(late, { visitor: "v", customer: "c", time: "t" }), {
    asOf: "2024-01-08",
    from: "2024-01-07",
  });
  assert.deepEqual([table.get("sessions", 0), table.get("events", 0), table.get("activeDays", 0)], [1, 1, 1]);
});

test("levels beyond the most share a column, whatever they are called; days alone have no hours", async () => {
  const pages = ["/a", "/b", "(other)", "'; DROP TABLE x; --", '/d"e'];
  const days = pages.flatMap((p, i) =>
    Array.from({ length: 5 - i }, () => ({ v: "v", c: "Ada", t: new Date("2024-01-05"), p })),
  );
  const { table, warnings } = await behavioral(events(days, { visitor: "v", customer: "c", time: "t", page: "p" }), {
    asOf: "2024-01-05",
    mostShares: 3,
  });
  const row = table.object(0) as Record<string, number>;
  near(row["page=/a"], 5 / 15);
  near(row["page=(other)"], 3 / 15);
  near(row["page=((other))"], 3 / 15);
  assert.equal(row.visitMorningShare, undefined);
  assert.match(warnings.join("\n"), /Not mapped.*event, product, referrer\.\n.*no shares of hours.*\n5 pages: the 3/s);
});

test("the dictionary defines every column, and none is called as one of rfm or of purchases", async () => {
  const visits = await behavioral(events(clicks, all), { asOf: "2024-01-27" });
  assert.deepEqual(visits.table.columnNames(), ["customer", ...visits.dictionary.array("feature")]);
  assert.ok(
    Array.from(visits.dictionary.array("definition") as ArrayLike<string>).every((text) => text.length > 10),
    "each definition says something",
  );
  const orders = transactions([{ c: "Ada", o: "1", t: at("06T09:00"), m: 30, n: 3, p: "tea", k: "drinks", h: "web" }], {
    customer: "c",
    order: "o",
    time: "t",
    amount: "m",
    quantity: "n",
    product: "p",
    category: "k",
    channel: "h",
  });
  const joined = joinFeatures({
    buys: await behavioral(orders, { asOf: "2024-01-27" }),
    much: await rfm(orders, { asOf: "2024-01-27" }),
    visits,
  });
  assert.equal(joined.table.numRows(), 2);
});

test("refuses what has no answer, and leaves nothing on the engine", async () => {
  const engine = duckdb();
  const visits = events(engine.load(clicks), all);
  await assert.rejects(behavioral(visits, {} as never), /expected asOf.*last event is of 2024-01-10.*"2024-01-11"/);
  await assert.rejects(behavioral(visits, { asOf: "2024-01-08" }), /no events after asOf \(2024-01-08\)/);
  await assert.rejects(behavioral(visits, { asOf: "2024-02-01", from: "2024-01-25" }), /sessions from 2024-01-25/);
  await assert.rejects(behavioral(visits, { asOf: "2024-02-01", from: "2024-02-25" }), RangeError);
  await assert.rejects(behavioral(visits, { asOf: "2024-02-01", mostShares: 0 }), RangeError);
  await assert.rejects(
    behavioral(visits, { asOf: "2024-02-01", by: "device" as never }),
    /by to be "customer", "visitor"/,
  );
  await assert.rejects(behavioral(visits, { asOf: "2024-02-01", form: 3 } as never), /Did you mean "from"/);
  const unsigned = clicks.map((click) => ({ ...click, c: " " }));
  await assert.rejects(
    behavioral(events(engine.load(unsigned), all), { asOf: "2024-02-01" }),
    /sessions of a customer, got none among 4 sessions.*by: "visitor"/,
  );
  const timeless = clicks.map((click, i) => ({ ...click, t: i === 3 ? null : click.t }));
  await assert.rejects(behavioral(events(engine.load(timeless), all), { asOf: "2024-02-01" }), {
    name: "DataError",
    message: /a time in every event, got 1 without.*row 4/,
  });
  await behavioral(visits, { asOf: "2024-02-01" });
  const left = await engine.query("SELECT count(*) AS n FROM duckdb_tables() WHERE database_name = 'kept'");
  assert.equal(left.get("n", 0), 3);
  await engine.close();
});
