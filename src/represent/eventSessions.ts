import { addDays, type Day, dayText } from "../collect/day.js";
import { DescribedEvents } from "../collect/events/describedEvents.js";
import { numbered, type Stretches, stretchOf } from "../collect/events/stretches.js";
import type { Events } from "../collect/events.js";
import { identifier, literal } from "../engine/quote.js";
import { type Relation, withRow } from "../engine/relation.js";
import { DataError, requireOneOf } from "../errors.js";
import { counted, grouped, percent } from "../readable.js";

/** Whose features they are: one row a customer, or one a visitor (a device or cookie). */
export type Whose = "customer" | "visitor";

/** Which events count, and for whom. */
export interface Period {
  readonly by: Whose;
  /** The first and the last day that count, as `YYYY-MM-DD`. */
  readonly start: string | undefined;
  readonly end: string | undefined;
}

/** What of the events is asked for, besides their times. */
export interface Asked {
  /** SQL by name: events of a session that have the same in all of these become one row. */
  readonly keys?: Readonly<Record<string, string>>;
  /** SQL by name: figures of the events of such a row, as sums that add up over rows. */
  readonly figures?: Readonly<Record<string, string>>;
  /** SQL: joins to `events` that these need, each of them with one row an event. */
  readonly joins?: string;
}

/** Sessions on the engine, each with the person that it belongs to. */
export interface EventSessions {
  /**
   * Kept: for each person (`who`, a number) and session (`id`, a number) a row for each combination of the keys, with its events (`n`), the first and the last of
   * them (`first`, `last`, and by the shop's clock `clock`), the keys and the figures.
   */
  readonly seen: Relation;
  /** Kept: `code` and `name` of everybody; codes are in the order of the names. */
  readonly people: Relation;
  /** The days of the first and of the last event of all. */
  readonly span: { readonly first: string; readonly last: string };
  readonly warnings: readonly string[];
  /** SQL: when an event was, by which events are in order. */
  readonly moment: string;
  /** SELECT: `columns` (SQL by name) of the events that `where` is true of, with `who` and `id`. Rows may repeat. */
  chosen(columns: Readonly<Record<string, string>>, where: string, joins?: string): string;
  /** Gives the space on the engine back. */
  drop(): Promise<void>;
}

/** The options that say which events count, checked. */
export function periodOf(options: { by?: Whose; asOf?: Day; from?: Day }): Period {
  const { by = "customer", asOf, from } = options;
  requireOneOf("by", by, ["customer", "visitor"]);
  const end = asOf === undefined ? undefined : dayText(asOf, "asOf");
  const start = from === undefined ? undefined : dayText(from, "from");
  if (start !== undefined && end !== undefined && start > end)
    throw new RangeError(`expected from to be at most asOf, got ${start} after ${end}`);
  return { by, start, end };
}

/** Throws a TypeError that names the usual day where `asOf` is not given: it is never guessed. */
export async function requireEventsAsOf(events: Events, asOf: Day | undefined): Promise<void> {
  if (asOf !== undefined && asOf !== null) return;
  const found = await events.engine.query(`SELECT max("time") AS "last" FROM ${events.from}`);
  const last = found.get("last", 0) as Date | null;
  const usual =
    last === null
      ? ""
      : `; the last event is of ${day(last)}, so the day after would be asOf: ${JSON.stringify(addDays(day(last), 1))}`;
  throw new TypeError(`expected asOf, the day from which recency is counted, got none${usual}`);
}

/** SQL: the events as they stand after FROM, before they have a person. */
export function eventRows(events: Events): string {
  return `(${stretchesOf(events)?.rows ?? events.sql}) AS events`;
}

function stretchesOf(events: Events): Stretches | undefined {
  return events instanceof DescribedEvents ? events.stretches : undefined;
}

/**
 * Finds the sessions and whose they are, and counts their events, on the engine. A session belongs to the one person of it: events before a sign-in are of the customer who
 * signs in later in the session. Where several did, each has the events of their own, and the others are nobody's.
 */
export async function eventSessions(
  events: Events,
  { by, start, end }: Period,
  { keys = {}, figures = {}, joins = "" }: Asked = {},
): Promise<EventSessions> {
  const { engine } = events;
  const made = stretchesOf(events);
  const rows = eventRows(events);
  // Order and durations go by the instant where there is one: the clock repeats an hour in autumn.
  const moment = made?.moment ?? (events.names.includes("instant") ? `"instant"` : `"time"`);
  const place = `${made?.who ?? `"session"`} AS "unit", ${made === undefined ? "0" : stretchOf(made)} AS "stretch", coalesce(${identifier(by)}, '') AS "own"`;
  const named = (columns: Readonly<Record<string, string>>) =>
    Object.entries(columns)
      .map(([name, sql]) => `, ${sql} AS ${identifier(name)}`)
      .join("");
  const kept: Relation[] = [];
  const keep = async (sql: string) => {
    const relation = await engine.keep(sql);
    kept.push(relation);
    return relation;
  };
  const drop = async () => {
    for (const relation of kept.splice(0)) await engine.drop(relation);
  };
  try {
    const grouping = Array.from({ length: 3 + Object.keys(keys).length }, (_, i) => i + 1).join(", ");
    const parts = await keep(
      `SELECT ${place}${named(keys)}, min(${moment}) AS "first", max(${moment}) AS "last", min("time") AS "clock", max("time") AS "until", CAST(count(*) AS BIGINT) AS "n", CAST(count("time") AS BIGINT) AS "timed"${named(figures)} FROM ${rows}${joins} GROUP BY ${grouping}`,
    );
    const { span, all, apart } = await checked(parts, rows, end);
    // Whole numbers stand for names from here on, which are long; 0 is nobody.
    const codes = (column: string) =>
      keep(
        `SELECT CAST(CASE WHEN trim("name") = '' THEN 0 ELSE row_number() OVER (ORDER BY "name") END AS INTEGER) AS "code", "name" FROM (SELECT DISTINCT ${column} AS "name" FROM ${parts.from} WHERE ${column} IS NOT NULL) AS names`,
      );
    const people = await codes(`"own"`);
    const units = await codes(`"unit"`);
    const coded = await keep(
      `SELECT parts."part", units."code" AS "who", parts."stretch", people."code" AS "own", parts."first", parts."last", parts."clock" FROM (${withRow(parts, "part").sql}) AS parts JOIN ${units.stored} AS units ON units."name" = parts."unit" JOIN ${people.stored} AS people ON people."name" = parts."own" WHERE parts."stretch" IS NOT NULL`,
    );
    const numbers =
      made === undefined
        ? `SELECT DISTINCT "who", "stretch", 1 AS "number" FROM ${coded.from}`
        : numbered(
            `SELECT "who", "stretch", min("first") AS "first", max("last") AS "last" FROM ${coded.from} GROUP BY "who", "stretch"`,
            made,
          );
    const places = await keep(
      `WITH numbers AS (${numbers}), own AS (SELECT coded."part", coded."who", coded."stretch", coded."own", coded."clock", numbers."number" FROM ${coded.stored} AS coded JOIN numbers ON numbers."who" = coded."who" AND numbers."stretch" = coded."stretch"), whole AS (SELECT *, row_number() OVER () AS "id" FROM (SELECT "who", "number", min(nullif("own", 0)) AS "low", max("own") AS "high", min("clock") AS "begins" FROM own GROUP BY "who", "number") AS sessions) SELECT own."part", own."who", own."stretch", own."own", whole."id", whole."begins", whole."low" IS NOT NULL AS "somebody", whole."low" <> whole."high" AS "several", coalesce(nullif(own."own", 0), CASE WHEN whole."low" = whole."high" THEN whole."low" END) AS "code" FROM own JOIN whole ON whole."who" = own."who" AND whole."number" = own."number"`,
    );
    const starting = start === undefined ? "TRUE" : `"begins" >= DATE ${literal(start)}`;
    const told = await engine.query(
      `SELECT CAST(count(DISTINCT "id") AS DOUBLE) AS "all", CAST(count(DISTINCT "id") FILTER (WHERE NOT "somebody") AS DOUBLE) AS "nobody", CAST(count(DISTINCT "id") FILTER (WHERE "several") AS DOUBLE) AS "several" FROM ${places.from} WHERE ${starting}`,
    );
    const figure = (name: string) => told.get(name, 0) as number;
    if (figure("all") === 0)
      throw new DataError(
        `expected sessions from ${start ?? span.first} to ${end ?? span.last}, got none; events are of ${span.first} to ${span.last}`,
      );
    if (figure("all") === figure("nobody"))
      throw new DataError(
        `expected sessions of a ${by}, got none among ${counted(figure("all"), "session")}; map the role ${by}${by === "customer" ? `, or ask for visitors with by: "visitor"` : ""}`,
      );
    const counting = `places."code" IS NOT NULL AND ${starting}`;
    const seen = await keep(
      `SELECT places."code" AS "who", places."id", parts."first", parts."last", parts."clock", parts."n"${[...Object.keys(keys), ...Object.keys(figures)].map((name) => `, parts.${identifier(name)}`).join("")} FROM (${withRow(parts, "part").sql}) AS parts JOIN ${places.stored} AS places ON places."part" = parts."part" WHERE ${counting}`,
    );
    return {
      seen,
      people,
      span,
      moment,
      warnings: warningsOf({
        by,
        rows: all,
        apart,
        all: figure("all"),
        nobody: figure("nobody"),
        several: figure("several"),
      }),
      chosen: (columns, where, joining = "") => {
        const list = Object.keys(columns).map((name) => `, chosen.${identifier(name)}`);
        return `SELECT places."code" AS "who", places."id"${list.join("")} FROM (SELECT DISTINCT ${place}${named(columns)} FROM ${rows}${joining} WHERE ${where}) AS chosen JOIN ${units.stored} AS units ON units."name" = chosen."unit" JOIN ${people.stored} AS people ON people."name" = chosen."own" JOIN ${places.stored} AS places ON places."who" = units."code" AND places."stretch" = chosen."stretch" AND places."own" = people."code" WHERE ${counting}`;
      },
      drop,
    };
  } catch (cause) {
    await drop();
    throw cause;
  }
}

/** The span of all events, once each has a time and none lies after the last day that counts. */
async function checked(
  parts: Relation,
  rows: string,
  end: string | undefined,
): Promise<{ span: EventSessions["span"]; all: number; apart: number }> {
  const found = await parts.engine.query(
    `SELECT CAST(coalesce(sum("n"), 0) AS DOUBLE) AS "all", CAST(coalesce(sum("n" - "timed"), 0) AS DOUBLE) AS "untimed", CAST(coalesce(sum("n") FILTER (WHERE "unit" IS NULL OR "stretch" IS NULL), 0) AS DOUBLE) AS "apart", min("clock") AS "first", max("until") AS "last" FROM ${parts.from}`,
  );
  const figure = (name: string) => found.get(name, 0) as number;
  if (figure("all") === 0)
    throw new DataError("expected at least one event, got none; look at what was dropped or left out before");
  if (figure("untimed") > 0) {
    const first = await parts.engine.query(`SELECT min("row") AS "row" FROM ${rows} WHERE "time" IS NULL`);
    throw new DataError(
      `expected a time in every event, got ${figure("untimed")} without; give them one, or leave them out`,
      { row: first.get("row", 0) as number, column: "time" },
    );
  }
  const span = { first: day(found.get("first", 0) as Date), last: day(found.get("last", 0) as Date) };
  if (end !== undefined && span.last > end)
    throw new DataError(
      `expected no events after asOf (${end}), got some, the latest of ${span.last}; move asOf, or leave them out`,
      { column: "time" },
    );
  return { span, all: figure("all"), apart: figure("apart") };
}

function warningsOf(of: {
  by: Whose;
  rows: number;
  apart: number;
  all: number;
  nobody: number;
  several: number;
}): string[] {
  const { by, rows, apart, all, nobody, several } = of;
  return [
    ...(apart > 0
      ? [
          `${counted(apart, "event")} of ${grouped(rows)} (${percent(apart / rows)}) are in no session and count nowhere.`,
        ]
      : []),
    ...(nobody > 0
      ? [
          `${counted(nobody, "session")} of ${grouped(all)} (${percent(nobody / all)}) ${nobody === 1 ? "has" : "have"} no ${by} and count${nobody === 1 ? "s" : ""} nowhere.`,
        ]
      : []),
    ...(several > 0
      ? [
          `${counted(several, "session")} ${several === 1 ? "has" : "have"} more than one ${by}: each has the events of their own, those of nobody count nowhere.`,
        ]
      : []),
  ];
}

function day(time: Date): string {
  return time.toISOString().slice(0, 10);
}
