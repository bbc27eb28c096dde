import type { Events } from "../collect/events.js";
import { isEvents } from "../collect/requireEvents.js";
import { isTransactions } from "../collect/requireTransactions.js";
import type { Transactions } from "../collect/transactions.js";
import type { Engine } from "../engine/engine.js";
import { Relation } from "../engine/relation.js";
import { DataError, instead, requireOptions } from "../errors.js";
import { counted, grouped, percent } from "../readable.js";
import { requireSegmentation, type Segmentation, segmentName } from "../segmentation.js";
import { type Table, tableOf, tableOfRows } from "../table.js";
import { apartWarning, eventSessions, noEvents, untimed } from "./eventSessions.js";
import { lineSpan } from "./lineSpan.js";

/** Options of `activity`. */
export interface ActivityOptions {
  /** Counts each segment apart; customers are joined to their segment by id. */
  by?: Segmentation;
}

/** What happened in one hour of the week. */
export type ActivityRow = {
  /** Label of the segment (-1 is noise), where activity was counted by segment. */
  label?: number;
  segment?: string;
  /** 1 is Monday, 7 Sunday (ISO 8601). */
  weekday: number;
  /** 0 to 23: 20 is from 20:00 to before 21:00. */
  hour: number;
  count: number;
  /** The count over that of all hours (of the segment); missing where the segment has none. */
  share: number | null;
};

/** A segment whose activity was counted. */
export interface ActivitySegment {
  /** -1 is noise. */
  readonly label: number;
  readonly name: string;
  /** Its customers who are in the data. */
  readonly customers: number;
  /** Their orders or sessions. */
  readonly total: number;
}

/** Orders or sessions by weekday and hour. */
export interface Activity {
  /** A row for each of the 168 hours of the week, by weekday and hour; with segments for each of these, by label, noise last. */
  readonly table: Table<ActivityRow>;
  readonly of: "orders" | "sessions";
  /** All that were counted. */
  readonly total: number;
  readonly segments?: readonly ActivitySegment[];
  readonly warnings: readonly string[];
}

/** Of more than this share at exactly midnight, some are taken for days without a time. */
const suspectedDays = 0.1;

/**
 * When customers are active: orders of transactions, or sessions of events, by weekday and hour, for `plot.hours` and for choosing when to write to whom.
 * All 168 hours of the week are there, with 0 where nothing happened.
 *
 * An order has the time of its first line. Purchases alone count (lines whose amount is not negative), as in `behavioral`: a return tells when somebody was at the counter or
 * the post office. A session has the time of its first event. Without `by` all sessions count, whoever they are of; with it a session belongs to the one customer
 * of it, and where several signed in, each has one. Customers without a segment, and segments' customers without data, are left out and counted in a warning; noise is counted apart.
 *
 * Days and hours are those of the shop's clock. Times of UTC need the `timeZone` of `transactions` or `events`, or an evening in New York is the next day's night. The hour that
 * spring leaves out has nothing on that day, and the one that autumn repeats counts twice.
 *
 * When it misleads: a count is of orders, not of people: one customer with a habit can make a dark cell (`segments` has the number of customers). Nothing is
 * put in relation to opening hours, mailings or how many Mondays the period has. A server's batch jobs and imports have hours too, mostly round ones at night. Hours of customers in other time
 * zones are those of the shop and not theirs. Data of less than a year mix the hours of the week with those of a season.
 *
 * @param data what `transactions` or `clean` returns, or what `events` returns.
 * @returns `table` (weekday, hour, count, share; with `by` also label and segment), `of` (orders or sessions), `total`, `segments` and `warnings`.
 * @throws TypeError where data are neither transactions nor events, or `by` is no segmentation.
 * @throws DataError where all times are midnight (then they are days), there are no purchases or sessions, none is of a customer of the segmentation, a line
 *   lacks customer, order, time or a usable amount, or an event its time.
 *
 * @example
 * const orders = transactions(
 *   [
 *     { who: "Ada", order: 1, when: new Date("2024-01-07T20:15:00Z"), paid: 30 },
 *     { who: "Ada", order: 2, when: new Date("2024-01-14T20:40:00Z"), paid: 10 },
 *     { who: "Alan", order: 3, when: new Date("2024-01-08T09:05:00Z"), paid: 20 },
 *   ],
 *   { customer: "who", order: "order", time: "when", amount: "paid" },
 * );
 * const { table, total } = await activity(orders);
 * console.log(total, table.numRows()); // 3 168
 * console.log(table.object(6 * 24 + 20)); // { weekday: 7, hour: 20, count: 2, share: 0.6666666666666666 }
 */
export async function activity(data: Transactions | Events, options: ActivityOptions = {}): Promise<Activity> {
  requireOptions(options, { by: true }, "activity");
  const { by } = options;
  if (by !== undefined) requireSegmentation(by);
  if (isEvents(data)) {
    const happened = by === undefined ? await allSessions(data) : await customersSessions(data);
    return weekOf(data.engine, happened, "sessions", by);
  }
  if (isTransactions(data)) return weekOf(data.engine, await orders(data), "orders", by);
  const found = (data as unknown) instanceof Relation ? "another relation" : instead(data);
  throw new TypeError(
    `expected activity to get what transactions(data, { customer, order, time, amount }) or events(data, { customer, visitor, time, page }) returns, got ${found}`,
  );
}

/** What is counted: `hours` are rows of customer (where known), weekday, hour, count, and how many of these are at exactly midnight, of the clock or of UTC. */
interface Happened {
  readonly hours: Relation;
  readonly warnings: readonly string[];
}

async function orders(lines: Transactions): Promise<Happened> {
  const { first, last } = await lineSpan(lines);
  const hours = await lines.engine.keep(
    hourly(
      `SELECT "customer", min("time") AS "at", min(${moment(lines)}) AS "moment" FROM ${lines.from} WHERE "amount" >= 0 GROUP BY "customer", "order"`,
      `"customer"`,
    ),
  );
  if ((await hours.count()) > 0) return { hours, warnings: [] };
  await lines.engine.drop(hours);
  throw new DataError(`expected purchases, got none; all lines of ${first} to ${last} are below 0, which are returns`);
}

/** Sessions, whoever they are of. Events are read once: where sessions are made of them, that is most of the work. */
async function allSessions(events: Events): Promise<Happened> {
  const { engine } = events;
  const sessions = await engine.keep(
    `SELECT "session", min("time") AS "at", min(${moment(events)}) AS "moment", CAST(count(*) AS BIGINT) AS "n", CAST(count(*) - count("time") AS BIGINT) AS "untimed", min(CASE WHEN "time" IS NULL THEN "row" END) AS "untimedRow" FROM ${events.from} GROUP BY "session"`,
  );
  try {
    const told = await engine.query(
      `SELECT CAST(coalesce(sum("n"), 0) AS DOUBLE) AS "rows", CAST(coalesce(sum("untimed"), 0) AS DOUBLE) AS "untimed", min("untimedRow") AS "row", CAST(coalesce(sum("n") FILTER (WHERE "session" IS NULL), 0) AS DOUBLE) AS "apart" FROM ${sessions.from}`,
    );
    const figure = (name: string) => told.get(name, 0) as number;
    const [rows, apart] = [figure("rows"), figure("apart")];
    if (rows === 0) throw noEvents();
    if (figure("untimed") > 0) throw untimed(figure("untimed"), figure("row"));
    if (apart === rows)
      throw new DataError(
        `expected sessions, got none in ${counted(rows, "event")}; map the role customer or visitor, of which sessions are made`,
      );
    return {
      hours: await engine.keep(
        hourly(`SELECT "at", "moment" FROM ${sessions.from} WHERE "session" IS NOT NULL`, "CAST(NULL AS VARCHAR)"),
      ),
      warnings: apartWarning(apart, rows),
    };
  } finally {
    await engine.drop(sessions);
  }
}

/** Sessions of customers. */
async function customersSessions(events: Events): Promise<Happened> {
  const sessions = await eventSessions(events, { by: "customer", start: undefined, end: undefined });
  try {
    const first = `SELECT "who", "id", min("clock") AS "at", min("first") AS "moment" FROM ${sessions.seen.from} GROUP BY "who", "id"`;
    return {
      hours: await events.engine.keep(
        hourly(
          `SELECT people."name" AS "customer", first."at", first."moment" FROM (${first}) AS first JOIN ${sessions.people.stored} AS people ON people."code" = first."who"`,
          `"customer"`,
        ),
      ),
      warnings: sessions.warnings,
    };
  } finally {
    await sessions.drop();
  }
}

/** SQL: the instant where there is one, else the time of the shop's clock. */
function moment(data: Transactions | Events): string {
  return data.names.includes("instant") ? `"instant"` : `"time"`;
}

/** SQL: what stands at times `at` of the clock, counted by customer, weekday and hour. */
function hourly(times: string, customer: string): string {
  const midnight = (time: string) =>
    `CAST(count(*) FILTER (WHERE date_part('hour', ${time}) * 60 + date_part('minute', ${time}) = 0) AS BIGINT)`;
  return `SELECT ${customer} AS "customer", CAST(date_part('isodow', "at") AS INTEGER) AS "weekday", CAST(date_part('hour', "at") AS INTEGER) AS "hour", CAST(count(*) AS BIGINT) AS "n", ${midnight(`"at"`)} AS "midnight", ${midnight(`"moment"`)} AS "utcMidnight" FROM (${times}) AS happened GROUP BY 1, 2, 3`;
}

async function weekOf(
  engine: Engine,
  { hours, warnings }: Happened,
  of: Activity["of"],
  by: Segmentation | undefined,
): Promise<Activity> {
  try {
    const midnights = await requireHours(hours, of);
    if (by !== undefined) {
      const { table, segments, total, left } = await bySegment(engine, hours, of, by);
      return { table, of, total, segments, warnings: [...warnings, ...midnights, ...left] };
    }
    const cells = await engine.query<Cell>(
      `SELECT 0 AS "label", "weekday", "hour", CAST(sum("n") AS DOUBLE) AS "n" FROM ${hours.from} GROUP BY "weekday", "hour"`,
    );
    const { rows, total } = week(cells.objects() as Cell[]);
    return {
      table: tableOfRows(rows, ["weekday", "hour", "count", "share"]),
      of,
      total,
      warnings: [...warnings, ...midnights],
    };
  } finally {
    await engine.drop(hours);
  }
}

/** Throws a DataError where all times are midnight; a warning where conspicuously many are. */
async function requireHours(hours: Relation, of: Activity["of"]): Promise<string[]> {
  const found = await hours.engine.query(
    `SELECT CAST(sum("n") AS DOUBLE) AS "all", CAST(sum("midnight") AS DOUBLE) AS "midnight", CAST(sum("utcMidnight") AS DOUBLE) AS "utcMidnight" FROM ${hours.from}`,
  );
  const figure = (name: string) => found.get(name, 0) as number;
  const [all, midnight] = [figure("all"), figure("midnight")];
  // Days that were taken for instants of UTC stand at one hour of the clock, two where it changes in summer.
  if (midnight === all || figure("utcMidnight") === all)
    throw new DataError(
      `expected times with hours, got ${counted(all, of.slice(0, -1))} at midnight and none at another time: these are days; map the column that has the time of day as time`,
      { column: "time" },
    );
  return midnight / all > suspectedDays
    ? [
        `${grouped(midnight)} of ${counted(all, of.slice(0, -1))} (${percent(midnight / all)}) are at exactly midnight, as days without a time are; they stand in the hour from 0:00.`,
      ]
    : [];
}

interface Cell {
  label: number;
  weekday: number;
  hour: number;
  n: number;
}

/** All hours of the week, and what they sum to. */
function week(cells: readonly Cell[]): { rows: ActivityRow[]; total: number } {
  const counts = new Float64Array(7 * 24);
  let total = 0;
  for (const { weekday, hour, n } of cells) {
    counts[(weekday - 1) * 24 + hour] = n;
    total += n;
  }
  const rows = Array.from(counts, (count, i) => ({
    weekday: Math.floor(i / 24) + 1,
    hour: i % 24,
    count,
    share: total === 0 ? null : count / total,
  }));
  return { rows, total };
}

async function bySegment(
  engine: Engine,
  hours: Relation,
  of: Activity["of"],
  by: Segmentation,
): Promise<{ table: Table<ActivityRow>; segments: ActivitySegment[]; total: number; left: string[] }> {
  // Customers are text in transactions and events, so that whole numbers are as they are written.
  const ids = by.ids.map(String);
  if (new Set(ids).size < ids.length)
    throw new DataError("expected each id once in the segmentation, got one twice; a customer has one segment");
  const labels = engine.load(
    tableOf<{ customer: string; label: number }>({ customer: ids, label: Array.from(by.labels) }, [
      "customer",
      "label",
    ]),
  );
  try {
    const joined = `FROM ${hours.stored ?? hours.from} AS happened LEFT JOIN (${labels.sql}) AS labels ON labels."customer" = happened."customer"`;
    const cells = await engine.query<Cell>(
      `SELECT CAST(labels."label" AS INTEGER) AS "label", happened."weekday", happened."hour", CAST(sum(happened."n") AS DOUBLE) AS "n" ${joined} WHERE labels."label" IS NOT NULL GROUP BY 1, 2, 3`,
    );
    const people = await engine.query(
      `SELECT CAST(labels."label" AS INTEGER) AS "label", CAST(count(DISTINCT happened."customer") AS DOUBLE) AS "customers", CAST(sum(happened."n") AS DOUBLE) AS "n", min(happened."customer") AS "first" ${joined} GROUP BY 1`,
    );
    const known = people.objects() as { label: number | null; customers: number; n: number; first: string }[];
    const without = known.find(({ label }) => label === null);
    const customers = new Map(known.map((row) => [row.label, row.customers]));
    const found = known.reduce((sum, row) => sum + (row.label === null ? 0 : row.customers), 0);
    if (found === 0)
      throw new DataError(
        `expected customers of the segmentation in the data, got none of ${grouped(ids.length)}; ids are such as ${JSON.stringify(ids[0])} there and ${JSON.stringify(without?.first)} here`,
        { column: "customer" },
      );
    const noise = by.labels.some((label) => label < 0);
    const order = [...Array.from({ length: by.k }, (_, label) => label), ...(noise ? [-1] : [])];
    const grouping = new Map<number, Cell[]>(order.map((label) => [label, []]));
    for (const cell of cells.objects() as Cell[]) grouping.get(cell.label)!.push(cell);
    const segments: ActivitySegment[] = [];
    const rows: ActivityRow[] = [];
    for (const [label, own] of grouping) {
      const name = segmentName(by, label);
      const { rows: these, total } = week(own);
      segments.push({ label, name, customers: customers.get(label) ?? 0, total });
      for (const row of these) rows.push({ label, segment: name, ...row });
    }
    return {
      table: tableOfRows(rows, ["label", "segment", "weekday", "hour", "count", "share"]),
      segments,
      total: segments.reduce((sum, { total }) => sum + total, 0),
      left: leftOut(of, without, ids.length - found, ids.length),
    };
  } finally {
    await engine.drop(labels);
  }
}

function leftOut(
  of: Activity["of"],
  without: { customers: number; n: number } | undefined,
  silent: number,
  all: number,
): string[] {
  return [
    ...(without === undefined
      ? []
      : [
          `${counted(without.customers, "customer")} of the data ${without.customers === 1 ? "has" : "have"} no segment: their ${counted(without.n, of.slice(0, -1))} count nowhere.`,
        ]),
    ...(silent > 0
      ? [
          `${counted(silent, "customer")} of ${grouped(all)} in the segmentation ${silent === 1 ? "has" : "have"} no ${of}.`,
        ]
      : []),
  ];
}
