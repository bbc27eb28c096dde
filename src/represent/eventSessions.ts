import { addDays, type Day, dayText } from "../collect/day.js";
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

/** Sessions on the engine, each with the person that it belongs to. */
export interface EventSessions {
  /**
   * A row an event, or a group of events of a session that are alike: `id` and `who` (numbers: a session is one of each of both), `first` (when), `clock` (the
   * same by the shop's clock), and the columns that were asked for.
   */
  readonly seen: Relation;
  /** `code` and `name` of everybody: the order of the codes is that of the names. */
  readonly people: Relation;
  /** The days of the first and of the last event of all. */
  readonly span: { readonly first: string; readonly last: string };
  readonly warnings: readonly string[];
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

/**
 * Puts the events of the sessions, and whose they are, on the engine, once for all queries that need them. A session belongs to the one person of it: events before a sign-in
 * are of the customer who signs in later in the session. Where several did, each has the events of their own, and the others are nobody's.
 *
 * With `alike`, events of a session that have the same in all `columns` become one row.
 */
export async function eventSessions(
  events: Events,
  columns: readonly string[],
  { by, start, end }: Period,
  alike = false,
): Promise<EventSessions> {
  const { engine } = events;
  const list = columns.map((name) => `, ${identifier(name)}`).join("");
  // Order and durations go by the instant where there is one: the clock repeats an hour in autumn.
  const moment = events.names.includes("instant") ? `"instant"` : `"time"`;
  const own = `CASE WHEN trim(${identifier(by)}) <> '' THEN ${identifier(by)} END AS "own"`;
  const kept: Relation[] = [];
  const keep = async (sql: string) => {
    const relation = await engine.keep(sql);
    kept.push(relation);
    return relation;
  };
  const drop = async (relation: Relation) => {
    kept.splice(kept.indexOf(relation), 1);
    await engine.drop(relation);
  };
  const dropAll = async () => {
    for (const relation of [...kept]) await drop(relation);
  };
  try {
    const raw = await keep(
      alike
        ? `SELECT "session", ${own}${list}, min(${moment}) AS "first", min("time") AS "clock", max("time") AS "until", CAST(count(*) AS BIGINT) AS "n", CAST(count(*) - count("time") AS BIGINT) AS "untimed", min(CASE WHEN "time" IS NULL THEN "row" END) AS "untimedRow" FROM ${events.from} GROUP BY ALL`
        : `SELECT "session", ${own}${list}, ${moment} AS "first", "time" AS "clock", CASE WHEN "time" IS NULL THEN "row" END AS "untimedRow" FROM ${events.from}`,
    );
    const { span, rows, apart } = await checked(raw, end, alike);
    const people = await keep(
      `SELECT CAST(row_number() OVER (ORDER BY "own") AS INTEGER) AS "code", "own" AS "name" FROM (SELECT DISTINCT "own" FROM ${raw.from} WHERE "own" IS NOT NULL) AS named`,
    );
    const starting = start === undefined ? "TRUE" : `min("clock") >= DATE ${literal(start)}`;
    const sessions = await keep(
      `SELECT "session", row_number() OVER () AS "id", min("own") AS "low", max("own") AS "high" FROM ${raw.from} WHERE "session" IS NOT NULL GROUP BY "session" HAVING ${starting}`,
    );
    const told = await engine.query(
      `SELECT CAST(count(*) AS DOUBLE) AS "all", CAST(count(*) - count("low") AS DOUBLE) AS "nobody", CAST(count(*) FILTER (WHERE "low" <> "high") AS DOUBLE) AS "several" FROM ${sessions.from}`,
    );
    const figure = (name: string) => told.get(name, 0) as number;
    const [all, nobody, several] = [figure("all"), figure("nobody"), figure("several")];
    if (all === 0)
      throw new DataError(
        `expected sessions from ${start ?? span.first} to ${end ?? span.last}, got none; events are of ${span.first} to ${span.last}`,
      );
    if (all === nobody)
      throw new DataError(
        `expected sessions of a ${by}, got none among ${counted(all, "session")}; map the role ${by}${by === "customer" ? `, or ask for visitors with by: "visitor"` : ""}`,
      );
    const seen = await keep(
      `SELECT s."id", CAST(coalesce(p."code", s."sole") AS INTEGER) AS "who", r."first", r."clock"${columns.map((name) => `, r.${identifier(name)}`).join("")} FROM ${raw.stored} AS r JOIN (SELECT "session", "id", CASE WHEN "low" = "high" THEN q."code" END AS "sole" FROM ${sessions.stored} AS k JOIN ${people.stored} AS q ON q."name" = k."low") AS s ON r."session" = s."session" LEFT JOIN ${people.stored} AS p ON p."name" = r."own" WHERE coalesce(p."code", s."sole") IS NOT NULL`,
    );
    await drop(raw);
    await drop(sessions);
    return { seen, people, span, warnings: warningsOf({ by, rows, apart, all, nobody, several }), drop: dropAll };
  } catch (cause) {
    await dropAll();
    throw cause;
  }
}

/** The span of all events, once each has a time and none lies after the last day that counts. */
async function checked(
  raw: Relation,
  end: string | undefined,
  alike: boolean,
): Promise<{ span: EventSessions["span"]; rows: number; apart: number }> {
  const sum = (column: string, one: string, filter = "") =>
    `CAST(coalesce(${alike ? `sum(${column})` : one}${filter}, 0) AS DOUBLE)`;
  const found = await raw.engine.query(
    `SELECT ${sum(`"n"`, "count(*)")} AS "rows", ${sum(`"untimed"`, `count("untimedRow")`)} AS "untimed", min("untimedRow") AS "row", ${sum(`"n"`, "count(*)", ` FILTER (WHERE "session" IS NULL)`)} AS "apart", min("clock") AS "first", max(${alike ? `"until"` : `"clock"`}) AS "last" FROM ${raw.from}`,
  );
  const figure = (name: string) => found.get(name, 0) as number;
  if (figure("rows") === 0)
    throw new DataError("expected at least one event, got none; look at what was dropped or left out before");
  if (figure("untimed") > 0)
    throw new DataError(
      `expected a time in every event, got ${figure("untimed")} without; give them one, or leave them out`,
      { row: figure("row"), column: "time" },
    );
  const span = { first: day(found.get("first", 0) as Date), last: day(found.get("last", 0) as Date) };
  if (end !== undefined && span.last > end)
    throw new DataError(
      `expected no events after asOf (${end}), got some, the latest of ${span.last}; move asOf, or leave them out`,
      { column: "time" },
    );
  return { span, rows: figure("rows"), apart: figure("apart") };
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
