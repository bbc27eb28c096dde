import { defaultEngine } from "../engine/duckdb.js";
import type { ColumnInfo } from "../engine/engine.js";
import { identifier } from "../engine/quote.js";
import { Relation, withRow } from "../engine/relation.js";
import { requireColumn, requireOptions } from "../errors.js";
import type { AnyColumn, Row, TableLike } from "../table.js";
import { requireRoles } from "./requireRoles.js";
import { fileOf, type RoleKind, roleExpression } from "./roleExpression.js";
import { SessionedEvents } from "./stretches.js";

/** Which column says what of an event. `time`, and `customer` or `visitor`, have to be there. */
export interface EventMapping<C extends Row = Row> {
  /** Who did it, where they were signed in. */
  readonly customer?: AnyColumn<C>;
  /** The device or cookie, such as user_pseudo_id or anonymousId. */
  readonly visitor?: AnyColumn<C>;
  /** The session, where the source has one; else sessions are made of the times. */
  readonly session?: AnyColumn<C>;
  readonly time: AnyColumn<C>;
  /** What happened, such as "page_view" or "purchase". */
  readonly event?: AnyColumn<C>;
  readonly page?: AnyColumn<C>;
  readonly product?: AnyColumn<C>;
  readonly referrer?: AnyColumn<C>;
  readonly device?: AnyColumn<C>;
  readonly os?: AnyColumn<C>;
  readonly browser?: AnyColumn<C>;
  readonly userAgent?: AnyColumn<C>;
  readonly screen?: AnyColumn<C>;
  readonly language?: AnyColumn<C>;
  readonly country?: AnyColumn<C>;
}

/** What a column of events can be. */
export type EventRole = keyof EventMapping;

const kinds: { readonly [role in EventRole]: RoleKind } = {
  customer: "id",
  visitor: "id",
  session: "id",
  time: "time",
  event: "text",
  page: "text",
  product: "id",
  referrer: "text",
  device: "text",
  os: "text",
  browser: "text",
  userAgent: "text",
  screen: "text",
  language: "text",
  country: "text",
};

const roleNames = Object.keys(kinds) as EventRole[];

/** Something that a customer or visitor did. The optional columns are there where they were mapped. */
export interface Event {
  /** Number of the row in the source, from 1. */
  row: number;
  customer: string | null;
  visitor: string | null;
  /** The session; null where nobody is known or there is no time. */
  session: string | null;
  time: Date | null;
  event?: string | null;
  page?: string | null;
  product?: string | null;
  referrer?: string | null;
  device?: string | null;
  os?: string | null;
  browser?: string | null;
  userAgent?: string | null;
  screen?: string | null;
  language?: string | null;
  country?: string | null;
}

/** Events under the names of their roles. */
export type Events = Relation<Event>;

/** Options of `events`. */
export interface EventsOptions {
  /** Minutes without an event after which the next one begins a session, where the source has none (30 is the analytics tools' custom). */
  sessionMinutes?: number;
}

/**
 * Describes events of a website or an app by the roles of their columns, and puts them into sessions. Returns at once: nothing is read, dropped or repaired.
 *
 * A source's own `session` is kept (joined with the visitor, for the numbers of some sources are unique within one only). Without it, events of one visitor (of one
 * customer, where no visitor is known) belong together until `sessionMinutes` pass without one. Events of a visitor who signs in later keep `customer`
 * null: nothing is guessed.
 *
 * When it misleads: two devices of a customer are two visitors, a device shared by two people is one. Events that arrive late or twice are events as others; a day of the
 * source's zone is not the shop's.
 *
 * @param raw a relation (of `read`), or a table, DataFrame, array of objects or Arrow bytes.
 * @throws TypeError where a role is unknown, or `time`, or both `customer` and `visitor`, are not mapped; RangeError where `sessionMinutes` is not above 0;
 *   DataError where a column does not exist or holds the wrong type.
 *
 * @example
 * const clicks = events(
 *   [
 *     { who: "Ada", at: new Date("2024-01-05T10:00:00Z"), what: "home" },
 *     { who: "Ada", at: new Date("2024-01-05T10:29:00Z"), what: "product" },
 *     { who: "Ada", at: new Date("2024-01-05T11:00:00Z"), what: "home" },
 *   ],
 *   { customer: "who", time: "at", page: "what" },
 * );
 * console.log((await clicks.toTable()).array("session")); // [ 'Ada 1', 'Ada 1', 'Ada 2' ]
 */
export function events<C extends Row>(
  raw: Relation<C> | TableLike<C>,
  mapping: EventMapping<C>,
  options: EventsOptions = {},
): Events {
  requireOptions(options, { sessionMinutes: true }, "events");
  const { sessionMinutes = 30 } = options;
  if (!(sessionMinutes > 0) || !Number.isFinite(sessionMinutes))
    throw new RangeError(`expected sessionMinutes above 0, got ${sessionMinutes}`);
  const columns = requireRoles(mapping, roleNames, "{ customer, time, page }");
  if (columns.time === undefined) throw new TypeError("expected a column for the role time, got none");
  if (columns.customer === undefined && columns.visitor === undefined)
    throw new TypeError("expected a column for customer (who was signed in) or visitor (the device), got neither");
  return described(raw instanceof Relation ? raw : defaultEngine().load(raw), columns, sessionMinutes);
}

function described(source: Relation, columns: { readonly [R in EventRole]?: string }, sessionMinutes: number): Events {
  const file = fileOf(source);
  const taken = source.names.map((name) => name.toLowerCase());
  let free = "row";
  while (taken.includes(free)) free += "_";
  const expressions = new Map<string, string>([["row", identifier(free)]]);
  for (const role of roleNames) {
    const name = columns[role];
    if (name === undefined) continue;
    requireColumn(source.names, name, `a column for ${role}`, { file });
    expressions.set(role, roleExpression(source, role, kinds[role], name));
  }
  for (const role of ["customer", "visitor"])
    if (!expressions.has(role)) expressions.set(role, "CAST(NULL AS VARCHAR)");
  const given = expressions.has("session");
  const listed = ["row", ...roleNames].filter((name) => expressions.has(name));
  const list = listed.map((name) => `${expressions.get(name)} AS ${identifier(name)}`).join(", ");
  const numbered = withRow(source, free);
  const plain = `SELECT ${list} FROM ${numbered.from}`;
  const who = `coalesce("visitor", "customer")`;
  const infos: ColumnInfo[] = ["row", ...roleNames]
    .filter((name) => expressions.has(name) || name === "session")
    .map((name) => ({
      name,
      type: name === "row" ? "integer" : kinds[name as EventRole] === "time" ? "time" : "text",
    }));
  if (!given)
    return new SessionedEvents(
      source.engine,
      { rows: plain, who, moment: `"time"`, microseconds: Math.round(sessionMinutes * 60e6) },
      infos.map(({ name }) => name),
      infos,
    );
  const unique = `CASE WHEN ${who} IS NOT NULL AND "session" IS NOT NULL THEN ${who} || ' ' || "session" END AS "session"`;
  const names = infos.map(({ name }) => (name === "session" ? unique : identifier(name)));
  return new Relation<Event>(source.engine, `SELECT ${names.join(", ")} FROM (${plain}) AS events`, infos);
}
