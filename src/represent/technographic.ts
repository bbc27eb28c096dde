import type { Day } from "../collect/day.js";
import type { Events } from "../collect/events.js";
import { requireEvents } from "../collect/requireEvents.js";
import { identifier } from "../engine/quote.js";
import type { Relation } from "../engine/relation.js";
import { DataError, quoted, requireOneOf, requireOptions } from "../errors.js";
import type { Features } from "../features.js";
import { counted, grouped, percent } from "../readable.js";
import { type EventSessions, eventRows, eventSessions, periodOf, type Whose } from "./eventSessions.js";
import { type PlannedFeature, plannedColumns, plannedDictionary, plannedFeature } from "./plannedFeature.js";
import {
  joinLevels,
  levelsCut,
  levelsOfShares,
  requireMostShares,
  type ShareLevels,
  shareColumns,
} from "./shareColumns.js";
import { ownApp } from "./technographic/browserName.js";
import {
  type NamedRole,
  readTechnology,
  type Technology,
  type TechnologyRole,
} from "./technographic/readTechnology.js";

/** Options of `technographic`. */
export interface TechnographicOptions<B extends Whose = Whose> {
  /** The last day: events after it are an error. By default all events count. */
  asOf?: Day;
  /** Sessions that begin before this day do not count; by default all do. */
  from?: Day;
  /** Devices, systems and browsers that get a column for their share: those of most sessions, the others are summed in one. */
  mostShares?: number;
  /** A row a customer (those who signed in), or a row a visitor (a device or cookie). */
  by?: B;
  /** Sessions of crawlers, monitors and scripts: left out, and counted in a warning, or kept. */
  bots?: "exclude" | "keep";
  /** Words in a user agent that mark the shop's own app, such as "HarborApp". */
  app?: string | readonly string[];
}

const known = { asOf: true, from: true, mostShares: true, by: true, bots: true, app: true } satisfies Record<
  keyof TechnographicOptions,
  true
>;

/** What one customer, or visitor, uses. Columns are there where a role that tells them was mapped; what is not known is null. */
export type TechnographicRow<B extends Whose = "customer"> = { [id in B]: string } & {
  visitors?: number;
  devices?: number;
  mainDevice?: string | null;
  lastDevice?: string | null;
  mainOs?: string | null;
  mainBrowser?: string | null;
  appShare?: number | null;
  screenWidth?: number | null;
} & { [share: `device=${string}` | `os=${string}` | `browser=${string}`]: number | null };

type Levels = { [role in NamedRole]?: ShareLevels };

/**
 * What customers use, of their events: the kinds of their devices, operating systems and browsers as shares of their sessions, screens, and how much they use the
 * app. One row per customer who signed in; `by: "visitor"` gives one per device or cookie.
 *
 * Columns for `device`, `os` and `browser` win; what they leave open comes from `userAgent`, each different one read once (by bowser). A session has
 * the device of its first event that tells one, and so on. Spellings are made one: "Mobile", "smartphone" and "iPhone" are phone, "Mac OS X" is macOS, "iPadOS" iOS,
 * "Mobile Safari" Safari, and versions are cut off; "(not set)" and "unknown" are missing; other words stay (those of devices in small letters). The browser is "App" where a column says so,
 * a word of `app` stands in the user agent, or a library by which apps fetch (CFNetwork, okhttp); pages that another company's app opens are of the
 * "In-app browser". A session belongs to the one customer of it, as in `behavioral`.
 *
 * Bots (Googlebot, monitors, curl) are known by their user agent or a device called bot; their sessions are left out and counted. Those that call
 * themselves Chrome are not found.
 *
 * When it misleads: browsers tell less and less. Chrome writes Android 10 and the model K for every phone (user-agent reduction), so that versions and models
 * are not read here at all; iPads call themselves a Mac; Brave and Arc are Chrome; apps that show web pages look like browsers unless `app` names them. A
 * customer has as many `visitors` as cookies: who deletes them has many with one device. Sign-ins differ by device, and so do the sessions that are known.
 *
 * @param events what `events` returns; map `device`, `os`, `browser`, `userAgent` and `screen` as far as they are there.
 * @throws TypeError where it is something else; RangeError where a day is no day or an option has no such value; DataError where none of these roles is
 *   mapped, nobody is left, an event has no time, or events lie after `asOf`.
 *
 * @example
 * const clicks = events(
 *   [
 *     { who: "Ada", at: new Date("2024-02-01T20:00:00Z"), kind: "Mobile", agent: null },
 *     { who: "Ada", at: new Date("2024-02-02T20:00:00Z"), kind: "smartphone", agent: null },
 *     { who: "Ada", at: new Date("2024-02-03T09:00:00Z"), kind: null, agent: "Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0" },
 *   ],
 *   { customer: "who", time: "at", device: "kind", userAgent: "agent" },
 * );
 * const { table } = await technographic(clicks);
 * console.log(table.get("mainDevice", 0), table.get("device=desktop", 0)?.toFixed(2), table.get("mainOs", 0)); // phone 0.33 Linux
 */
export async function technographic<B extends Whose = "customer">(
  events: Events,
  options: TechnographicOptions<B> = {},
): Promise<Features<TechnographicRow<B>>> {
  requireEvents(events, "technographic");
  requireOptions(options, known, "technographic");
  const { mostShares = 12, bots = "exclude", app = [] } = options;
  requireMostShares(mostShares);
  requireOneOf("bots", bots, ["exclude", "keep"]);
  const words = appWords(app);
  const period = periodOf(options);
  const has = (...roles: TechnologyRole[]) => roles.some((role) => events.names.includes(role));
  const mapped = (["device", "os", "browser", "userAgent", "screen"] as const).filter((role) => has(role));
  if (mapped.length === 0)
    throw new DataError(
      "expected a column for device, os, browser, userAgent or screen, got none; map one of these roles in events",
    );
  const { engine } = events;
  const kept: Relation[] = [];
  const keep = async (sql: string) => {
    kept.push(await engine.keep(sql));
    return kept.at(-1)!;
  };
  const technology = await readTechnology(engine, eventRows(events), mapped, words);
  let sessions: EventSessions | undefined;
  try {
    const { asked } = technology;
    sessions = await eventSessions(events, period, {
      ...asked,
      columns: { ...(period.by === "customer" ? { visitor: `"visitor"` } : {}), ...asked.columns },
      apart: true,
    });
    const all = await keep(visitsOf(sessions.seen, technology));
    const told = await engine.query(
      `SELECT CAST(count(*) AS DOUBLE) AS "all", CAST(count(*) FILTER (WHERE "bot") AS DOUBLE) AS "bots", CAST(count(DISTINCT "who") AS DOUBLE) AS "people", CAST(count(DISTINCT "who") FILTER (WHERE NOT "bot") AS DOUBLE) AS "persons"${period.by === "customer" ? `, CAST(count("visitor") AS DOUBLE) AS "visitors"` : ""} FROM ${all.from}`,
    );
    const figure = (name: string) => told.get(name, 0) as number;
    if (bots === "exclude" && figure("persons") === 0)
      throw new DataError(
        `expected sessions of people, got ${grouped(figure("all"))} of bots alone; keep them with bots: "keep"`,
      );
    const visits =
      bots === "keep" || figure("bots") === 0 ? all : await keep(`SELECT * FROM ${all.from} WHERE NOT "bot"`);
    const levels: Levels = {};
    for (const role of ["device", "os", "browser"] as const)
      if (technology.told[role] !== undefined) {
        const found = await levelsOfShares(engine, visits.from, role, mostShares);
        kept.push(found.places);
        levels[role] = { ...found, names: found.names.map((place) => technology.names[role][Number(place) - 1]!) };
      }
    const planned = plan(has, period.by === "customer" && figure("visitors") > 0, levels);
    const columns = plannedColumns(planned);
    const table = await engine.query<TechnographicRow<B>>(
      `WITH ${tables(visits, levels, technology, period.by)} SELECT people."name" AS ${identifier(period.by)}, ${columns} FROM base JOIN ${sessions.people.stored} AS people ON people."code" = base."who"${joinsOf(levels, technology)} ORDER BY people."code"`,
    );
    return {
      table,
      id: period.by,
      dictionary: plannedDictionary(planned, "technographic"),
      warnings: [
        ...sessions.warnings,
        ...botWarning(bots, period.by, {
          all: figure("all"),
          bots: figure("bots"),
          gone: figure("people") - figure("persons"),
        }),
        ...technology.warnings,
        ...Object.entries(levels).flatMap(([role, own]) =>
          levelsCut(own, role === "os" ? "system" : role, role === "os" ? "systems" : `${role}s`, "sessions"),
        ),
      ],
    };
  } finally {
    for (const relation of kept) await engine.drop(relation);
    await sessions?.drop();
    await technology.drop();
  }
}

function botWarning(
  rule: "exclude" | "keep",
  by: Whose,
  { all, bots, gone }: { all: number; bots: number; gone: number },
): string[] {
  if (bots === 0) return [];
  const found = `${counted(bots, "session")} of ${grouped(all)} (${percent(bots / all)}) ${bots === 1 ? "is" : "are"} of bots`;
  if (rule === "keep") return [`${found}.`];
  return [
    `${found}, and left out${gone > 0 ? `; ${counted(gone, by)} without another ${gone === 1 ? "has" : "have"} no row` : ""}.`,
  ];
}

function appWords(app: string | readonly string[]): string[] {
  const words = typeof app === "string" ? [app] : Array.isArray(app) ? [...app] : undefined;
  if (words === undefined || words.some((word) => typeof word !== "string" || word.trim() === ""))
    throw new TypeError(`expected app to be words of user agents such as "HarborApp", got ${quoted(app)}`);
  return words;
}

/** SQL: a whole number that is greater for a later rank in time, and at the same time for a greater value; both fit into half of it. */
function ranked(rank: string, value: string): string {
  return `CAST(${rank} AS BIGINT) * 2147483648 + ${value}`;
}

/** SQL: the value of such a number. */
function codeOf(number: string): string {
  return `CAST(${number} % 2147483648 AS INTEGER)`;
}

/** SELECT: each session with what its first event that tells it tells, of events at the same time the first by name. */
function visitsOf(seen: Relation, { told, bot, agents }: Technology): string {
  const visitor = seen.names.includes("visitor") ? `"visitor"` : undefined;
  const first = Object.keys(told).map((name) => {
    const column = identifier(name);
    return `${codeOf(`min(${ranked(`"rank"`, column)})`)} AS ${column}`;
  });
  const own = [
    `seen."who"`,
    `seen."id"`,
    `rank() OVER (ORDER BY seen."first") AS "rank"`,
    `${bot} AS "bot"`,
    ...(visitor === undefined ? [] : [`seen.${visitor}`]),
    ...Object.entries(told).map(([name, sql]) => `CAST(${sql} AS INTEGER) AS ${identifier(name)}`),
  ];
  return `SELECT "who", "id", min("rank") AS "rank", bool_or("bot") AS "bot"${visitor === undefined ? "" : `, min(${visitor}) AS ${visitor}`}${first.map((sql) => `, ${sql}`).join("")} FROM (SELECT ${own.join(", ")} FROM ${seen.stored} AS seen${agents}) AS told GROUP BY "who", "id"`;
}

/** SQL: the tables, one row a person each, that the columns are taken from. */
function tables(visits: Relation, levels: Levels, { told, names }: Technology, by: Whose): string {
  const roles = Object.keys(levels) as NamedRole[];
  const app = names.browser.indexOf(ownApp) + 1;
  const columns = [
    ...(by === "customer" ? [`CAST(count(DISTINCT "visitor") AS DOUBLE) AS "visitors"`] : []),
    ...(told.device === undefined ? [] : [`${codeOf(`max(${ranked(`"rank"`, `"device"`)})`)} AS "device"`]),
    ...(told.width === undefined ? [] : [`CAST(median("width") AS DOUBLE) AS "width"`]),
    ...(told.browser === undefined
      ? []
      : [`CAST(count(*) FILTER (WHERE "browser" = ${app}) AS DOUBLE) / nullif(count("browser"), 0) AS "app"`]),
  ];
  return [
    `base AS (SELECT "who"${columns.map((sql) => `, ${sql}`).join("")}${roles.map((role) => levels[role]!.figures(`of_${role}."place"`)).join("")} FROM ${visits.stored} AS visits${roles.map((role) => joinLevels(levels[role]!, role, "visits")).join("")} GROUP BY "who")`,
    ...roles.map(
      (role) =>
        `${role}_main AS (SELECT "who", "level", CAST("kinds" AS DOUBLE) AS "kinds" FROM (SELECT "who", "level", row_number() OVER (PARTITION BY "who" ORDER BY "n" DESC, "level") AS "place", count(*) OVER (PARTITION BY "who") AS "kinds" FROM (SELECT "who", ${identifier(role)} AS "level", count(*) AS "n" FROM ${visits.from} WHERE ${identifier(role)} IS NOT NULL GROUP BY 1, 2) AS sizes) AS ranked WHERE "place" = 1)`,
    ),
  ].join(", ");
}

/** SQL: the tables that not everybody is in, and the names of what is a number there. */
function joinsOf(levels: Levels, { named }: Technology): string {
  const roles = Object.keys(levels) as NamedRole[];
  const main = roles.map(
    (role) =>
      ` LEFT JOIN ${role}_main ON ${role}_main."who" = base."who" LEFT JOIN ${named[role]} AS ${role}_name ON ${role}_name."place" = ${role}_main."level"`,
  );
  const last =
    levels.device === undefined ? "" : ` LEFT JOIN ${named.device} AS last_name ON last_name."place" = base."device"`;
  return main.join("") + last;
}

function plan(has: (...roles: TechnologyRole[]) => boolean, visitors: boolean, levels: Levels): PlannedFeature[] {
  const source = (role: TechnologyRole) => [role, "userAgent" as const].filter((one) => has(one)).join(", ");
  const main = (name: string, role: TechnologyRole, what: string) =>
    plannedFeature(
      name,
      "category",
      source(role),
      `${role}_name."name"`,
      `${what} of most sessions, of equal ones the first by name; missing where no session tells one.`,
    );
  const shares = (role: keyof Levels, what: string) =>
    shareColumns(levels[role], role, `sessions whose ${what} is known`, "base").map((one) => ({
      ...one,
      source: source(role),
    }));
  return [
    ...(visitors
      ? [
          plannedFeature(
            "visitors",
            "visitors",
            "visitor",
            `base."visitors"`,
            "Different devices or cookies of the sessions.",
          ),
        ]
      : []),
    ...(levels.device === undefined
      ? []
      : [
          plannedFeature(
            "devices",
            "kinds",
            source("device"),
            `coalesce(device_main."kinds", 0)`,
            "Different kinds of device; 0 where no session tells one.",
          ),
          main("mainDevice", "device", "Kind of device"),
          plannedFeature(
            "lastDevice",
            "category",
            source("device"),
            `last_name."name"`,
            "Kind of device of the last session that tells one; of sessions that begin together the last by name.",
          ),
          ...shares("device", "kind of device"),
        ]),
    ...(levels.os === undefined ? [] : [main("mainOs", "os", "Operating system"), ...shares("os", "operating system")]),
    ...(levels.browser === undefined
      ? []
      : [
          main("mainBrowser", "browser", "Browser"),
          plannedFeature(
            "appShare",
            "share",
            source("browser"),
            `base."app"`,
            "Share of the sessions in the shop's app, of those whose browser, or app, is known; missing where there are none.",
          ),
          ...shares("browser", "browser"),
        ]),
    ...(has("screen")
      ? [
          plannedFeature(
            "screenWidth",
            "pixels",
            "screen",
            `base."width"`,
            "Median width of the screens of the sessions; missing where no session tells one.",
          ),
        ]
      : []),
  ];
}
