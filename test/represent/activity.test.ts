import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { events } from "../../src/collect/events.js";
import { read } from "../../src/collect/read.js";
import { transactions } from "../../src/collect/transactions.js";
import { Relation } from "../../src/engine/relation.js";
import { random } from "../../src/random.js";
import { type Activity, type ActivityRow, activity } from "../../src/represent/activity.js";
import { segmentationOf } from "../plot/examples.js";

interface Line {
  c: string;
  o: string;
  t: Date;
  m: number;
}
const at = (text: string) => new Date(`${text}Z`);
const roles = { customer: "c", order: "o", time: "t", amount: "m" } as const;
const shop: Line[] = [
  { c: "Ada", o: "1", t: at("2024-01-07T20:59:30"), m: 30 }, // a Sunday
  { c: "Ada", o: "1", t: at("2024-01-07T21:00:00"), m: 10 },
  { c: "Ada", o: "2", t: at("2024-01-14T20:00:00"), m: 0 },
  { c: "Ada", o: "3", t: at("2024-01-15T20:00:00"), m: -5 }, // a return
  { c: "Alan", o: "1", t: at("2024-01-08T00:00:00"), m: 5 }, // a Monday; another customer's order 1
  { c: "Grace", o: "9", t: at("2024-01-10T23:59:59"), m: 5 },
];
const clicks = [
  { v: "x", c: null, t: at("2024-01-07T20:59:00"), p: "/" },
  { v: "x", c: "Ada", t: at("2024-01-07T21:05:00"), p: "/in" },
  { v: "y", c: null, t: at("2024-01-09T07:00:00"), p: "/" },
  { v: "z", c: "Alan", t: at("2024-01-09T07:30:00"), p: "/" },
  { v: "z", c: "Grace", t: at("2024-01-09T07:40:00"), p: "/" },
  { v: null, c: null, t: at("2024-01-09T09:00:00"), p: "/" },
];
const clicked = { visitor: "v", customer: "c", time: "t", page: "p" } as const;

/** What is not 0, as "label weekday hour: count". */
const filled = ({ table }: Activity) =>
  (table.objects() as ActivityRow[])
    .filter(({ count }) => count > 0)
    .map(({ label, weekday, hour, count }) => `${label === undefined ? "" : `${label} `}${weekday} ${hour}: ${count}`);

test("by hand: orders at the hour of their first line, without returns; all 168 hours are there", async () => {
  const found = await activity(transactions(shop, roles));
  assert.deepEqual(filled(found), ["1 0: 1", "3 23: 1", "7 20: 2"]);
  assert.deepEqual([found.of, found.total, found.table.numRows(), found.segments], ["orders", 4, 168, undefined]);
  assert.deepEqual(found.table.columnNames(), ["weekday", "hour", "count", "share"]);
  assert.deepEqual(found.table.object(0), { weekday: 1, hour: 0, count: 1, share: 0.25 });
  assert.deepEqual(found.table.object(167), { weekday: 7, hour: 23, count: 0, share: 0 });
  assert.deepEqual(found.warnings, [
    "1 of 4 orders (25 %) are at exactly midnight, as days without a time are; they stand in the hour from 0:00.",
  ]);
});

test("by hand: sessions at the hour of their first event; those of nobody count too, events of no session do not", async () => {
  const found = await activity(events(clicks, clicked));
  assert.deepEqual(filled(found), ["2 7: 2", "7 20: 1"]);
  assert.deepEqual([found.of, found.total], ["sessions", 3]);
  assert.deepEqual(found.warnings, ["1 event of 6 (17 %) belongs to nobody or to no session and counts nowhere."]);
});

test("by hand: by segment; noise is counted apart, who is in one of both alone is left out and counted", async () => {
  const by = segmentationOf([0, 0, 1, -1], 2, ["Evening", "Rest"], ["Ada", "Nobody", "Else", "Alan"]);
  const found = await activity(transactions(shop, roles), { by });
  assert.deepEqual(filled(found), ["0 7 20: 2", "-1 1 0: 1"]);
  assert.deepEqual(found.table.columnNames(), ["label", "segment", "weekday", "hour", "count", "share"]);
  assert.deepEqual(found.segments, [
    { label: 0, name: "Evening", customers: 1, total: 2 },
    { label: 1, name: "Rest", customers: 0, total: 0 },
    { label: -1, name: "Noise", customers: 1, total: 1 },
  ]);
  assert.deepEqual([found.total, found.table.numRows()], [3, 3 * 168]);
  const rows = found.table.objects() as ActivityRow[];
  assert.deepEqual(rows[6 * 24 + 20], { label: 0, segment: "Evening", weekday: 7, hour: 20, count: 2, share: 1 });
  assert.deepEqual(rows[168], { label: 1, segment: "Rest", weekday: 1, hour: 0, count: 0, share: null });
  assert.deepEqual(found.warnings.slice(1), [
    "1 customer of the data has no segment: their 1 order count nowhere.",
    "2 customers of 4 in the segmentation have no orders.",
  ]);
});

test("by segment, a session is of the one customer of it from its first event on, and each of several has one", async () => {
  const by = segmentationOf([0, 0, 1], 2, undefined, ["Ada", "Alan", "Grace"]);
  const found = await activity(events(clicks, clicked), { by });
  assert.deepEqual(filled(found), ["0 2 7: 1", "0 7 20: 1", "1 2 7: 1"]);
  assert.match(found.warnings.join("\n"), /1 session of 3 .* has no customer.*\n1 session has more than one customer/);
});

test("ids that are whole numbers join the text that transactions make of them", async () => {
  const lines = shop.map((line) => ({ ...line, c: { Ada: 1, Alan: 2, Grace: 30 }[line.c]! }));
  const found = await activity(transactions(lines, roles), { by: segmentationOf([0, 0, 1], 2, undefined, [1, 2, 30]) });
  assert.deepEqual(filled(found), ["0 1 0: 1", "0 7 20: 2", "1 3 23: 1"]);
  const twice = segmentationOf([0, 0, 1], 2, undefined, [1, "1", 30]);
  await assert.rejects(activity(transactions(lines, roles), { by: twice }), {
    name: "DataError",
    message: /each id once/,
  });
});

test("on the clock of the shop: the nights of daylight saving in Zurich, by the calendar", async () => {
  // 2024-03-31: 02:00 became 03:00 at 01:00 UTC. 2024-10-27: 03:00 became 02:00 at 01:00 UTC. Both are Sundays.
  const lines = [
    "2024-03-31T00:30",
    "2024-03-31T01:30",
    "2024-10-27T00:30",
    "2024-10-27T01:30",
    "2024-06-30T22:30",
  ].map((time, i) => ({ c: "Ada", o: `${i}`, t: at(time), m: 1 }));
  const found = await activity(transactions(lines, roles, { timeZone: "Europe/Zurich" }));
  assert.deepEqual(filled(found), ["1 0: 1", "7 1: 1", "7 2: 2", "7 3: 1"]);
  const visits = lines.map(({ c, t }) => ({ c, t, v: null, p: "/" }));
  const sessions = await activity(
    events(visits, { customer: "c", time: "t", page: "p" }, { timeZone: "Europe/Zurich" }),
  );
  assert.deepEqual(filled(sessions), filled(found));
});

test("days without a time are refused, also where a time zone has moved them", async () => {
  const days = shop.map((line) => ({ ...line, t: new Date(line.t.toISOString().slice(0, 10)) }));
  const error = {
    name: "DataError",
    message: /expected times with hours, got 4 orders at midnight.*these are days; map/,
  };
  await assert.rejects(activity(transactions(days, roles)), error);
  await assert.rejects(activity(transactions(days, roles, { timeZone: "America/New_York" })), error);
  const visits = clicks.map((click) => ({ ...click, t: new Date(click.t.toISOString().slice(0, 10)) }));
  await assert.rejects(activity(events(visits, clicked)), { message: /got 3 sessions at midnight/ });
});

test("says what is wrong", async () => {
  const lines = transactions(shop, roles);
  await assert.rejects(activity(undefined as never), { name: "TypeError", message: /expected activity to get/ });
  await assert.rejects(activity(Promise.resolve(lines) as never), /got a promise: await it/);
  await assert.rejects(activity(lines, { buy: 1 } as never), /expected options of activity/);
  await assert.rejects(activity(lines, { by: {} as never }), { name: "TypeError", message: /expected a Segmentation/ });
  const others = segmentationOf([0, 0], 1, undefined, ["ada", "alan"]);
  await assert.rejects(activity(lines, { by: others }), {
    name: "DataError",
    message: /got none of 2; ids are such as "ada" there and "Ada" here/,
  });
  const returns = shop.map((line) => ({ ...line, m: -1 }));
  await assert.rejects(activity(transactions(returns, roles)), { name: "DataError", message: /expected purchases/ });
  const nobody = clicks.map((click) => ({ ...click, v: null, c: null }));
  await assert.rejects(activity(events(nobody, clicked)), {
    name: "DataError",
    message: /expected sessions, got none/,
  });
  const untimed = clicks.map((click, i) => ({ ...click, t: i === 2 ? null : click.t }));
  await assert.rejects(activity(events(untimed, clicked)), {
    name: "DataError",
    message: /expected a time in every event/,
  });
});

const root = join(import.meta.dirname, "../..");
/** Rows of a file of the simulated shop, whose first three fields (a number, a customer, a time) have no commas. */
const plainRows = (text: string) =>
  text
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(",").map((cell) => cell.replace(/^"|"$/g, "")));
/** Counts by ISO weekday and hour, and by segment, of times as JavaScript reads them in UTC. */
function plainWeek(times: Iterable<readonly [string, string]>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [group, time] of times) {
    const date = new Date(`${time.replace(" ", "T").replace("Z", "")}Z`);
    const key = `${group}${date.getUTCDay() || 7} ${date.getUTCHours()}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
const asMap = (found: Activity) => new Map(filled(found).map((text) => text.split(": ") as [string, string]));
const plain = (counts: Map<string, number>) => new Map([...counts].map(([key, n]) => [key, String(n)]));

test("the shop's orders equal a plain loop over the lines of the file, and so do those by segment", async () => {
  const raw = await read("data/orders.csv");
  const whole = `SELECT * FROM ${raw.from} WHERE "customer_id" IS NOT NULL AND "amount" IS NOT NULL`;
  const lines = transactions(new Relation(raw.engine, whole, raw.columns), {
    customer: "customer_id",
    order: "order_id",
    time: "ordered_at",
    amount: "amount",
  });
  const first = new Map<string, readonly [string, string]>();
  let refused = 0;
  for (const row of plainRows(readFileSync(join(root, "data/orders.csv"), "utf8"))) {
    const [order, customer, time] = row as [string, string, string];
    const key = `${customer} ${order}`;
    // Products have commas, but none stands behind the amount.
    if (customer === "" || row.at(-3) === "") continue;
    if (Number(row.at(-3)) < 0) refused++;
    else if (time < (first.get(key)?.[1] ?? "z")) first.set(key, [customer, time]);
  }
  assert.ok(refused > 0, "the file has returns, which the loop leaves out");
  const found = await activity(lines);
  assert.equal(found.total, first.size);
  assert.deepEqual(asMap(found), plain(plainWeek([...first.values()].map(([, time]) => ["", time] as const))));
  const ids = [...new Set([...first.values()].map(([customer]) => customer))].sort();
  const by = segmentationOf(
    ids.map((_, i) => (i % 3 === 0 ? 1 : 0)),
    2,
    undefined,
    ids,
  );
  const label = new Map(ids.map((id, i) => [id, by.labels[i]!]));
  const divided = await activity(lines, { by });
  assert.deepEqual(
    asMap(divided),
    plain(plainWeek([...first.values()].map(([customer, time]) => [`${label.get(customer)} `, time] as const))),
  );
  assert.deepEqual(divided.warnings, []);
});

test("the shop's sessions equal a plain loop over the lines of the file", async () => {
  const found = await activity(
    events(await read("data/events.csv.gz"), {
      session: "session_id",
      customer: "customer_id",
      time: "at",
      page: "page",
    }),
  );
  // A session of the shop is one of a visitor; lines without a customer are in none that can be told apart.
  const first = new Map<string, string>();
  for (const [session, customer, time] of plainRows(
    gunzipSync(readFileSync(join(root, "data/events.csv.gz"))).toString(),
  ))
    if (customer !== "" && time! < (first.get(`${customer} ${session}`) ?? "z"))
      first.set(`${customer} ${session}`, time!);
  assert.equal(found.total, first.size);
  assert.deepEqual(asMap(found), plain(plainWeek([...first.values()].map((time) => ["", time] as const))));
});

test("the order of rows changes nothing", async () => {
  const generator = random(3);
  const shuffled = <T>(rows: readonly T[]) =>
    rows
      .map((row) => [generator.uniform(), row] as const)
      .sort(([a], [b]) => a - b)
      .map(([, row]) => row);
  const by = segmentationOf([0, 0, 1], 2, undefined, ["Ada", "Alan", "Grace"]);
  const turned = segmentationOf([1, 0, 0], 2, undefined, ["Grace", "Alan", "Ada"]);
  const rowsOf = async (found: Promise<Activity>) => (await found).table.objects();
  for (let time = 0; time < 3; time++) {
    assert.deepEqual(
      await rowsOf(activity(transactions(shuffled(shop), roles), { by: turned })),
      await rowsOf(activity(transactions(shop, roles), { by })),
    );
    assert.deepEqual(
      await rowsOf(activity(events(shuffled(clicks), clicked))),
      await rowsOf(activity(events(clicks, clicked))),
    );
  }
});

test("nothing is left on the engine", async () => {
  const lines = transactions(shop, roles);
  const by = segmentationOf([0, 0, 1], 2, undefined, ["Ada", "Alan", "Grace"]);
  await lines.count();
  const tables = async () =>
    (await lines.engine.query(`SELECT CAST(count(*) AS DOUBLE) AS "n" FROM duckdb_tables()`)).get("n", 0);
  const before = await tables();
  await activity(lines, { by });
  await activity(lines);
  const days = shop.map((line) => ({ ...line, t: new Date("2024-01-01") }));
  await assert.rejects(activity(transactions(days, roles)), /these are days/);
  assert.equal(await tables(), (before as number) + 1); // the days that were loaded
});
