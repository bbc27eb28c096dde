import type { Day } from "../collect/day.js";
import type { Events } from "../collect/events.js";
import { identifier, literal } from "../engine/quote.js";
import type { Relation } from "../engine/relation.js";
import { requireOptions } from "../errors.js";
import { dictionaryOf, type FeatureRow, type Features } from "../features.js";
import { type EventSessions, eventSessions, periodOf, requireEventsAsOf, type Whose } from "./eventSessions.js";
import { levelsCut, levelsOfShares, requireMostShares, type ShareLevels, shareColumns } from "./shareColumns.js";

/** Options of `behavioral` for events. */
export interface EngagementOptions<B extends Whose = Whose> {
  /** The last day that counts (`"2011-12-10"`, or a Date by its UTC day). Never guessed. */
  asOf: Day;
  /** Sessions that begin before this day do not count; by default all do. */
  from?: Day;
  /** Pages, events and referrers that get a column for their share: the most frequent, the others are summed in one. */
  mostShares?: number;
  /** A row a customer (those who signed in), or a row a visitor (a device or cookie). */
  by?: B;
}

const known = { asOf: true, from: true, mostShares: true, by: true } satisfies Record<keyof EngagementOptions, true>;

/** How one customer, or visitor, uses the website or app. Columns about pages, events, products and referrers are there where their roles were mapped. */
export type EngagementRow<B extends Whose = "customer"> = { [id in B]: string } & {
  sessions: number;
  events: number;
  eventsPerSession: number;
  sessionMinutes: number;
  bounceShare: number;
  activeDays: number;
  visitRecency: number;
  visitTenure: number;
  daysBetweenVisits: number | null;
  viewedProducts?: number;
  referredShare?: number;
  visitWeekendShare: number;
  visitMorningShare?: number;
  visitAfternoonShare?: number;
  visitEveningShare?: number;
  visitNightShare?: number;
} & { [share: `page=${string}` | `event=${string}` | `referrer=${string}`]: number | null };

/** A column to be: its name, the SQL that computes it from the tables below, and what it means. */
interface Planned extends Omit<FeatureRow, "base"> {
  readonly sql: string;
}

const roles = ["page", "event", "product", "referrer"] as const;

/** SQL: a page without what stands behind ? or #, which is another for every visit. */
const pageLevel = `nullif(trim(split_part(split_part("value", '?', 1), '#', 1)), '')`;
const eventLevel = `nullif(trim("value"), '')`;
/** SQL: the host of an address, without www and port; other texts in small letters. */
const hostLevel = `nullif(regexp_replace(lower(trim(CASE WHEN "value" LIKE '%://%' THEN regexp_extract("value", '^\\s*[A-Za-z][A-Za-z0-9+.-]*://(?:[^/?#]*@)?([^/?#:]+)', 1) ELSE "value" END)), '^www\\.', ''), '')`;

/** What `behavioral` gives for events: how often, how long and for what customers come to a website or app. */
export async function engagement<B extends Whose>(
  events: Events,
  options: EngagementOptions<B>,
): Promise<Features<EngagementRow<B>>> {
  requireOptions(options ?? {}, known, "behavioral");
  const { mostShares = 12 } = options ?? {};
  await requireEventsAsOf(events, options?.asOf);
  requireMostShares(mostShares);
  const period = periodOf(options);
  const present = roles.filter((role) => events.names.includes(role));
  const sessions = await eventSessions(events, present, period);
  const { engine } = events;
  const kept: Relation[] = [];
  try {
    const visits = await engine.keep(visitsOf(sessions.seen, present));
    kept.push(visits);
    const levels: { [role in (typeof roles)[number]]?: ShareLevels } = {};
    for (const role of ["page", "event"] as const)
      if (present.includes(role)) {
        levels[role] = await levelsOfShares(sessions.seen, role, mostShares, role === "page" ? pageLevel : eventLevel);
        kept.push(levels[role].places);
      }
    if (present.includes("referrer")) {
      levels.referrer = await levelsOfShares(visits, "referrer", mostShares, `"value"`);
      kept.push(levels.referrer.places);
    }
    const hours = await engine.query<{ timed: boolean }>(
      `SELECT coalesce(bool_or(date_part('hour', "start") * 60 + date_part('minute', "start") > 0), FALSE) AS "timed" FROM ${visits.from}`,
    );
    const timed = hours.get("timed", 0) as boolean;
    const planned = plan(timed, present, levels);
    const columns = planned.map(({ feature, sql }) => `${sql} AS ${identifier(feature)}`);
    const table = await engine.query<EngagementRow<B>>(
      `WITH ${tables(sessions, visits, period.end!, present, levels)} SELECT people."name" AS ${identifier(period.by)}, ${columns.join(", ")} FROM base JOIN ${sessions.people.stored} AS people ON people."code" = base."who" JOIN rhythm ON rhythm."who" = base."who"${joins(present, levels)} ORDER BY people."code"`,
    );
    return {
      table,
      id: period.by,
      dictionary: dictionaryOf(planned.map(({ sql: _, ...meaning }) => ({ ...meaning, base: "behavioral" }))),
      warnings: [
        ...sessions.warnings,
        ...(present.length === roles.length
          ? []
          : [
              `Not mapped, and so without their features: ${roles.filter((role) => !present.includes(role)).join(", ")}.`,
            ]),
        ...(timed ? [] : ["All sessions begin at midnight, so that times are days: there are no shares of hours."]),
        ...Object.entries(levels).flatMap(([role, own]) =>
          levelsCut(own, role, `${role}s`, role === "referrer" ? "sessions" : "events"),
        ),
      ],
    };
  } finally {
    for (const relation of kept) await engine.drop(relation);
    await sessions.drop();
  }
}

/** SQL: a row a session: when it began and ended, its events, and where its first event came from. */
function visitsOf(seen: Relation, present: readonly string[]): string {
  const visits = `SELECT "who", "id", min("first") AS "first", max("first") AS "last", min("clock") AS "start", CAST(count(*) AS BIGINT) AS "n" FROM ${seen.from} GROUP BY "who", "id"`;
  if (!present.includes("referrer")) return visits;
  // The host is found once for each different address.
  return `WITH visits AS (${visits}), hosts AS (SELECT "value", ${hostLevel} AS "host" FROM (SELECT DISTINCT "referrer" AS "value" FROM ${seen.from} WHERE "referrer" IS NOT NULL) AS addresses), entrances AS (SELECT seen."who", seen."id", min(hosts."host") AS "referrer" FROM ${seen.stored} AS seen JOIN hosts ON hosts."value" = seen."referrer" JOIN visits ON visits."who" = seen."who" AND visits."id" = seen."id" AND visits."first" = seen."first" GROUP BY seen."who", seen."id") SELECT visits.*, entrances."referrer" FROM visits LEFT JOIN entrances ON entrances."who" = visits."who" AND entrances."id" = visits."id"`;
}

/** SQL: the tables, one row a person each, that the columns are taken from. */
function tables(
  { seen }: EventSessions,
  visits: Relation,
  end: string,
  present: readonly string[],
  levels: { readonly [role: string]: ShareLevels | undefined },
): string {
  const share = (filter: string) => `CAST(count(*) FILTER (WHERE ${filter}) AS DOUBLE) / count(*)`;
  const between = (lo: number, hi: number) =>
    share(`date_part('hour', "start") >= ${lo} AND date_part('hour', "start") < ${hi}`);
  const counts = (role: string, from: string) =>
    levels[role] === undefined
      ? []
      : [
          `${role}s AS (SELECT "who", ${levels[role].counts} FROM ${from} AS own JOIN ${levels[role].places.stored} AS places ON places."value" = own.${identifier(role)} GROUP BY "who")`,
        ];
  return [
    `days AS (SELECT "who", CAST("clock" AS DATE) AS "day" FROM ${seen.from} GROUP BY ALL)`,
    // Whole numbers add up the same in any order.
    `rhythm AS (SELECT "who", CAST(count(*) AS DOUBLE) AS "days", CAST(DATE ${literal(end)} - max("day") AS DOUBLE) AS "recency", CAST(DATE ${literal(end)} - min("day") AS DOUBLE) AS "tenure", CAST(max("day") - min("day") AS DOUBLE) AS "between" FROM days GROUP BY "who")`,
    `base AS (SELECT "who", CAST(count(*) AS DOUBLE) AS "sessions", CAST(sum("n") AS DOUBLE) AS "events", CAST(sum(date_diff('microsecond', "first", "last")) AS DOUBLE) AS "length", ${share(`"n" = 1`)} AS "bounce", ${share(`date_part('isodow', "start") >= 6`)} AS "weekend", ${between(6, 12)} AS "morning", ${between(12, 18)} AS "afternoon", ${between(18, 24)} AS "evening", ${between(0, 6)} AS "night"${present.includes("referrer") ? `, CAST(count("referrer") AS DOUBLE) / count(*) AS "referred"` : ""} FROM ${visits.from} GROUP BY "who")`,
    ...counts("page", seen.stored!),
    ...counts("event", seen.stored!),
    ...counts("referrer", visits.stored!),
    ...(present.includes("product")
      ? [
          `products AS (SELECT "who", CAST(count(*) AS DOUBLE) AS "count" FROM (SELECT DISTINCT "who", "product" FROM ${seen.from} WHERE "product" IS NOT NULL) AS different GROUP BY "who")`,
        ]
      : []),
  ].join(", ");
}

/** SQL: the tables that not everybody is in. */
function joins(present: readonly string[], levels: { readonly [role: string]: ShareLevels | undefined }): string {
  return ["page", "event", "referrer", "product"]
    .filter((role) => (role === "product" ? present.includes(role) : levels[role] !== undefined))
    .map((role) => ` LEFT JOIN ${role}s ON ${role}s."who" = base."who"`)
    .join("");
}

function plan(
  timed: boolean,
  present: readonly string[],
  levels: { readonly [role: string]: ShareLevels | undefined },
): Planned[] {
  const feature = (name: string, unit: string, source: string, sql: string, definition: string): Planned => ({
    feature: name,
    unit,
    source,
    sql,
    definition,
  });
  const when = (role: string, ...features: Planned[]) => (present.includes(role) ? features : []);
  const hour = (name: string, lo: number, hi: number) =>
    feature(
      `visit${name}Share`,
      "share",
      "time",
      `base."${name.toLowerCase()}"`,
      `Share of the sessions that begin from ${lo}:00 to before ${hi}:00.`,
    );
  return [
    feature(
      "sessions",
      "sessions",
      "session",
      `base."sessions"`,
      "Sessions; a session that is another customer's in part counts too.",
    ),
    feature("events", "events", "time", `base."events"`, "Events in these sessions."),
    feature(
      "eventsPerSession",
      "events",
      "session",
      `base."events" / base."sessions"`,
      "Mean number of events in a session.",
    ),
    feature(
      "sessionMinutes",
      "minutes",
      "time",
      `base."length" / 60000000 / base."sessions"`,
      "Mean of the minutes from the first event of a session to its last; a session of one event has 0.",
    ),
    feature("bounceShare", "share", "session", `base."bounce"`, "Share of the sessions that have one event."),
    feature("activeDays", "days", "time", `rhythm."days"`, "Days with an event."),
    feature("visitRecency", "days", "time", `rhythm."recency"`, "Days from the last day with an event to asOf."),
    feature("visitTenure", "days", "time", `rhythm."tenure"`, "Days from the first day with an event to asOf."),
    feature(
      "daysBetweenVisits",
      "days",
      "time",
      `rhythm."between" / nullif(rhythm."days" - 1, 0)`,
      "Mean of the days from one day with an event to the next; missing with one such day.",
    ),
    ...when(
      "product",
      feature(
        "viewedProducts",
        "products",
        "product",
        `coalesce(products."count", 0)`,
        "Different products of the events.",
      ),
    ),
    ...shareColumns(levels.page, "page", "events that have a page", "pages", `pages."of"`),
    ...shareColumns(levels.event, "event", "events that have a name", "events", `events."of"`),
    ...when(
      "referrer",
      feature(
        "referredShare",
        "share",
        "referrer",
        `base."referred"`,
        "Share of the sessions whose first event has a referrer.",
      ),
      ...shareColumns(
        levels.referrer,
        "referrer",
        "sessions whose first event has a referrer",
        "referrers",
        `referrers."of"`,
      ),
    ),
    feature(
      "visitWeekendShare",
      "share",
      "time",
      `base."weekend"`,
      "Share of the sessions that begin on a Saturday or Sunday.",
    ),
    ...(timed ? [hour("Morning", 6, 12), hour("Afternoon", 12, 18), hour("Evening", 18, 24), hour("Night", 0, 6)] : []),
  ];
}
