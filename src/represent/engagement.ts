import type { Day } from "../collect/day.js";
import type { Events } from "../collect/events.js";
import { identifier, literal } from "../engine/quote.js";
import type { Relation } from "../engine/relation.js";
import { requireOptions } from "../errors.js";
import type { Features } from "../features.js";
import { eventRows, eventSessions, periodOf, requireEventsAsOf, type Whose } from "./eventSessions.js";
import { type PlannedFeature, plannedColumns, plannedDictionary, plannedFeature } from "./plannedFeature.js";
import {
  joinLevels,
  levelsCut,
  levelsOfShares,
  requireMostShares,
  type ShareLevels,
  shareColumns,
} from "./shareColumns.js";

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

type Levels = { page?: ShareLevels; event?: ShareLevels; referrer?: ShareLevels };

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
  const { engine } = events;
  const rows = eventRows(events);
  const kept: Relation[] = [];
  const keep = async (sql: string) => {
    kept.push(await engine.keep(sql));
    return kept.at(-1)!;
  };
  try {
    const levels: Levels = {};
    let hosts: string | undefined;
    for (const role of ["page", "event"] as const)
      if (present.includes(role)) {
        levels[role] = await levelsOfShares(engine, rows, role, mostShares, role === "page" ? pageLevel : eventLevel);
        kept.push(levels[role].places);
      }
    const counted = Object.entries(levels);
    const joins = counted.map(([role, own]) => joinLevels(own, role, "events"));
    const columns: Record<string, string> = Object.fromEntries(counted.map(([role]) => [role, `of_${role}."place"`]));
    for (const [role, value] of [
      ["product", `"value"`],
      ["referrer", hostLevel],
    ] as const)
      if (present.includes(role)) {
        const { stored } = await keep(numbersOf(rows, role, value));
        joins.push(` LEFT JOIN ${stored} AS of_${role} ON of_${role}."value" = events.${identifier(role)}`);
        columns[role] = `of_${role}."number"`;
        if (role === "referrer") hosts = stored;
      }
    const sessions = await eventSessions(events, period, { columns, joins: joins.join("") });
    try {
      let visits = await keep(
        `SELECT "who", "id", min("first") AS "first", max("last") AS "last", min("clock") AS "start", CAST(sum("n") AS BIGINT) AS "n" FROM ${sessions.seen.from} GROUP BY "who", "id"`,
      );
      const each = await keep(sessions.each);
      if (hosts !== undefined) {
        visits = await keep(withReferrer(visits, each, hosts));
        levels.referrer = await levelsOfShares(engine, visits.from, "referrer", mostShares);
        kept.push(levels.referrer.places);
      }
      const hours = await engine.query<{ timed: boolean }>(
        `SELECT coalesce(bool_or(date_part('hour', "start") * 60 + date_part('minute', "start") > 0), FALSE) AS "timed" FROM ${visits.from}`,
      );
      const timed = hours.get("timed", 0) as boolean;
      const planned = plan(timed, present, levels);
      const list = plannedColumns(planned);
      const table = await engine.query<EngagementRow<B>>(
        `WITH ${tables(each, visits, period.end!, present, levels)} SELECT people."name" AS ${identifier(period.by)}, ${list} FROM base JOIN ${sessions.people.stored} AS people ON people."code" = base."who" JOIN rhythm ON rhythm."who" = base."who" JOIN counts ON counts."who" = base."who"${present.includes("product") ? ` LEFT JOIN products ON products."who" = base."who"` : ""} ORDER BY people."code"`,
      );
      return {
        table,
        id: period.by,
        dictionary: plannedDictionary(planned, "behavioral"),
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
      await sessions.drop();
    }
  } finally {
    for (const relation of kept) await engine.drop(relation);
  }
}

/** SELECT: each `value` of a role as it is written, its `name` (`sql` makes it of `"value"`), and a number that stands for the name, in the order of names. */
function numbersOf(rows: string, role: string, sql: string): string {
  return `SELECT "value", "name", CAST(dense_rank() OVER (ORDER BY "name") AS INTEGER) AS "number" FROM (SELECT "value", ${sql} AS "name" FROM (SELECT DISTINCT ${identifier(role)} AS "value" FROM ${rows}) AS written WHERE "value" IS NOT NULL) AS named WHERE "name" IS NOT NULL`;
}

/** SELECT: the sessions with the referrer of their first event, of events at the same time the first by name. */
function withReferrer(visits: Relation, each: Relation, hosts: string): string {
  return `WITH entrances AS (SELECT each."who", each."id", min(each."referrer") AS "number" FROM ${each.stored} AS each JOIN ${visits.stored} AS visits ON visits."who" = each."who" AND visits."id" = each."id" AND visits."first" = each."moment" WHERE each."referrer" IS NOT NULL GROUP BY each."who", each."id"), names AS (SELECT DISTINCT "number", "name" FROM ${hosts}) SELECT visits.*, names."name" AS "referrer" FROM ${visits.stored} AS visits LEFT JOIN entrances ON entrances."who" = visits."who" AND entrances."id" = visits."id" LEFT JOIN names ON names."number" = entrances."number"`;
}

/** SQL: the tables, one row a person each, that the columns are taken from. */
function tables(each: Relation, visits: Relation, end: string, present: readonly string[], levels: Levels): string {
  const share = (filter: string) => `CAST(count(*) FILTER (WHERE ${filter}) AS DOUBLE) / count(*)`;
  const between = (lo: number, hi: number) =>
    share(`date_part('hour', "start") >= ${lo} AND date_part('hour', "start") < ${hi}`);
  const counts = (["page", "event"] as const).map((role) => levels[role]?.figures(identifier(role)) ?? "");
  const { referrer } = levels;
  const referrers = referrer?.figures(`of_referrer."place"`) ?? "";
  return [
    // Whole numbers add up the same in any order.
    `rhythm AS (SELECT "who", CAST(count(*) AS DOUBLE) AS "days", CAST(DATE ${literal(end)} - max("day") AS DOUBLE) AS "recency", CAST(DATE ${literal(end)} - min("day") AS DOUBLE) AS "tenure", CAST(max("day") - min("day") AS DOUBLE) AS "between" FROM (SELECT DISTINCT "who", CAST("clock" AS DATE) AS "day" FROM ${each.from}) AS days GROUP BY "who")`,
    `counts AS (SELECT "who", CAST(count(*) AS DOUBLE) AS "events"${counts.join("")} FROM ${each.from} GROUP BY "who")`,
    `base AS (SELECT "who", CAST(count(*) AS DOUBLE) AS "sessions", CAST(sum(date_diff('microsecond', "first", "last")) AS DOUBLE) AS "length", ${share(`"n" = 1`)} AS "bounce", ${share(`date_part('isodow', "start") >= 6`)} AS "weekend", ${between(6, 12)} AS "morning", ${between(12, 18)} AS "afternoon", ${between(18, 24)} AS "evening", ${between(0, 6)} AS "night"${referrers} FROM ${visits.stored} AS visits${referrer === undefined ? "" : joinLevels(referrer, "referrer", "visits")} GROUP BY "who")`,
    ...(present.includes("product")
      ? [
          `products AS (SELECT "who", CAST(count(*) AS DOUBLE) AS "count" FROM (SELECT DISTINCT "who", "product" FROM ${each.from} WHERE "product" IS NOT NULL) AS looked GROUP BY "who")`,
        ]
      : []),
  ].join(", ");
}

function plan(timed: boolean, present: readonly string[], levels: Levels): PlannedFeature[] {
  const when = (role: string, ...features: PlannedFeature[]) => (present.includes(role) ? features : []);
  const hour = (name: string, lo: number, hi: number) =>
    plannedFeature(
      `visit${name}Share`,
      "share",
      "time",
      `base."${name.toLowerCase()}"`,
      `Share of the sessions that begin from ${lo}:00 to before ${hi}:00.`,
    );
  return [
    plannedFeature(
      "sessions",
      "sessions",
      "session",
      `base."sessions"`,
      "Sessions; one in which others signed in too counts for each.",
    ),
    plannedFeature("events", "events", "time", `counts."events"`, "Events in these sessions."),
    plannedFeature(
      "eventsPerSession",
      "events",
      "session",
      `counts."events" / base."sessions"`,
      "Mean number of events in a session.",
    ),
    plannedFeature(
      "sessionMinutes",
      "minutes",
      "time",
      `base."length" / 60000000 / base."sessions"`,
      "Mean of the minutes from the first event of a session to its last; a session of one event has 0.",
    ),
    plannedFeature("bounceShare", "share", "session", `base."bounce"`, "Share of the sessions that have one event."),
    plannedFeature("activeDays", "days", "time", `rhythm."days"`, "Days with an event."),
    plannedFeature("visitRecency", "days", "time", `rhythm."recency"`, "Days from the last day with an event to asOf."),
    plannedFeature("visitTenure", "days", "time", `rhythm."tenure"`, "Days from the first day with an event to asOf."),
    plannedFeature(
      "daysBetweenVisits",
      "days",
      "time",
      `rhythm."between" / nullif(rhythm."days" - 1, 0)`,
      "Mean of the days from one day with an event to the next; missing with one such day.",
    ),
    ...when(
      "product",
      plannedFeature(
        "viewedProducts",
        "products",
        "product",
        `coalesce(products."count", 0)`,
        "Different products of the events.",
      ),
    ),
    ...shareColumns(levels.page, "page", "events that have a page", "counts"),
    ...shareColumns(levels.event, "event", "events that have a name", "counts"),
    ...when(
      "referrer",
      plannedFeature(
        "referredShare",
        "share",
        "referrer",
        `base."referrer_of" / base."sessions"`,
        "Share of the sessions whose first event has a referrer.",
      ),
      ...shareColumns(levels.referrer, "referrer", "sessions whose first event has a referrer", "base"),
    ),
    plannedFeature(
      "visitWeekendShare",
      "share",
      "time",
      `base."weekend"`,
      "Share of the sessions that begin on a Saturday or Sunday.",
    ),
    ...(timed ? [hour("Morning", 6, 12), hour("Afternoon", 12, 18), hour("Evening", 18, 24), hour("Night", 0, 6)] : []),
  ];
}
