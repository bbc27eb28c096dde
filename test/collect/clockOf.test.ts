import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { audit } from "../../src/collect/audit.js";
import { clean } from "../../src/collect/clean.js";
import { type Event, events } from "../../src/collect/events.js";
import { read } from "../../src/collect/read.js";
import { type Transaction, transactions } from "../../src/collect/transactions.js";
import { defaultEngine } from "../../src/engine/duckdb.js";
import { DataError } from "../../src/errors.js";
import { behavioral } from "../../src/represent/behavioral.js";
import { rfm } from "../../src/represent/rfm.js";

interface Fixture {
  from: string;
  asOf: string;
  rows: [zone: string, utc: string, local: string, recency: number][];
}
const fixture = JSON.parse(readFileSync(new URL("../fixtures/timeZones.json", import.meta.url), "utf8")) as Fixture;
const at = (text: string) => new Date(text.endsWith("Z") ? text : `${text}Z`);
const roles = { customer: "who", time: "when", amount: "paid", timeZone: "zone" } as const;
const line = (who: string, when: string, zone: string | null = "Europe/Zurich") => ({
  who,
  when: at(when),
  paid: 1,
  zone,
});
const timesOf = async (lines: ReturnType<typeof transactions>) =>
  ((await lines.toTable()).objects() as Transaction[]).map(({ time }) => time?.toISOString() ?? null);

test(`the clock and the recency of every row are those of ${fixture.from}: days of both changes, half-hour zones, both sides of the date line`, async () => {
  const rows = fixture.rows.map(([zone, utc], i) => line(`c${String(i).padStart(4, "0")}`, utc, zone));
  const lines = transactions(rows, roles);
  assert.deepEqual(lines.names, ["row", "customer", "order", "time", "instant", "timeZone", "amount"]);
  assert.deepEqual(
    await timesOf(lines),
    fixture.rows.map(([, , local]) => local),
  );
  const instants = Array.from((await lines.toTable()).array("instant") as ArrayLike<Date>, (time) =>
    time.toISOString(),
  );
  assert.deepEqual(
    instants,
    fixture.rows.map(([, utc]) => utc),
  );
  const { table } = { table: await rfm(lines, { asOf: fixture.asOf }) };
  assert.deepEqual(
    Array.from(table.array("recency")),
    fixture.rows.map(([, , , recency]) => recency),
  );
});

test("one zone for all rows gives what the same zone in each row gives", async () => {
  for (const zone of ["Europe/Zurich", "Australia/Lord_Howe"]) {
    const rows = fixture.rows.map(([, utc], i) => line(`c${i}`, utc, zone));
    const { timeZone: _, ...plain } = roles;
    assert.deepEqual(
      await timesOf(transactions(rows, plain, { timeZone: zone })),
      await timesOf(transactions(rows, roles)),
    );
  }
});

test("two shops in two zones: one instant is two days, and dates without times keep theirs", async () => {
  const instant = "2024-06-30T10:30:00";
  const shops = transactions(
    [line("Ada", instant, "Pacific/Kiritimati"), line("Alan", instant, "Pacific/Pago_Pago")],
    roles,
  );
  const table = await rfm(shops, { asOf: "2024-07-10" });
  assert.deepEqual(Array.from(table.array("recency")), [9, 11]); // July 1, 00:30 and June 29, 23:30
  const dates = await read([
    { who: "Ada", when: "2024-03-31", paid: 1, zone: "Pacific/Pago_Pago" },
    { who: "Alan", when: "2024-10-27", paid: 1, zone: "Pacific/Kiritimati" },
  ]);
  assert.equal(dates.typeOf("when"), "date");
  const { timeZone: _, ...plain } = roles;
  for (const days of [
    transactions(dates, roles as never),
    transactions(dates, plain as never, { timeZone: "Pacific/Pago_Pago" }),
    transactions(dates, plain as never),
  ]) {
    assert.ok(!days.names.includes("instant"), "days have no instant");
    assert.deepEqual(Array.from((await rfm(days, { asOf: "2024-10-28" })).array("recency")), [211, 1]);
  }
});

test("any instant in any zone falls on the day that Intl.DateTimeFormat shows (property)", async () => {
  const zones = Intl.supportedValuesOf("timeZone");
  const found = await Promise.all(
    fc
      .sample(fc.tuple(fc.constantFrom(...zones), fc.integer({ min: 0, max: Date.UTC(2030, 0, 1) / 1000 })), {
        numRuns: 3000,
        seed: 11,
      })
      .map(async ([zone, seconds]) => ({ zone, when: new Date(seconds * 1000) })),
  );
  const local = await timesOf(
    transactions(
      found.map(({ zone, when }) => ({ who: "a", when, paid: 1, zone })),
      roles,
    ),
  );
  const formats = new Map<string, Intl.DateTimeFormat>();
  const shown = found.map(({ zone, when }) => {
    const format = formats.get(zone) ?? new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" });
    formats.set(zone, format);
    return format.format(when);
  });
  assert.deepEqual(
    local.map((time) => time!.slice(0, 10)),
    shown,
  );
});

test("every zone that Intl knows is one that the engine knows", async () => {
  const zones = [...Intl.supportedValuesOf("timeZone"), "UTC", "Asia/Kolkata", "US/Pacific", "Etc/GMT+5"];
  const lines = transactions(
    zones.map((zone) => line("a", "2024-05-05T00:00:00", zone)),
    roles,
  );
  assert.ok(
    (await timesOf(lines)).every((time) => time !== null),
    "every zone gives a time",
  );
});

test("the machine's own zone does not matter", () => {
  const code = `import { transactions } from ${JSON.stringify(new URL("../../src/collect/transactions.ts", import.meta.url).href)};
    import { read } from ${JSON.stringify(new URL("../../src/collect/read.ts", import.meta.url).href)};
    const rows = [{ who: "a", when: new Date("2024-03-31T21:30:00Z"), paid: 1 }];
    const roles = { customer: "who", time: "when", amount: "paid" };
    const shown = async (lines) => console.log((await lines.toTable()).get("time", 0).toISOString());
    await shown(transactions(rows, roles, { timeZone: "Europe/Zurich" }));
    await shown(transactions(rows, roles));
    const texts = await read([{ who: "a", when: "2024-03-31T23:30:00+02:00", paid: 1 }], { zones: "utc" });
    await shown(transactions(texts, roles, { timeZone: "America/New_York" }));`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", code], {
    env: { ...process.env, TZ: "Pacific/Auckland" },
    encoding: "utf8",
  });
  assert.equal(stdout, "2024-03-31T23:30:00.000Z\n2024-03-31T21:30:00.000Z\n2024-03-31T17:30:00.000Z\n", stderr);
});

test("a session over the hour that autumn repeats stays one, in its order, and over the hour that spring leaves out", async () => {
  const click = (when: string, what: string) => ({ v: "phone", t: at(when), what });
  const { timeZone: _, ...mapping } = { visitor: "v", time: "t", event: "what", timeZone: "" } as const;
  const clicks = [
    click("2024-10-27T00:50:00", "home"), // 02:50
    click("2024-10-27T01:05:00", "product"), // 02:05, the second one
    click("2024-10-27T01:30:00", "cart"), // 02:30
    click("2024-10-27T02:10:00", "home"), // 03:10, 40 minutes later
    click("2024-03-31T00:50:00", "home"), // 01:50
    click("2024-03-31T01:10:00", "cart"), // 03:10
  ];
  const found = ((await events(clicks, mapping, { timeZone: "Europe/Zurich" }).toTable()).objects() as Event[]).sort(
    (a, b) => a.row - b.row,
  );
  assert.deepEqual(
    found.map(({ session, time }) => [session, time!.toISOString().slice(11, 16)]),
    [
      ["phone 2", "02:50"],
      ["phone 2", "02:05"],
      ["phone 2", "02:30"],
      ["phone 3", "03:10"],
      ["phone 1", "01:50"],
      ["phone 1", "03:10"],
    ],
  );
  const inUtc = (await events(clicks, mapping).toTable()).objects() as Event[];
  assert.deepEqual(
    found.map(({ session }) => session),
    inUtc.sort((a, b) => a.row - b.row).map(({ session }) => session),
  );
  assert.deepEqual(events(clicks, mapping, { timeZone: "UTC" }).names, [
    "row",
    "customer",
    "visitor",
    "session",
    "time",
    "instant",
    "event",
  ]);
});

test("first and last product go by the instant: in the repeated hour, and between shops whose clocks are a day apart", async () => {
  const product = (who: string, when: string, zone: string, what: string) => ({ ...line(who, when, zone), what });
  const lines = transactions(
    [
      product("Ada", "2024-10-27T00:50:00", "Europe/Zurich", "tea"), // 02:50
      product("Ada", "2024-10-27T01:05:00", "Europe/Zurich", "cup"), // 02:05
      product("Alan", "2024-06-30T10:30:00", "Pacific/Kiritimati", "tea"), // July 1, 00:30
      product("Alan", "2024-06-30T11:30:00", "Pacific/Pago_Pago", "cup"), // June 30, 00:30
    ],
    { ...roles, product: "what" },
  );
  const { table } = await behavioral(lines, { asOf: "2024-12-31" });
  assert.deepEqual(Array.from(table.array("firstProduct")), ["tea", "tea"]);
  assert.deepEqual(Array.from(table.array("lastProduct")), ["cup", "cup"]);
  assert.deepEqual(Array.from(table.array("repeatShare")), [0, 0]);
});

test("clean merges the orders of a local day, and its until is a day of that clock", async () => {
  const rows = [
    line("Ada", "2024-10-26T22:05:00"), // October 27, 00:05
    line("Ada", "2024-10-27T22:30:00"), // October 27, 23:30, 24 hours and 25 minutes later: the day has 25 hours
    line("Ada", "2024-10-27T23:30:00"), // October 28, 00:30
  ];
  const { merged } = await clean(transactions(rows, roles), { sameDay: "merge" });
  assert.deepEqual(merged, { orders: 3, into: 2 });
  const { dropped } = await clean(transactions(rows, roles), { until: "2024-10-27" });
  assert.equal((await dropped.rows("in the future").toTable()).get("row", 0), 3);
  const { timeZone: _, ...plain } = roles;
  assert.deepEqual((await clean(transactions(rows, plain), { sameDay: "merge" })).merged, { orders: 3, into: 2 }); // other ones: of UTC
});

test("an instant equal on the clock is no duplicate: the repeated hour has two of each", async () => {
  const rows = [line("Ada", "2024-10-27T00:30:00"), line("Ada", "2024-10-27T01:30:00")];
  const lines = transactions(rows, roles);
  assert.deepEqual(await timesOf(lines), ["2024-10-27T02:30:00.000Z", "2024-10-27T02:30:00.000Z"]);
  const { transactions: kept } = await clean(lines, { duplicates: "drop" });
  assert.equal(await kept.count(), 2);
});

test("a row without a zone has no time, and audit and clean count it", async () => {
  const lines = transactions([line("Ada", "2024-01-05T12:00:00"), line("Alan", "2024-01-05T12:00:00", null)], roles);
  const { findings } = await audit(lines);
  const missing = (findings.objects() as { check: string; rows: number }[]).find(
    ({ check }) => check === "missing time",
  );
  assert.equal(missing?.rows, 1);
  const { dropped } = await clean(lines);
  assert.equal((await dropped.rows("no time").toTable()).get("row", 0), 2);
});

test("a zone that does not exist is refused, and never a missing time", async () => {
  const rows = [line("Ada", "2024-01-05T12:00:00"), line("Alan", "2024-01-05T12:00:00", "Europe/Zurch")];
  const { timeZone: _, ...plain } = roles;
  assert.throws(() => transactions(rows, roles), {
    name: "DataError",
    row: 2,
    column: "zone",
    message: /got "Europe\/Zurch". Did you mean "Europe\/Zurich"\?/,
  });
  for (const timeZone of ["Europe/Zurch", "+02:00", "", 7 as never])
    assert.throws(() => transactions(rows, plain, { timeZone }), RangeError);
  assert.throws(() => transactions(rows, plain, { timeZone: "europe/zürich" }), /Did you mean "Europe\/Zurich"/);
  assert.throws(() => transactions(rows, plain, { timezone: "UTC" } as never), /Did you mean "timeZone"/);
  assert.throws(() => transactions(rows.slice(0, 1), roles, { timeZone: "UTC" }), {
    name: "TypeError",
    message: /got both/,
  });
  assert.throws(() => events(rows, { customer: "who", time: "when" }, { timeZone: "Mars" }), RangeError);
  const loaded = defaultEngine().load(rows);
  await assert.rejects(rfm(transactions(loaded, roles), { asOf: "2024-02-01" }), {
    name: "DataError",
    message: /got "Europe\/Zurch". Did you mean "Europe\/Zurich"/,
  });
  await assert.rejects(clean(transactions(loaded, roles)), { name: "DataError" });
  const engine = defaultEngine();
  await assert.rejects(
    async () => {
      for await (const _ of engine.batches(transactions(loaded, roles).sql));
    },
    { name: "DataError" },
  );
});

test("texts with offsets: as written they are refused for a zone, as UTC they are taken, and those with Z are UTC already", async () => {
  const rows = [
    "2024-03-31T01:30:00+01:00",
    "2024-03-31T03:30:00+02:00",
    "2024-03-30T19:30:00-05:00",
    "2024-03-31 00:30:00Z",
  ].map((when) => ({ who: "Ada", when, paid: 1 }));
  const { timeZone: _, ...plain } = roles;
  const written = await read(rows);
  assert.deepEqual(written.report.columns[1]!.zonesLeft, {
    count: 3,
    rows: [1, 2, 3],
    values: rows.slice(0, 3).map(({ when }) => when),
  });
  assert.throws(() => transactions(written, plain as never, { timeZone: "Europe/Zurich" }), {
    name: "DataError",
    row: 1,
    column: "when",
    message: /found 3 whose own zone was left off.*zones: "utc"/,
  });
  assert.equal((await timesOf(transactions(written, plain as never)))[1], "2024-03-31T03:30:00.000Z");
  const utc = await read(rows, { zones: "utc" });
  assert.match(utc.report.columns[1]!.guess, /turned to UTC by their zones/);
  assert.deepEqual(await timesOf(transactions(utc, plain as never)), [
    "2024-03-31T00:30:00.000Z",
    "2024-03-31T01:30:00.000Z",
    "2024-03-31T00:30:00.000Z",
    "2024-03-31T00:30:00.000Z",
  ]);
  assert.equal(
    (await timesOf(transactions(utc, plain as never, { timeZone: "Europe/Zurich" })))[1],
    "2024-03-31T03:30:00.000Z",
  );
  const zulu = await read([{ who: "Ada", when: "2024-03-31T01:30:00Z", paid: 1 }]);
  assert.deepEqual(await timesOf(transactions(zulu, plain as never, { timeZone: "Europe/Zurich" })), [
    "2024-03-31T03:30:00.000Z",
  ]);
  await assert.rejects(read(rows, { zones: "UTC" as never }), RangeError);
});

test("times of a type with a zone are of UTC whatever their zone, and turned from there", async () => {
  const sql = `SELECT 'Ada' AS who, TIMESTAMPTZ '2024-03-31 03:30:00+02' AS "when", 1 AS paid`;
  const { timeZone: _, ...plain } = roles;
  const source = await read({ sql });
  assert.deepEqual(await timesOf(transactions(source, plain as never)), ["2024-03-31T01:30:00.000Z"]);
  assert.deepEqual(await timesOf(transactions(source, plain as never, { timeZone: "Europe/Zurich" })), [
    "2024-03-31T03:30:00.000Z",
  ]);
});

test("abbreviations and offsets are no zones, wherever they stand: BST would be Bangladesh's", async () => {
  const mapping = { customer: "who", time: "when", amount: "paid" } as const;
  for (const zone of ["BST", "ist", "UTC+2", "GMT+02:00", "+02:00"]) {
    const rows = [{ who: "Ada", when: new Date("2024-07-01T12:00:00Z"), zone, paid: 1 }];
    assert.throws(() => transactions(rows, mapping, { timeZone: zone }), RangeError);
    assert.throws(() => transactions(rows, { ...mapping, timeZone: "zone" }), DataError);
    const stored = transactions(await read(rows), { ...mapping, timeZone: "zone" });
    await assert.rejects(stored.toTable(), {
      name: "DataError",
      message: /expected a time zone of the IANA database.*got/,
    });
  }
});
