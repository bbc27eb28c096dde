import { defaultEngine } from "../engine/duckdb.js";
import type { ColumnInfo } from "../engine/engine.js";
import { identifier, literal } from "../engine/quote.js";
import { Relation, withRow } from "../engine/relation.js";
import { isTimeZone, noTimeZone, zoneClock } from "../engine/timeZone.js";
import { quoted, requireColumn, requireOneOf, requireOptions } from "../errors.js";
import type { AnyColumn, Row, TableLike } from "../table.js";
import { clockOf, requireUtc, requireZones } from "./clockOf.js";
import { DescribedEvents } from "./events/describedEvents.js";
import type { EventSql } from "./events/eventSql.js";
import { ga4 } from "./events/ga4.js";
import { segment } from "./events/segment.js";
import { inSessions } from "./events/stretches.js";
import { requireRoles } from "./requireRoles.js";
import { fileOf, type RoleKind, roleExpression } from "./roleExpression.js";

/** Which column says what of an event. `time`, and `customer` or `visitor`, have to be there. */
export interface EventMapping<C extends Row = Row> {
  /** Who did it, where they were signed in. */
  readonly customer?: AnyColumn<C>;
  /** The device or cookie, such as user_pseudo_id or anonymousId. */
  readonly visitor?: AnyColumn<C>;
  /** The session, where the source has one; else sessions are made of the times. */
  readonly session?: AnyColumn<C>;
  readonly time: AnyColumn<C>;
  /** The time zone of each row ("Europe/Zurich"), where their times are of UTC. */
  readonly timeZone?: AnyColumn<C>;
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
  /** What tells the event from all others, such as messageId: `clean` drops the second of two that have the same. */
  readonly id?: AnyColumn<C>;
  /** When the event arrived, which may be long after it happened. */
  readonly received?: AnyColumn<C>;
  /** The table that it was exported in, such as events_20240105 or events_intraday_20240105: `clean` drops what is provisional. */
  readonly table?: AnyColumn<C>;
}

/** A source whose columns are known: GA4's export to BigQuery, or calls of Twilio Segment. */
export type KnownEvents = "ga4" | "segment";

/** What a column of events can be. */
export type EventRole = keyof EventMapping;

const kinds: { readonly [role in EventRole]: RoleKind } = {
  customer: "id",
  visitor: "id",
  session: "id",
  time: "time",
  timeZone: "text",
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
  id: "id",
  received: "time",
  table: "text",
};

const sources: { readonly [name in KnownEvents]: (source: Relation, row: string) => EventSql } = { ga4, segment };

const roleNames = Object.keys(kinds) as EventRole[];

/** The columns of Events in their order. */
const columnNames: readonly string[] = [
  "row",
  ...roleNames.flatMap((name) => (name === "time" ? ["time", "instant"] : [name])),
];

/** Something that a customer or visitor did. The optional columns are there where they were mapped. */
export interface Event {
  /** Number of the row in the source, from 1. */
  row: number;
  customer: string | null;
  visitor: string | null;
  /** The session; null where nobody is known or there is no time. */
  session: string | null;
  time: Date | null;
  /** The time in UTC, where a time zone was given: order and durations go by it. */
  instant?: Date | null;
  timeZone?: string | null;
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
  id?: string | null;
  received?: Date | null;
  table?: string | null;
}

/** Events under the names of their roles. */
export type Events = Relation<Event>;

/** Options of `events`. */
export interface EventsOptions {
  /** Minutes without an event after which the next one begins a session, where the source has none (30 is the analytics tools' custom). */
  sessionMinutes?: number;
  /** The time zone of the shop, as an IANA name ("Europe/Zurich"): the times of the source are of UTC, and become those of the shop's clock. */
  timeZone?: string;
  /** Whether events of a visitor that nobody was signed in for get the customer of that visitor, where it ever had exactly one. */
  stitch?: boolean;
}

/**
 * Describes events of a website or an app by the roles of their columns, and puts them into sessions. Returns at once: nothing is read, dropped or repaired
 * (that is `clean`'s work).
 *
 * Instead of a mapping, the name of a known source is taken, with columns as its documentation has them:
 * - `"ga4"`: Google Analytics 4's export to BigQuery, with nested event_params, items, device and geo, as JSON, Parquet or SQL. Sessions are those of
 *   ga_session_id. Where the rows come from several tables, a column `table` (of `read`'s `fileColumn`, or `_TABLE_SUFFIX`) tells the intraday ones.
 * - `"segment"`: calls by Twilio Segment's specification, a JSON object a line. Track, page and screen calls are events; identify, group and alias calls are
 *   none, and serve `stitch` as times when somebody signed in. `counts` tells how many there are.
 *
 * A source's own `session` is kept (joined with the visitor, for the numbers of some sources are unique within one only). Without it, events of one visitor (of one
 * customer, where no visitor is known; a blank id is none) belong together until `sessionMinutes` pass without one.
 *
 * Sources of events write UTC; with `timeZone` (or a column of zones) days and hours are those of the shop's clock. Sessions are made of the times in UTC, and
 * `instant` keeps these, for the clock repeats an hour in autumn. `received` stays in UTC.
 *
 * Events of a visitor who signs in before or after them keep `customer` null, unless `stitch` is set: then they get the customer who signed in on that visitor, if it was
 * only ever one. Of visitors with several customers nothing is guessed. `counts` tells how many got one.
 *
 * When it misleads: two devices of a customer are two visitors, a device shared by two people is one: with `stitch`, what one did on it before the other signed in counts as
 * the other's, unless both signed in. Stitching looks ahead: what is known of a customer on some day then rests on a later sign-in. Events that
 * arrive late or twice are events as others until they are cleaned; without `timeZone` a day is one of UTC and not the shop's. GA4 shows nothing of visitors without consent but their events.
 *
 * @param raw a relation (of `read`), or a table, DataFrame, array of objects or Arrow bytes.
 * @param mapping the column of each role, or the name of a known source.
 * @returns the events, in the order of the source, as a Relation with `counts`.
 * @throws TypeError where a role is unknown, or `time`, or both `customer` and `visitor`, are not mapped; RangeError where `sessionMinutes` is not above 0, a time zone
 *   does not exist or no source has that name; DataError where a column does not exist or holds the wrong type. A nested cell that cannot be read is a DataError when the events are computed.
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
 * const calls = events(
 *   [
 *     { type: "page", anonymousId: "a1", userId: null, timestamp: new Date("2024-01-05T10:00:00Z") },
 *     { type: "identify", anonymousId: "a1", userId: "Ada", timestamp: new Date("2024-01-05T10:01:00Z") },
 *   ],
 *   "segment",
 *   { stitch: true },
 * );
 * console.log((await calls.toTable()).array("customer")); // [ 'Ada' ]
 * console.log(await calls.counts()); // { rows: 2, events: 1, calls: { identify: 1 }, stitched: 1 }
 */
export function events<C extends Row>(
  raw: Relation<C> | TableLike<C>,
  mapping: EventMapping<C> | KnownEvents,
  options: EventsOptions = {},
): DescribedEvents {
  requireOptions(options, { sessionMinutes: true, timeZone: true, stitch: true }, "events");
  const { sessionMinutes = 30, timeZone, stitch = false } = options;
  if (!(sessionMinutes > 0) || !Number.isFinite(sessionMinutes))
    throw new RangeError(`expected sessionMinutes above 0, got ${sessionMinutes}`);
  if (typeof stitch !== "boolean") throw new TypeError(`expected stitch to be true or false, got ${quoted(stitch)}`);
  if (typeof mapping === "string") {
    requireOneOf("the name of a source", mapping, Object.keys(sources));
    if (timeZone !== undefined && !isTimeZone(timeZone)) throw new RangeError(noTimeZone(timeZone));
    const ofSource = (source: Relation, row: string) => onClock(source, sources[mapping](source, row), timeZone);
    return described(sourceOf(raw), ofSource, sessionMinutes, stitch);
  }
  const columns = requireRoles(mapping, roleNames, "{ customer, time, page }");
  if (columns.time === undefined) throw new TypeError("expected a column for the role time, got none");
  if (columns.customer === undefined && columns.visitor === undefined)
    throw new TypeError("expected a column for customer (who was signed in) or visitor (the device), got neither");
  requireZones(raw, columns.timeZone);
  return described(sourceOf(raw), (source) => mapped(source, columns, timeZone), sessionMinutes, stitch);
}

function sourceOf<C extends Row>(raw: Relation<C> | TableLike<C>): Relation {
  return raw instanceof Relation ? raw : defaultEngine().load(raw);
}

/** Known sources write UTC. */
function onClock(source: Relation, sql: EventSql, timeZone: string | undefined): EventSql {
  for (const name of sql.times) requireUtc(source, name, "as the source writes them");
  if (timeZone === undefined) return sql;
  const instant = sql.roles.get("time")!;
  return { ...sql, roles: new Map([...sql.roles, ["time", zoneClock(instant, literal(timeZone))]]), instant };
}

function mapped(
  source: Relation,
  columns: { readonly [R in EventRole]?: string },
  timeZone: string | undefined,
): EventSql {
  const roles = new Map<EventRole, string>();
  for (const role of roleNames) {
    const name = columns[role];
    if (name === undefined) continue;
    requireColumn(source.names, name, `a column for ${role}`, { file: fileOf(source) });
    roles.set(role, roleExpression(source, role, kinds[role], name));
  }
  const clock = clockOf(source, { name: columns.time!, sql: roles.get("time")! }, timeZone, columns.timeZone);
  roles.set("time", clock.time);
  if (clock.instant !== undefined && columns.received !== undefined)
    requireUtc(source, columns.received, "as the times of the events are");
  return { unpacked: new Map(), roles, times: [], instant: clock.instant };
}

function described(
  source: Relation,
  describe: (source: Relation, row: string) => EventSql,
  sessionMinutes: number,
  stitch: boolean,
): DescribedEvents {
  const taken = source.names.map((name) => name.toLowerCase());
  let free = "row";
  while (taken.includes(free)) free += "_";
  const { unpacked, roles, instant, kind, former } = describe(source, free);
  const expressions = new Map<string, string>([["row", identifier(free)], ...roles]);
  if (instant !== undefined) expressions.set("instant", instant);
  const moment = instant === undefined ? `"time"` : `"instant"`;
  const who = personOf(expressions.has("visitor"));
  for (const role of ["customer", "visitor"])
    if (!expressions.has(role)) expressions.set(role, "CAST(NULL AS VARCHAR)");
  const given = expressions.has("session");
  const listed = columnNames.filter((name) => expressions.has(name));
  const numbered = withRow(source, free).from;
  const read = [...unpacked].map(([name, { parts }]) => `${parts} AS ${identifier(name)}`);
  const checked = [...unpacked].map(([name, each]) => `${each.checked(identifier(name))} AS ${identifier(name)}`);
  const isEvent = kind === undefined ? "" : ` WHERE ${kind.sql} IN (${kind.events.map(literal).join(", ")})`;
  const eventsOf = (from: string, names: readonly string[]) => {
    const rows =
      read.length === 0
        ? from
        : `(SELECT * REPLACE (${checked.join(", ")}) FROM (SELECT *, ${read.join(", ")} FROM ${from}) AS unpacked) AS checked`;
    const plain = `SELECT ${names.map((name) => `${expressions.get(name)} AS ${identifier(name)}`).join(", ")} FROM ${rows}${isEvent}`;
    const signed = (visitor: string) =>
      `SELECT ${visitor} AS "visitor", ${expressions.get("customer")} AS "customer" FROM ${from}`;
    const signs = [expressions.get("visitor")!, ...(former === undefined ? [] : [former])].map(signed);
    return stitch ? stitched(plain, signs.join(" UNION ALL "), names) : plain;
  };
  const known = eventsOf(numbered, listed);
  const infos: ColumnInfo[] = columnNames
    .filter((name) => expressions.has(name) || name === "session")
    .map((name) => ({
      name,
      type: name === "row" ? "integer" : name === "instant" || kinds[name as EventRole] === "time" ? "time" : "text",
    }));
  const stretches = given ? undefined : { rows: known, who, moment, microseconds: Math.round(sessionMinutes * 60e6) };
  const unique = `CASE WHEN ${who} IS NOT NULL AND trim("session") <> '' THEN ${who} || ' ' || "session" END AS "session"`;
  const names = infos.map(({ name }) => (name === "session" ? unique : identifier(name)));
  const sql =
    stretches === undefined
      ? `SELECT ${names.join(", ")} FROM (${known}) AS events`
      : inSessions(
          stretches,
          infos.map(({ name }) => name),
        );
  // Cells that cannot be read are told with their row. Without the number the engine reads a file with all its threads.
  const bare = read.length > 0 ? known : eventsOf(source.from, listed.slice(1));
  const unnumbered =
    stretches === undefined
      ? `SELECT ${names.filter((name) => name !== '"row"').join(", ")} FROM (${bare}) AS events`
      : bare;
  // Joins forget the order of the source.
  const order = given && !stitch ? "" : ` ORDER BY "row"`;
  return new DescribedEvents(source.engine, `${sql}${order}`, infos, {
    stretches,
    unnumbered,
    kinds: `SELECT ${kind === undefined ? "CAST(NULL AS VARCHAR)" : kind.sql} AS "kind" FROM ${numbered}`,
    events: kind?.events,
    stitched: stitch ? `SELECT "customer" IS DISTINCT FROM "signed" AS "stitched" FROM (${known}) AS known` : undefined,
  });
}

/** SQL: whose session it is. A blank id is nobody's, and the customer "7" without a visitor is not the visitor "7". */
function personOf(visitors: boolean): string {
  const customer = visitors ? `'customer ' || "customer"` : `"customer"`;
  return `CASE WHEN trim("visitor") <> '' THEN "visitor" WHEN trim("customer") <> '' THEN ${customer} END`;
}

/**
 * SELECT: the events, where nobody was signed in with the customer of the visitor who is never seen with another. What was known before stands in "signed".
 */
function stitched(plain: string, signs: string, listed: readonly string[]): string {
  const owners = `SELECT "visitor", min("customer") AS "owner" FROM (${signs}) AS signs WHERE trim("visitor") <> '' AND trim("customer") <> '' GROUP BY "visitor" HAVING min("customer") = max("customer")`;
  const list = listed.map((name) =>
    name === "customer"
      ? `CASE WHEN "customer" IS NULL OR trim("customer") = '' THEN coalesce("owner", "customer") ELSE "customer" END AS "customer"`
      : `plain.${identifier(name)}`,
  );
  return `SELECT ${list.join(", ")}, "customer" AS "signed" FROM (${plain}) AS plain LEFT JOIN (${owners}) AS owners ON plain."visitor" = owners."visitor"`;
}
