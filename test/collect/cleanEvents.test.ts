import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { clean } from "../../src/collect/clean.js";
import type { CleanEventsOptions } from "../../src/collect/cleanEvents.js";
import { provisionalTables } from "../../src/collect/events/provisionalTables.js";
import { type Event, events } from "../../src/collect/events.js";

const at = (minutes: number) => new Date(Date.UTC(2024, 0, 5) + minutes * 60_000);
interface Click {
  c: string | null;
  v: string | null;
  t: Date | null;
  e: string;
  id?: string | null;
  r?: Date | null;
  f?: string;
}
const click = (part: Partial<Click>): Click => ({ c: null, v: "a", t: at(0), e: "view", ...part });
const of = (clicks: readonly Click[]) =>
  events(clicks, {
    customer: "c",
    visitor: "v",
    time: "t",
    event: "e",
    ...("id" in clicks[0]! ? { id: "id" as const } : {}),
    ...("r" in clicks[0]! ? { received: "r" as const } : {}),
    ...("f" in clicks[0]! ? { table: "f" as const } : {}),
  });
const counts = async (clicks: readonly Click[], options?: CleanEventsOptions) => {
  const { dropped } = await clean(of(clicks), options);
  const rules = dropped.rules.objects() as { rule: string; rows: number }[];
  return Object.fromEntries(rules.map(({ rule, rows }) => [rule, rows]));
};
const rowsOf = async (found: { toTable(): Promise<{ array(name: string): ArrayLike<unknown> }> }) =>
  Array.from((await found.toTable()).array("row"));

test("each row goes by the first rule that it meets, and can be looked at", async () => {
  const clicks = [
    click({}),
    click({ v: null, t: null }),
    click({ v: " ", c: "" }),
    click({ t: null }),
    click({}),
    click({ e: "cart" }),
    click({ v: null, c: "Ada" }),
  ];
  assert.deepEqual(await counts(clicks), {
    nobody: 2,
    "no time": 1,
    provisional: 0,
    "duplicate event": 1,
    kept: 3,
  });
  const { events: kept, dropped, warnings } = await clean(of(clicks));
  assert.deepEqual(warnings, []);
  assert.deepEqual(kept.names, ["row", "customer", "visitor", "session", "time", "event"]);
  assert.deepEqual(await rowsOf(kept), [1, 6, 7]);
  assert.deepEqual(await rowsOf(dropped.rows("nobody")), [2, 3]);
  assert.deepEqual(await rowsOf(dropped.rows("duplicate event")), [5]);
  const last = dropped.rules.objects().at(-1) as { customers: number; visitors: number };
  assert.deepEqual([last.customers, last.visitors], [1, 1]);
  assert.throws(() => dropped.rows("duplicate"), { name: "RangeError", message: /Did you mean "duplicate event"/ });
});

test("ids decide where they are there; without one, every role does", async () => {
  const clicks = [
    click({ id: "m1" }),
    click({ id: "m1", t: at(1) }), // sent again with another time: the earlier stays
    click({ id: "m2" }),
    click({ id: null }),
    click({ id: null }),
    click({ id: null, e: "cart" }),
  ];
  const { events: kept } = await clean(of(clicks));
  assert.deepEqual(await rowsOf(kept), [1, 3, 4, 6]);
  const reversed = await clean(of([...clicks].reverse()));
  assert.deepEqual(
    ((await reversed.events.toTable()).objects() as Event[]).map(({ id, time }) => [id, time]).sort(),
    ((await kept.toTable()).objects() as Event[]).map(({ id, time }) => [id, time]).sort(),
  );
  assert.equal((await counts(clicks, { duplicates: "keep" })).kept, 6);
});

test("an event that came twice, in two files, is one; late ones are counted and stay", async () => {
  const clicks = [
    click({ r: at(1), f: "a.csv" }),
    click({ r: at(9000), f: "b.csv" }),
    click({ e: "late", r: at(72 * 60 + 1), f: "b.csv" }),
    click({ e: "just", r: at(72 * 60), f: "b.csv" }),
    click({ e: "never", r: null, f: "b.csv" }),
  ];
  const { events: kept, warnings } = await clean(of(clicks));
  assert.deepEqual(await rowsOf(kept), [1, 3, 4, 5]);
  assert.match(warnings[0]!, /^1 event arrived more than 72 hours/);
  assert.match((await clean(of(clicks), { lateHours: 24 })).warnings[0]!, /^2 events arrived more than 24 hours/);
});

test("tables of a day: the final one is best, then the fresh one, then the intraday one", async () => {
  const tables = [
    "events_20240105",
    "events_intraday_20240105.json",
    "intraday_20240106",
    "events_fresh_20240106",
    "20240107",
    "intraday_20240108",
    "refresh_20240107.csv",
    "other.csv",
  ];
  const clicks = of(tables.map((f, i) => click({ f, t: at(i) })));
  assert.deepEqual(await provisionalTables(clicks), ["events_intraday_20240105.json", "intraday_20240106"]);
  assert.equal((await counts(tables.map((f, i) => click({ f, t: at(i) })))).provisional, 2);
});

test("what is kept is what a plain loop keeps, in any order of rows (property)", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom("a", "b", null), fc.constantFrom(0, 1, null), fc.constantFrom("x", "y")), {
        minLength: 1,
        maxLength: 20,
      }),
      async (some) => {
        const rows = [["a", 0, "x"] as const, ...some]; // so that the columns have values
        const seen = new Set<string>();
        const expected = rows.flatMap(([v, t, e], i) => {
          const key = `${v} ${t} ${e}`;
          if (v === null || t === null || seen.has(key)) return [];
          seen.add(key);
          return [i + 1];
        });
        const { events: kept } = await clean(
          of(rows.map(([v, t, e]) => click({ v, t: t === null ? null : at(t), e }))),
        );
        assert.deepEqual(await rowsOf(kept), expected);
      },
    ),
    { numRuns: 10 },
  );
});

test("refuses options that events do not have, and data that are neither", async () => {
  await assert.rejects(clean(of([click({})]), { returns: "net" } as never), /options of clean \(of events\)/);
  await assert.rejects(clean(of([click({})]), { duplicates: "no" as never }), RangeError);
  await assert.rejects(clean(of([click({})]), { lateHours: 0 }), RangeError);
  await assert.rejects(clean([click({})] as never), TypeError);
});

test("a blank id of an event tells nothing: such events are compared in every role", async () => {
  const clicks = [
    click({ id: "", t: at(0) }),
    click({ id: "", t: at(1) }),
    click({ id: " ", v: "b" }),
    click({ id: null, t: at(1) }),
  ];
  const { dropped } = await clean(of(clicks));
  assert.deepEqual(await rowsOf(dropped.rows("duplicate event")), [4]); // it is the second
});

test("lateHours is finite", async () => {
  await assert.rejects(clean(of([click({})]), { lateHours: Number.POSITIVE_INFINITY }), {
    name: "RangeError",
    message: "expected lateHours above 0, got Infinity",
  });
});

test("tables are told apart whatever separates the words of their names", async () => {
  const tables = ["events-intraday-20240105.json", "events-20240105.json", "intraday.20240106", "events_20240106"];
  assert.deepEqual(await provisionalTables(of(tables.map((f) => click({ f })))), [
    "events-intraday-20240105.json",
    "intraday.20240106",
  ]);
});
