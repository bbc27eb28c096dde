import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Event, events } from "../../src/collect/events.js";
import { read } from "../../src/collect/read.js";

const at = (minutes: number) => new Date(Date.UTC(2024, 0, 5) + minutes * 60_000);
const sessionsOf = async (found: ReturnType<typeof events>) =>
  ((await found.toTable()).objects() as Event[]).sort((a, b) => a.row - b.row).map(({ session }) => session);

test("a session ends where 30 minutes pass; exactly 30 do not end it; late events go where their time is", async () => {
  const clicks = [
    { v: "phone", c: null, t: at(0) },
    { v: "phone", c: "Ada", t: at(30) },
    { v: "laptop", c: "Ada", t: at(31) },
    { v: "phone", c: "Ada", t: at(61) },
    { v: "phone", c: null, t: at(15) }, // arrived late
    { v: null, c: "Alan", t: at(0) },
    { v: null, c: null, t: at(0) },
    { v: "phone", c: null, t: null },
  ];
  const mapped = events(clicks, { visitor: "v", customer: "c", time: "t" });
  assert.deepEqual(mapped.names, ["row", "customer", "visitor", "session", "time"]);
  assert.deepEqual(await sessionsOf(mapped), [
    "phone 1",
    "phone 1",
    "laptop 1",
    "phone 2",
    "phone 1",
    "customer Alan 1",
    null,
    null,
  ]);
  const short = events(clicks, { visitor: "v", customer: "c", time: "t" }, { sessionMinutes: 10 });
  assert.deepEqual((await sessionsOf(short)).slice(0, 5), ["phone 1", "phone 3", "laptop 1", "phone 4", "phone 2"]);
});

test("sessions of the source are kept, and are unique within a visitor only", async () => {
  const clicks = [
    { v: "a", s: 1, t: at(0), p: "home" },
    { v: "b", s: 1, t: at(1), p: "home" },
    { v: "a", s: 1, t: at(500), p: "cart" },
    { v: "a", s: null, t: at(501), p: "cart" },
  ];
  assert.deepEqual(await sessionsOf(events(clicks, { visitor: "v", session: "s", time: "t", page: "p" })), [
    "a 1",
    "b 1",
    "a 1",
    null,
  ]);
});

test("any times in any order give the sessions of a plain loop (property)", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom("a", "b", "c"), fc.integer({ min: 0, max: 400 })), {
        minLength: 1,
        maxLength: 40,
      }),
      async (clicks) => {
        const expected = new Array<string>(clicks.length);
        for (const who of ["a", "b", "c"]) {
          const own = clicks.map(([v, t], i) => ({ v, t, i })).filter(({ v }) => v === who);
          own.sort((x, y) => x.t - y.t || x.i - y.i);
          let number = 0;
          own.forEach(({ t, i }, place) => {
            if (place === 0 || t - own[place - 1]!.t > 30) number++;
            expected[i] = `${who} ${number}`;
          });
        }
        const found = events(
          clicks.map(([v, t]) => ({ v, t: at(t) })),
          { visitor: "v", time: "t" },
        );
        assert.deepEqual(await sessionsOf(found), expected);
      },
    ),
    { numRuns: 25 },
  );
});

test("a visitor with one customer is stitched, also before the sign-in; one with two, or none, is not", async () => {
  const clicks = [
    { v: "a", c: null, t: at(0) },
    { v: "a", c: "Ada", t: at(1) },
    { v: "a", c: " ", t: at(90) },
    { v: "shared", c: "Ada", t: at(2) },
    { v: "shared", c: "Alan", t: at(3) },
    { v: "shared", c: null, t: at(4) },
    { v: "b", c: null, t: at(5) },
    { v: null, c: null, t: at(6) },
  ];
  const mapping = { visitor: "v", customer: "c", time: "t" } as const;
  const stitched = events(clicks, mapping, { stitch: true });
  const plain = events(clicks, mapping);
  const table = await stitched.toTable();
  assert.deepEqual(Array.from(table.array("customer")), ["Ada", "Ada", "Ada", "Ada", "Alan", null, null, null]);
  assert.deepEqual(Array.from(table.array("row")), [1, 2, 3, 4, 5, 6, 7, 8]);
  assert.deepEqual(await sessionsOf(stitched), await sessionsOf(plain));
  assert.deepEqual(await stitched.counts(), { rows: 8, events: 8, calls: {}, stitched: 2 });
  assert.deepEqual(await plain.counts(), { rows: 8, events: 8, calls: {}, stitched: 0 });
  assert.throws(() => events(clicks, mapping, { stitch: "yes" as never }), TypeError);
});

test("events stand in the order of the source, sessions or not", async () => {
  const clicks = Array.from({ length: 5000 }, (_, i) => ({ v: `v${(i * 7919) % 613}`, t: at((i * 104729) % 50_000) }));
  const rows = Array.from((await events(clicks, { visitor: "v", time: "t" }).toTable()).array("row"));
  assert.deepEqual(
    rows,
    clicks.map((_, i) => i + 1),
  );
});

test("id, received and table are kept where they are mapped", async () => {
  const clicks = [{ v: "a", t: at(0), m: 7, r: at(1), f: "x.csv" }];
  const found = events(clicks, { visitor: "v", time: "t", id: "m", received: "r", table: "f" });
  const { id, received, table } = (await found.toTable()).object(0) as Event;
  assert.deepEqual([id, received, table], ["7", at(1), "x.csv"]);
});

test("the shop's events: every session of the file is one", async () => {
  const raw = await read("data/events.csv.gz");
  const clicks = events(raw, {
    customer: "customer_id",
    visitor: "session_id",
    session: "session_id",
    time: "at",
    page: "page",
  } as never);
  const counted = await raw.engine.query(
    `SELECT count(*) AS "rows", count(DISTINCT "session") AS "sessions" FROM ${clicks.from}`,
  );
  const plain = await raw.engine.query(
    `SELECT count(*) AS "rows", count(DISTINCT "session_id") AS "sessions" FROM ${raw.from}`,
  );
  assert.deepEqual(counted.object(0), plain.object(0));
});

test("refuses what cannot be events", () => {
  const clicks = [{ v: "a", t: at(0), s: "x" }];
  assert.throws(() => events(clicks, { visitor: "v" } as never), /role time/);
  assert.throws(() => events(clicks, { time: "t" }), /customer .* or visitor/);
  assert.throws(() => events(clicks, { visitor: "v", time: "s" }), /dates or times for time, found text/);
  assert.throws(() => events(clicks, { visitor: "v", time: "t", pages: "s" } as never), /Did you mean page\?/);
  assert.throws(() => events(clicks, { visitor: "w" as never, time: "t" }), /a column for visitor named "w"/);
  assert.throws(() => events(clicks, { visitor: "v", time: "t" }, { sessionMinutes: 0 }), RangeError);
});

test("a blank id is nobody's session, and a customer without a visitor is not the visitor of that name", async () => {
  const clicks = [
    { v: "", c: "Ada", s: "9", t: at(0) },
    { v: " ", c: "Alan", s: "", t: at(1) },
    { v: "7", c: null, s: "1", t: at(2) },
    { v: null, c: "7", s: "1", t: at(3) },
    { v: "", c: "", s: "1", t: at(4) },
  ];
  const made = events(clicks, { visitor: "v", customer: "c", time: "t" });
  assert.deepEqual(await sessionsOf(made), ["customer Ada 1", "customer Alan 1", "7 1", "customer 7 1", null]);
  const given = events(clicks, { visitor: "v", customer: "c", session: "s", time: "t" });
  assert.deepEqual(await sessionsOf(given), ["customer Ada 9", null, "7 1", "customer 7 1", null]);
});

test("a pause over the first moment of 1970 ends a session as any other", async () => {
  const around = ["1969-12-31T23:45:00Z", "1970-01-01T00:20:00Z", "1970-01-01T00:40:00Z"].map((at) => ({
    who: "a",
    at: new Date(at),
  }));
  const table = await events(around, { customer: "who", time: "at" }).toTable();
  assert.deepEqual(Array.from(table.array("session")), ["a 1", "a 2", "a 2"]);
});
