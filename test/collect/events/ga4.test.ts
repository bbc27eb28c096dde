import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { clean } from "../../../src/collect/clean.js";
import { type Event, events } from "../../../src/collect/events.js";
import { read } from "../../../src/collect/read.js";
import { scratch } from "../scratch.js";

const { engine, file, folder } = scratch();

/** An event in the form of the documented schema, as BigQuery writes JSON: whole numbers as text, missing values left out. */
function hit(
  visitor: string | null,
  at: string,
  name: string,
  { session, page, user, item }: { session?: number; page?: string; user?: string; item?: string } = {},
) {
  const text = (key: string, value: string) => ({ key, value: { string_value: value } });
  const whole = (key: string, value: number) => ({ key, value: { int_value: String(value) } });
  return {
    event_date: at.slice(0, 10).replaceAll("-", ""),
    event_timestamp: `${Date.parse(`${at}Z`)}000`,
    event_name: name,
    event_params: [
      ...(session === undefined ? [] : [whole("ga_session_id", session), whole("ga_session_number", 1)]),
      text("page_location", `https://shop.example/${page ?? ""}`),
      text("page_referrer", "https://search.example/"),
      text("page_title", 'A {"quoted"} title, [with] marks'),
      ...(visitor === "v1" ? [text("screen_resolution", "1920x1080")] : []),
      whole("engagement_time_msec", 1200),
    ],
    ...(user === undefined ? {} : { user_id: user }),
    ...(visitor === null ? {} : { user_pseudo_id: visitor }),
    device: {
      category: visitor === "v1" ? "desktop" : "mobile",
      mobile_brand_name: "Apple",
      operating_system: visitor === "v1" ? "Windows" : "iOS",
      operating_system_version: "17.1",
      language: "de-ch",
      web_info: { browser: visitor === "v1" ? "Chrome" : "Safari", browser_version: "120.0", hostname: "shop.example" },
    },
    geo: { country: "Switzerland", region: "", city: "Bern" },
    platform: "WEB",
    items: item === undefined ? [] : [{ item_id: item, item_name: "A thing", quantity: "1" }, { item_id: "second" }],
    batch_event_index: "1",
  };
}

// Two days. Visitor v1 has a session over midnight (number 1704495600) and a second one, v2 one; one hit has no consent, one of v2 comes last although it was the first.
const fifth = [
  hit("v1", "2024-01-05T23:50:00", "page_view", { session: 1704495600 }),
  hit("v1", "2024-01-05T23:58:00", "view_item", { session: 1704495600, page: "boots", item: "B1" }),
  hit(null, "2024-01-05T12:00:00", "page_view"),
  hit("v2", "2024-01-05T08:05:00", "page_view", { session: 1704441600, page: "hats" }),
  hit("v2", "2024-01-05T08:00:00", "session_start", { session: 1704441600 }),
];
const sixth = [
  hit("v1", "2024-01-06T00:04:00", "purchase", { session: 1704495600, page: "thanks", user: "Ada", item: "B1" }),
  hit("v1", "2024-01-06T09:00:00", "page_view", { session: 1704531600 }),
];
/** By hand: each event's visitor, session, customer and name, in the order of the rows. */
const expected = [
  ["v1", "v1 1704495600", null, "page_view"],
  ["v1", "v1 1704495600", null, "view_item"],
  ["v2", "v2 1704441600", null, "page_view"],
  ["v2", "v2 1704441600", null, "session_start"],
  ["v1", "v1 1704495600", "Ada", "purchase"],
  ["v1", "v1 1704531600", null, "page_view"],
];

const lines = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");
const told = async (found: { toTable(): Promise<{ objects(): object[] }> }) =>
  ((await found.toTable()).objects() as Event[]).map(({ visitor, session, customer, event }) => [
    visitor,
    session,
    customer,
    event,
  ]);
const load = (paths: readonly string[]) => read(paths, { engine, fileColumn: "table" });
const countsOf = async (paths: readonly string[]) => {
  const { events: kept, dropped } = await clean(events(await load(paths), "ga4"));
  const rules = dropped.rules.objects() as { rule: string; rows: number }[];
  return { told: await told(kept), rules: Object.fromEntries(rules.map(({ rule, rows }) => [rule, rows])) };
};

const daily = () => [file("events_20240105.json", lines(fifth)), file("events_20240106.json", lines(sixth))];

test("the documented schema gives the roles, whatever the container", async () => {
  const [, second] = daily() as [string, string];
  const array = file("array.json", JSON.stringify(fifth));
  const packed = file("events.json.gz", gzipSync(lines(fifth)));
  const json = file("parts.json", lines(fifth));
  const parquet = join(folder, "events.parquet");
  await engine.run(
    `COPY (SELECT * REPLACE (CAST(event_timestamp AS BIGINT) AS event_timestamp) FROM read_json('${json}')) TO '${parquet}' (FORMAT parquet)`,
  );
  const tables = [];
  for (const path of [json, array, packed, parquet]) {
    const clicks = events(await read(path, { engine }), "ga4");
    assert.deepEqual(clicks.names, [
      ...["row", "customer", "visitor", "session", "time", "event", "page", "product", "referrer"].filter(
        (name) => name !== "customer" || clicks.names.includes("customer"),
      ),
      ...["device", "os", "browser", "screen", "language", "country", "id"],
    ]);
    tables.push((await clicks.toTable()).objects() as Event[]);
  }
  const [first, ...others] = tables.map((rows) => rows.map(({ id: _, ...row }) => row));
  for (const other of others) assert.deepEqual(other, first);
  assert.deepEqual(first![1], {
    row: 2,
    customer: null,
    visitor: "v1",
    session: "v1 1704495600",
    time: new Date("2024-01-05T23:58:00Z"),
    event: "view_item",
    page: "https://shop.example/boots",
    product: "B1",
    referrer: "https://search.example/",
    device: "desktop",
    os: "Windows",
    browser: "Chrome",
    screen: "1920x1080",
    language: "de-ch",
    country: "Switzerland",
  });
  assert.deepEqual([first![2]!.visitor, first![2]!.session, first![3]!.screen], [null, null, null]);
  const purchase = (await events(await read(second, { engine }), "ga4").toTable()).object(0) as Event;
  assert.equal(purchase.customer, "Ada");
});

test("sessions over midnight are one; a hit without consent is nobody's", async () => {
  const found = await countsOf(daily());
  assert.deepEqual(found.told, expected);
  assert.deepEqual(found.rules, { nobody: 1, "no time": 0, provisional: 0, "duplicate event": 0, kept: 6 });
});

test("read twice, or beside the intraday table in any order, the events are those of the daily tables", async () => {
  const [first, second] = daily() as [string, string];
  const early = file("events_intraday_20240106.json", lines(sixth.slice(0, 1)));
  const open = file("events_intraday_20240107.json", lines([hit("v2", "2024-01-07T10:00:00", "page_view")]));
  const twice = await countsOf([first, second, first, second]);
  assert.deepEqual(twice.told, expected);
  assert.deepEqual(twice.rules, { nobody: 2, "no time": 0, provisional: 0, "duplicate event": 6, kept: 6 });
  for (const paths of [
    [first, second, early],
    [early, first, second],
    [first, early, second],
  ]) {
    const found = await countsOf(paths);
    assert.deepEqual(found.told, expected);
    assert.equal(found.rules.provisional, 1);
    assert.equal(found.rules["duplicate event"], 0);
  }
  // A day without its daily table is kept.
  const going = await countsOf([first, second, open]);
  assert.deepEqual(going.told, [...expected, ["v2", null, null, "page_view"]]);
  assert.equal(going.rules.provisional, 0);
});

test("the suffix that BigQuery gives names the table as well; events of one batch with one time stay apart", async () => {
  const sql = `SELECT 'v' AS user_pseudo_id, '20240106' AS event_date, 1704531600000000 AS event_timestamp, 'add_to_cart' AS event_name,
    [{key: 'ga_session_id', value: {string_value: NULL::VARCHAR, int_value: 5}}] AS event_params, [{item_id: item}] AS items, batch AS batch_event_index, suffix AS _TABLE_SUFFIX
    FROM (VALUES ('A', 1, '20240106'), ('B', 1, '20240106'), ('A', 2, '20240106'), ('A', 1, 'intraday_20240106'), ('A', 1, '20240106')) AS t(item, batch, suffix)`;
  const { events: kept, dropped } = await clean(events(await read({ sql, engine }, {}), "ga4"));
  assert.deepEqual(Array.from((await kept.toTable()).array("row")), [1, 2, 3]);
  assert.deepEqual(Array.from((await dropped.rows("provisional").toTable()).array("table")), [
    "events_intraday_20240106",
  ]);
  assert.deepEqual(Array.from((await dropped.rows("duplicate event").toTable()).array("row")), [5]);
});

test("stitch gives the events of a visitor to the one customer who signed in", async () => {
  const clicks = events(await load(daily()), "ga4", { stitch: true });
  assert.deepEqual(
    (await told(clicks)).map(([visitor, , customer]) => [visitor, customer]),
    [
      ["v1", "Ada"],
      ["v1", "Ada"],
      [null, null],
      ["v2", null],
      ["v2", null],
      ["v1", "Ada"],
      ["v1", "Ada"],
    ],
  );
  assert.deepEqual(await clicks.counts(), { rows: 7, events: 7, calls: {}, stitched: 3 });
});

test("a file that is no export names the column that is missing", async () => {
  const other = await read([{ event_timestamp: 1, event_names: "x", event_params: "[]" }], { engine });
  assert.throws(() => events(other, "ga4"), {
    name: "DataError",
    message: /GA4's export named "event_name".*Did you mean "event_names"\?/,
  });
  const nobody = await read([{ event_timestamp: 1, event_name: "x", event_params: "[]" }], { engine });
  assert.throws(() => events(nobody, "ga4"), /named "user_pseudo_id"/);
  const flat = await read([{ event_timestamp: 1, event_name: "x", event_params: 5, user_pseudo_id: "a" }], { engine });
  assert.throws(() => events(flat, "ga4"), {
    name: "DataError",
    column: "event_params",
    message: /list of \{ key, value \}.*found number/,
  });
  const rounded = await read([{ event_timestamp: 1, event_name: "x", event_params: "[]", user_pseudo_id: 1.5 }], {
    engine,
  });
  assert.throws(() => events(rounded, "ga4"), { name: "DataError", message: /lost digits/ });
  assert.throws(() => events(nobody, "ga5" as never), RangeError);
});

test("broken event_params and times stop the query with the row", async () => {
  const row = (params: string, time = "1704531600000000") => ({
    event_timestamp: time,
    event_name: "x",
    event_params: params,
    user_pseudo_id: "a",
  });
  for (const broken of ['[{"key":"ga_ses', '{"key":"a"}', '[{"name":"a"}]', "[1]", "soon"]) {
    const clicks = events(await read([row("[]"), row(broken)], { engine }), "ga4");
    await assert.rejects(clicks.toTable(), {
      name: "DataError",
      row: 2,
      column: "event_params",
      message: /expected a list of \{ key, value \}, got something else/,
    });
  }
  const late = events(await read([row("[]"), row("[]"), row("[]", "yesterday")], { engine }), "ga4");
  await assert.rejects(clean(late), { name: "DataError", row: 3, column: "event_timestamp" });
});
