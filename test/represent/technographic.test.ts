import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { events } from "../../src/collect/events.js";
import { read } from "../../src/collect/read.js";
import { duckdb } from "../../src/engine/duckdb.js";
import { random } from "../../src/random.js";
import { behavioral } from "../../src/represent/behavioral.js";
import { joinFeatures } from "../../src/represent/joinFeatures.js";
import { type TechnographicRow, technographic } from "../../src/represent/technographic.js";
import { hostileEvents, type PandasFeatures, requireSame, requireSums } from "./pandasEvents.js";

const at = (text: string) => new Date(`2024-01-${text}Z`);
const phone =
  "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36";
const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0";
const google = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
const clicks = [
  { v: "a", c: "Ada", t: at("05T10:00"), d: null, u: phone, s: null },
  { v: "a", c: "Ada", t: at("05T10:01"), d: "Tablet", u: firefox, s: "390x844" },
  { v: "a", c: "Ada", t: at("06T10:00"), d: "Desktop", u: phone, s: "400x800" },
  { v: "b", c: null, t: at("07T10:00"), d: null, u: firefox, s: "1920x1080" },
  { v: "b", c: "Ada", t: at("07T10:01"), d: "(not set)", u: firefox, s: null },
  { v: "c", c: "Alan", t: at("07T10:00"), d: null, u: null, s: "wide" },
  { v: "g", c: "Eve", t: at("07T10:00"), d: null, u: google, s: null },
  { v: "h", c: "Alan", t: at("08T10:00"), d: null, u: google, s: null },
];
const all = { visitor: "v", customer: "c", time: "t", device: "d", userAgent: "u", screen: "s" } as const;

test("by hand: columns win over user agents, the first event that tells counts, bots are left out and counted", async () => {
  const { table, id, warnings } = await technographic(events(clicks, all), { asOf: "2024-01-08" });
  const [ada, alan] = table.objects() as TechnographicRow[];
  assert.equal(id, "customer");
  assert.equal(table.numRows(), 2);
  // Phone by its agent; desktop by its column, though the agent says phone; desktop by the agent of the event before the sign-in.
  const third = { device: [ada!["device=phone"], ada!["device=desktop"]], os: [ada!["os=Android"], ada!["os=Linux"]] };
  assert.deepEqual(third, { device: [1 / 3, 2 / 3], os: [2 / 3, 1 / 3] });
  assert.deepEqual(
    [ada!.visitors, ada!.devices, ada!.mainDevice, ada!.lastDevice, ada!.mainOs, ada!.mainBrowser, ada!.appShare],
    [2, 2, "desktop", "desktop", "Android", "Chrome", 0],
  );
  assert.equal(ada!.screenWidth, 400);
  assert.deepEqual(
    [
      alan!.visitors,
      alan!.devices,
      alan!.mainDevice,
      alan!.lastDevice,
      alan!["device=phone"],
      alan!.appShare,
      alan!.screenWidth,
    ],
    [1, 0, null, null, null, null, null],
  );
  assert.match(
    warnings.join("\n"),
    /^2 sessions of 6 \(33 %\) are of bots, and left out; 1 customer without another has no row\.\n1 screen cannot be read.*"wide"\.$/,
  );
});

test("bots can be kept, and visitors have rows of their own", async () => {
  const kept = await technographic(events(clicks, all), { bots: "keep" });
  assert.deepEqual([...kept.table.array("customer")], ["Ada", "Alan", "Eve"]);
  assert.equal(kept.table.get("device=bot", 2), 1);
  const visitors = await technographic(events(clicks, all), { by: "visitor" });
  assert.deepEqual([visitors.id, [...visitors.table.array("visitor")]], ["visitor", ["a", "b", "c"]]);
  assert.equal(visitors.table.columnNames().includes("visitors"), false);
});

test("the shop's own app is named", async () => {
  const visits = events(
    [
      {
        c: "Ada",
        t: at("05T10:00"),
        u: "Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605.1.15 HarborApp/3",
      },
      { c: "Ada", t: at("06T10:00"), u: phone },
    ],
    { customer: "c", time: "t", userAgent: "u" },
  );
  assert.equal((await technographic(visits, { app: "HarborApp" })).table.get("appShare", 0), 0.5);
  assert.equal((await technographic(visits)).table.get("appShare", 0), 0);
});

const {
  pandas,
  shop,
  technographic: expected,
} = JSON.parse(readFileSync("test/fixtures/engagement.json", "utf8")) as PandasFeatures;

test(`agrees with pandas ${pandas} on 394 hostile events, in any order and on any number of threads, bit for bit`, async () => {
  const rows = hostileEvents();
  const on = async (threads: number, some: typeof rows) => {
    const engine = duckdb({ threads });
    const { table } = await technographic(
      events(engine.load(some), {
        visitor: "visitor",
        customer: "customer",
        time: "time",
        device: "device",
        os: "os",
        browser: "browser",
        screen: "screen",
      }),
      { mostShares: 3 },
    );
    await engine.close();
    return table;
  };
  const one = await on(1, rows);
  requireSame(one, "customer", expected);
  assert.deepEqual((await on(4, random(3).shuffle([...rows]))).objects(), one.objects());
});

test(`agrees with pandas ${pandas} on the shop's events, and joins with what customers do`, async () => {
  const raw = await read("data/events.csv.gz");
  const visits = events(raw, {
    visitor: "session_id",
    customer: "customer_id",
    session: "session_id",
    time: "at",
    page: "page",
    device: "device",
    os: "os",
    browser: "browser",
  } as never);
  const uses = await technographic(visits);
  requireSums(uses.table, shop.technographic);
  const joined = joinFeatures({ uses, does: await behavioral(visits, { asOf: "2026-01-01" }) }, { keep: "complete" });
  assert.equal(joined.table.numRows(), 1627);
});

test("the dictionary defines every column, by the roles that it came from", async () => {
  const { table, dictionary } = await technographic(events(clicks, all));
  assert.deepEqual(table.columnNames(), ["customer", ...dictionary.array("feature")]);
  assert.deepEqual([...new Set(dictionary.array("base"))], ["technographic"]);
  const source = (name: string) => dictionary.get("source", [...dictionary.array("feature")].indexOf(name as never));
  assert.deepEqual(["mainDevice", "mainOs", "screenWidth"].map(source), ["device, userAgent", "userAgent", "screen"]);
});

test("refuses what has no answer, and leaves nothing on the engine", async () => {
  const engine = duckdb();
  const visits = events(engine.load(clicks), all);
  await assert.rejects(technographic([] as never), /expected technographic to get what events/);
  await assert.rejects(technographic(visits, { asOf: "2024-01-07" }), /no events after asOf/);
  await assert.rejects(technographic(visits, { bots: "drop" as never }), /bots to be "exclude", "keep"/);
  await assert.rejects(technographic(visits, { app: "" }), TypeError);
  await assert.rejects(technographic(visits, { mostShares: 1.5 }), RangeError);
  const bare = engine.load(clicks);
  await assert.rejects(
    technographic(events(bare, { visitor: "v", customer: "c", time: "t" })),
    /column for device, os, browser, userAgent or screen, got none/,
  );
  const bots = events(engine.load(clicks.filter(({ u }) => u === google)), all);
  await assert.rejects(technographic(bots), /got 2 of bots alone/);
  await technographic(visits);
  const left = await engine.query("SELECT count(*) AS n FROM duckdb_tables() WHERE database_name = 'kept'");
  assert.equal(left.get("n", 0), 3);
  await engine.close();
});
