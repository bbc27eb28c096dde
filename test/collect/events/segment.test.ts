import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { clean } from "../../../src/collect/clean.js";
import { type Event, events } from "../../../src/collect/events.js";
import { read } from "../../../src/collect/read.js";
import { scratch } from "../scratch.js";

const { engine, file, folder } = scratch();

let messages = 0;
/** A call in the form of the specification. */
function call(type: string, who: readonly [string | null, string | null], at: string, more: object = {}) {
  const [anonymousId, userId] = who;
  const timestamp = `${at}.000Z`;
  return {
    messageId: `m${++messages}`,
    type,
    anonymousId,
    userId,
    timestamp,
    originalTimestamp: timestamp,
    sentAt: timestamp,
    receivedAt: timestamp.replace(".000", ".250"),
    context: {
      page: { url: "https://shop.example/", path: "/", referrer: "https://search.example/" },
      userAgent: "Mozilla/5.0 (X11; Linux x86_64)",
      locale: "fr-CH",
      library: { name: "analytics.js", version: "2.11.1" },
      timezone: "Europe/Zurich",
      ip: "203.0.113.5",
    },
    integrations: {},
    ...more,
  };
}

const app = {
  context: {
    device: { type: "ios", model: "iPhone14,5" },
    os: { name: "iOS", version: "17.1" },
    screen: { width: 390, height: 844, density: 3 },
    locale: "de-CH",
  },
};
const again = call("track", ["a1", null], "2024-01-05T10:10:00", {
  event: "Product Viewed",
  properties: { product_id: "B1", url: "https://shop.example/boots" },
});
const calls = [
  call("page", ["a1", null], "2024-01-05T10:00:00", { name: "Home", properties: { url: "https://shop.example/home" } }),
  again,
  call("identify", ["a1", "Ada"], "2024-01-05T10:12:00", { traits: { email: "ada@example.com" } }),
  call("track", ["a1", "Ada"], "2024-01-05T10:50:00", {
    event: "Order Completed",
    properties: { products: [{ product_id: "B1" }, { product_id: "B2" }] },
  }),
  { ...again, receivedAt: "2024-01-05T10:20:00.000Z" }, // sent again
  call("screen", ["a2", null], "2024-01-05T23:50:00", { name: "Cart", ...app }),
  call("screen", ["a2", null], "2024-01-06T00:10:00", { name: "Cart", ...app, receivedAt: "2024-01-10T00:10:00.000Z" }), // late
  call("alias", [null, "Grace"], "2024-01-06T00:12:00", { previousId: "a2" }),
  call("track", ["a3", "Alan"], "2024-01-06T12:00:00", { event: "Signed In" }),
  call("track", ["a3", "Joan"], "2024-01-06T12:10:00", { event: "Signed In" }),
  call("track", ["a3", null], "2024-01-06T12:20:00", { event: "Seen" }),
  call("group", ["a3", "Alan"], "2024-01-06T12:30:00", { groupId: "g1" }),
  call("track", [null, null], "2024-01-06T12:40:00", { event: "Seen" }),
];
const lines = calls.map((row) => `${JSON.stringify(row)}\n`).join("");

const rowsOf = async (found: { toTable(): Promise<{ objects(): object[] }> }) =>
  (await found.toTable()).objects() as Event[];

test("track, page and screen calls are events, with sessions of their times (by hand), whatever the container", async () => {
  const json = file("calls.json", lines);
  const parquet = join(folder, "calls.parquet");
  await engine.run(`COPY (SELECT * FROM read_json('${json}')) TO '${parquet}' (FORMAT parquet)`);
  const tables = [];
  for (const path of [json, file("array.json", JSON.stringify(calls)), file("calls.json.gz", gzipSync(lines)), parquet])
    tables.push(await rowsOf(events(await read(path, { engine }), "segment")));
  const [first, ...others] = tables;
  for (const other of others) assert.deepEqual(other, first);
  assert.deepEqual(
    first!.map(({ row, customer, visitor, session, event, product }) => [
      row,
      customer,
      visitor,
      session,
      event,
      product,
    ]),
    [
      [1, null, "a1", "a1 1", "page", null],
      [2, null, "a1", "a1 1", "Product Viewed", "B1"],
      [4, "Ada", "a1", "a1 2", "Order Completed", "B1"],
      [5, null, "a1", "a1 1", "Product Viewed", "B1"],
      [6, null, "a2", "a2 1", "screen", null],
      [7, null, "a2", "a2 1", "screen", null],
      [9, "Alan", "a3", "a3 1", "Signed In", null],
      [10, "Joan", "a3", "a3 1", "Signed In", null],
      [11, null, "a3", "a3 1", "Seen", null],
      [13, null, null, null, "Seen", null],
    ],
  );
  assert.deepEqual(first![0], {
    row: 1,
    customer: null,
    visitor: "a1",
    session: "a1 1",
    time: new Date("2024-01-05T10:00:00Z"),
    event: "page",
    page: "https://shop.example/home",
    product: null,
    referrer: "https://search.example/",
    device: null,
    os: null,
    userAgent: "Mozilla/5.0 (X11; Linux x86_64)",
    screen: null,
    language: "fr-CH",
    country: null,
    id: calls[0]!.messageId,
    received: new Date("2024-01-05T10:00:00.250Z"),
  });
  const { page, device, os, screen, language } = first![4]!;
  assert.deepEqual([page, device, os, screen, language], ["Cart", "ios", "iOS", "390x844", "de-CH"]);
});

test("calls sent twice are dropped by their id, late ones counted, and reading twice changes nothing", async () => {
  const json = file("once.json", lines);
  const once = await clean(events(await read(json, { engine }), "segment"));
  const twice = await clean(events(await read([json, json], { engine }), "segment"));
  const rules = (found: typeof once) =>
    Object.fromEntries(
      (found.dropped.rules.objects() as { rule: string; rows: number }[]).map(({ rule, rows }) => [rule, rows]),
    );
  assert.deepEqual(rules(once), { nobody: 1, "no time": 0, provisional: 0, "duplicate event": 1, kept: 8 });
  assert.deepEqual(rules(twice), { nobody: 2, "no time": 0, provisional: 0, "duplicate event": 10, kept: 8 });
  assert.deepEqual(await rowsOf(twice.events), await rowsOf(once.events));
  assert.deepEqual(once.warnings, [
    "1 event arrived more than 72 hours after their time: what was computed of these days before is not what it is now.",
  ]);
  assert.deepEqual(Array.from((await once.dropped.rows("duplicate event").toTable()).array("row")), [5]);
});

test("identify and alias calls count as sign-ins for stitching; a visitor with two customers is left alone", async () => {
  const raw = await read(file("stitch.json", lines), { engine });
  const clicks = events(raw, "segment", { stitch: true });
  assert.deepEqual(
    (await rowsOf(clicks)).map(({ row, customer }) => [row, customer]),
    [
      [1, "Ada"],
      [2, "Ada"],
      [4, "Ada"],
      [5, "Ada"],
      [6, "Grace"],
      [7, "Grace"],
      [9, "Alan"],
      [10, "Joan"],
      [11, null],
      [13, null],
    ],
  );
  const counts = { rows: 13, events: 10, calls: { alias: 1, group: 1, identify: 1 } };
  assert.deepEqual(await clicks.counts(), { ...counts, stitched: 5 });
  assert.deepEqual(await events(raw, "segment").counts(), { ...counts, stitched: 0 });
});

test("names the column that is missing, and the row whose properties are cut", async () => {
  const row = { type: "track", anonymousId: "a", timestamp: new Date("2024-01-05T10:00:00Z") };
  const { timestamp: _, ...without } = row;
  assert.throws(() => events([without], "segment"), {
    name: "DataError",
    message: /Segment's calls named "timestamp"/,
  });
  const cut = events(
    [
      { ...row, properties: "{}" },
      { ...row, properties: '{"url": "htt' },
    ],
    "segment",
  );
  await assert.rejects(cut.toTable(), { name: "DataError", row: 2, column: "properties" });
});

test("times with another zone than UTC that read left off are refused, and read as UTC with zones", async () => {
  const offset = { ...call("page", ["a1", null], "2024-01-05T10:00:00"), timestamp: "2024-01-05T10:00:00+02:00" };
  const late = { ...call("page", ["a1", null], "2024-01-05T10:00:00"), receivedAt: "2024-01-05T12:00:00+02:00" };
  for (const [column, each] of Object.entries({ timestamp: offset, receivedAt: late })) {
    const plain = file("plain.json", `${JSON.stringify(call("page", ["a1", null], "2024-01-05T09:00:00"))}\n`);
    const path = file(`${column}.json`, `${JSON.stringify(each)}\n`);
    const left = await read([plain, path], { engine });
    for (const options of [{}, { timeZone: "Europe/Zurich" }])
      assert.throws(() => events(left, "segment", options), {
        name: "DataError",
        row: 1,
        file: path,
        column,
        message: /found 1 whose own zone was left off by read; read them with { zones: "utc" }/,
      });
    const utc = (await rowsOf(events(await read([plain, path], { engine, zones: "utc" }), "segment")))[1]!;
    assert.deepEqual(utc.time, new Date(column === "timestamp" ? "2024-01-05T08:00:00Z" : "2024-01-05T10:00:00Z"));
  }
});

test("an empty text says nothing, so the next place that tells is asked", async () => {
  const seen = call("page", ["a1", null], "2024-01-05T10:00:00", { properties: { url: "", referrer: "" } });
  const [found] = await rowsOf(
    events(await read(file("empty.json", `${JSON.stringify(seen)}\n`), { engine }), "segment"),
  );
  assert.deepEqual([found!.page, found!.referrer], ["https://shop.example/", "https://search.example/"]);
});

test("types of calls count whatever their case; no type is lost from the counts", async () => {
  const calls = ["Page", " track ", "__proto__"].map((type) => call(type, ["a1", null], "2024-01-05T10:00:00"));
  const lines = calls.map((each) => `${JSON.stringify(each)}\n`).join("");
  const {
    rows,
    events: n,
    calls: others,
  } = await events(await read(file("types.json", lines), { engine }), "segment").counts();
  assert.deepEqual([rows, n, Object.entries(others)], [3, 2, [["__proto__", 1]]]);
});
