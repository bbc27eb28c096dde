import { addDays, type Day, dayText } from "../collect/day.js";
import { DescribedEvents } from "../collect/events/describedEvents.js";
import { numbered, type Stretches, stretchOf } from "../collect/events/stretches.js";
import type { Events } from "../collect/events.js";
import { identifier, literal } from "../engine/quote.js";
import type { Relation } from "../engine/relation.js";
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
  /** SQL by name: what is kept of each event. Texts are better given as numbers, by a join to the numbers of their values. */
  readonly columns?: Readonly<Record<string, string>>;
  /** SQL: joins to `events` that these need, each of them with one row an event. */
  readonly joins?: string;
  /** Whether `seen` has a row for each combination of the columns, too. */
  readonly apart?: boolean;
}

/** Sessions on the engine, each with the person that it belongs to. */
export interface EventSessions {
  /**
   * Kept: for each person (`who`, a number) and session (`id`, a number) one or more rows, with the number of events (`n`), the first and the last of them (`first`,
   * `last`, and by the shop's clock `clock`); with `apart` a row for each combination of the columns.
   */
  readonly seen: Relation;
  /** Kept: `code` and `name` of everybody; codes are in the order of the names. */
  readonly people: Relation;
  readonly warnings: readonly string[];
  /** SELECT: each event that counts, with `who`, `id`, `moment` (by which events are in order), `clock` and the columns. */
  readonly each: string;
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
  const found = await events.engine.query(`SELECT max("time") AS "last" FROM ${eventRows(events)}`);
  const last = found.get("last", 0) as Date | null;
  const usual =
    last === null
      ? ""
      : `; the last event is of ${day(last)}, so the day after would be asOf: ${JSON.stringify(addDays(day(last), 1))}`;
  throw new TypeError(`expected asOf, the day from which recency is counted, got none${usual}`);
}

/** SQL: the events as they stand after FROM, before they have a person. */
export function eventRows(events: Events): string {
  return `(${events instanceof DescribedEvents ? events.unnumbered : events.sql}) AS events`;
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
  { columns = {}, joins = "", apart = false }: Asked = {},
): Promise<EventSessions> {
  const { engine } = events;
  const made = stretchesOf(events);
  const rows = eventRows(events);
  // Order and durations go by the instant where there is one: the clock repeats an hour in autumn.
  const moment = made?.moment ?? (events.names.includes("instant") ? `"instant"` : `"time"`);
  const unit = made?.who ?? `"session"`;
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
    // Whole numbers stand for names from here on, which are long; 0 is nobody.
    // Who it is follows from few different texts, so that they are looked at once and not in every event.
    const texts = made === undefined ? ["session", by] : ["visitor", "customer"];
    const different = `SELECT ${texts.map(identifier).join(", ")} FROM ${rows} GROUP BY ${texts.map(identifier).join(", ")}`;
    const named = await keep(
      `SELECT ${texts.map((name, i) => `${identifier(name)} AS "text${i}"`).join(", ")}, coalesce(${unit}, '') AS "unit", coalesce(${identifier(by)}, '') AS "own" FROM (${different}) AS texts`,
    );
    const codes = (column: string) =>
      keep(
        `SELECT CAST(CASE WHEN trim("name") = '' THEN 0 ELSE row_number() OVER (ORDER BY "name") END AS INTEGER) AS "code", "name" FROM (SELECT DISTINCT ${column} AS "name" FROM ${named.from}) AS names`,
      );
    const people = await codes(`"own"`);
    const units = await codes(`"unit"`);
    const whose = await keep(
      `SELECT ${texts.map((_, i) => `named."text${i}"`).join(", ")}, nullif(units_."code", 0) AS "unitCode", people_."code" AS "ownCode" FROM ${named.stored} AS named JOIN ${units.stored} AS units_ ON units_."name" = named."unit" JOIN ${people.stored} AS people_ ON people_."name" = named."own"`,
    );
    const same = texts.map((name, i) => `whose."text${i}" IS NOT DISTINCT FROM events.${identifier(name)}`);
    const names = Object.keys(columns).map(identifier);
    const asked = Object.entries(columns).map(([name, sql]) => `, ${sql} AS ${identifier(name)}`);
    const coded = await keep(
      `SELECT whose."unitCode" AS "unit", ${made === undefined ? "0" : stretchOf(made)} AS "stretch", whose."ownCode" AS "own", ${moment} AS "moment", "time" AS "clock"${asked.join("")} FROM ${rows} JOIN ${whose.stored} AS whose ON ${same.join(" AND ")}${joins}`,
    );
    const together = [`"unit"`, `"stretch"`, `"own"`, ...(apart ? names : [])].join(", ");
    const parts = await keep(
      `SELECT ${together}, min("moment") AS "first", max("moment") AS "last", min("clock") AS "clock", max("clock") AS "until", CAST(count(*) AS BIGINT) AS "n", CAST(count("clock") AS BIGINT) AS "timed" FROM ${coded.from} GROUP BY ${together}`,
    );
    const { span, all, apart: outside } = await checked(parts, events, end);
    const numbers =
      made === undefined
        ? `SELECT DISTINCT "unit" AS "who", "stretch", 1 AS "number" FROM ${parts.from}`
        : numbered(
            `SELECT "unit" AS "who", "stretch", min("first") AS "first", max("last") AS "last" FROM ${parts.from} WHERE "unit" IS NOT NULL AND "stretch" IS NOT NULL GROUP BY "unit", "stretch"`,
            made,
          );
    // One row a unit, stretch and person: whose these events are, and of which session.
    const places = await keep(
      `WITH numbers AS (${numbers}), own AS (SELECT parts."unit", parts."stretch", parts."own", min(parts."clock") AS "clock", numbers."number" FROM ${parts.stored} AS parts JOIN numbers ON numbers."who" = parts."unit" AND numbers."stretch" = parts."stretch" GROUP BY parts."unit", parts."stretch", parts."own", numbers."number"), whole AS (SELECT *, row_number() OVER () AS "id" FROM (SELECT "unit", "number", min(nullif("own", 0)) AS "low", max("own") AS "high", min("clock") AS "begins" FROM own GROUP BY "unit", "number") AS sessions) SELECT own."unit", own."stretch", own."own", CAST(whole."id" AS INTEGER) AS "id", whole."begins", whole."low" IS NOT NULL AS "somebody", whole."low" <> whole."high" AS "several", coalesce(nullif(own."own", 0), CASE WHEN whole."low" = whole."high" THEN whole."low" END) AS "code" FROM own JOIN whole ON whole."unit" = own."unit" AND whole."number" = own."number"`,
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
    const theirs = (of: Relation) =>
      `FROM ${of.stored} AS of_ JOIN ${places.stored} AS places ON places."unit" = of_."unit" AND places."stretch" = of_."stretch" AND places."own" = of_."own" WHERE places."code" IS NOT NULL AND ${starting}`;
    const kinds = (apart ? names : []).map((name) => `, of_.${name}`).join("");
    const seen = await keep(
      `SELECT places."code" AS "who", places."id", of_."first", of_."last", of_."clock", of_."n"${kinds} ${theirs(parts)}`,
    );
    return {
      seen,
      people,
      each: `SELECT places."code" AS "who", places."id", of_."moment", of_."clock"${names.map((name) => `, of_.${name}`).join("")} ${theirs(coded)}`,
      warnings: warningsOf({
        by,
        rows: all,
        apart: outside,
        all: figure("all"),
        nobody: figure("nobody"),
        several: figure("several"),
      }),
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
  events: Events,
  end: string | undefined,
): Promise<{ span: { first: string; last: string }; all: number; apart: number }> {
  const found = await parts.engine.query(
    `SELECT CAST(coalesce(sum("n"), 0) AS DOUBLE) AS "all", CAST(coalesce(sum("n" - "timed"), 0) AS DOUBLE) AS "untimed", CAST(coalesce(sum("n") FILTER (WHERE "unit" IS NULL OR "stretch" IS NULL), 0) AS DOUBLE) AS "apart", min("clock") AS "first", max("until") AS "last" FROM ${parts.from}`,
  );
  const figure = (name: string) => found.get(name, 0) as number;
  if (figure("all") === 0) throw noEvents();
  if (figure("untimed") > 0) {
    const first = await parts.engine.query(`SELECT min("row") AS "row" FROM ${events.from} WHERE "time" IS NULL`);
    throw untimed(figure("untimed"), first.get("row", 0) as number);
  }
  const span = { first: day(found.get("first", 0) as Date), last: day(found.get("last", 0) as Date) };
  if (end !== undefined && span.last > end)
    throw new DataError(
      `expected no events after asOf (${end}), got some, the latest of ${span.last}; move asOf, or leave them out`,
      { column: "time" },
    );
  return { span, all: figure("all"), apart: figure("apart") };
}

/** Where there is nothing to count. */
export function noEvents(): DataError {
  return new DataError("expected at least one event, got none; look at what was dropped or left out before");
}

/** Where events have no time; `row` is the first of them. */
export function untimed(count: number, row: number): DataError {
  return new DataError(`expected a time in every event, got ${count} without; give them one, or leave them out`, {
    row,
    column: "time",
  });
}

/** Says how many events stand apart, where some do. */
export function apartWarning(apart: number, rows: number): string[] {
  if (apart === 0) return [];
  const verbs = apart === 1 ? ["belongs", "counts"] : ["belong", "count"];
  return [
    `${counted(apart, "event")} of ${grouped(rows)} (${percent(apart / rows)}) ${verbs[0]} to nobody or to no session and ${verbs[1]} nowhere.`,
  ];
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
    ...apartWarning(apart, rows),
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
