import { identifier, literal } from "../engine/quote.js";
import { Relation } from "../engine/relation.js";
import { requireOneOf, requireOptions } from "../errors.js";
import { counted } from "../readable.js";
import { type Table, toTable } from "../table.js";
import { provisionalTables } from "./events/provisionalTables.js";
import type { Event, Events } from "./events.js";
import { type NamedRule, ruleRows } from "./ruleRows.js";

/** Options of `clean` for events. */
export interface CleanEventsOptions {
  /** Whether an event that is there already is dropped. */
  duplicates?: "drop" | "keep";
  /** Hours after its time from which an event that arrives is late. */
  lateHours?: number;
}

/** What `clean` left out of events, rule by rule. */
export interface DroppedEvents {
  /**
   * One line per rule in the order of their use, those with no rows included, and a last line "kept". Rows add up to those of the
   * events, because a row goes by the first rule that it meets; `customers` and `visitors` may have kept rows as well.
   */
  readonly rules: Table<{ rule: string; meaning: string; rows: number; customers: number; visitors: number }>;
  /** The rows that a rule dropped, with their numbers in the source. */
  rows(rule: string): Relation<Event>;
}

/** What `clean` gives for events. */
export interface CleanedEvents {
  readonly events: Events;
  readonly dropped: DroppedEvents;
  /** What to know before using them, in words. */
  readonly warnings: readonly string[];
}

/** Drops the events that cannot be used or are there twice; see `clean`. */
export async function cleanEvents(source: Events, options: CleanEventsOptions = {}): Promise<CleanedEvents> {
  requireOptions(options, { duplicates: true, lateHours: true }, "clean (of events)");
  const { duplicates = "drop", lateHours = 72 } = options;
  requireOneOf("duplicates", duplicates, ["drop", "keep"]);
  if (!Number.isFinite(lateHours) || !(lateHours > 0))
    throw new RangeError(`expected lateHours above 0, got ${lateHours}`);
  const has = (role: string) => source.names.includes(role);
  const { engine } = source;
  const staged = await engine.keep<Event>(source.sql);
  try {
    const provisional = has("table") ? await provisionalTables(staged) : [];
    const whens = [
      `coalesce(trim("customer"), '') = '' AND coalesce(trim("visitor"), '') = ''`,
      `"time" IS NULL`,
      provisional.length === 0 ? "FALSE" : `"table" IN (${provisional.map(literal).join(", ")})`,
    ];
    const alone = `CASE ${whens.map((when, i) => `WHEN ${when} THEN ${i + 1}`).join(" ")} ELSE 0 END`;
    const again =
      duplicates === "keep"
        ? "FALSE"
        : `"rule" = 0 AND row_number() OVER (PARTITION BY "rule" = 0, ${sameEvent(source.names)} ORDER BY "time", "row") > 1`;
    const judged = await engine.keep<Event & { rule: number }>(
      `SELECT * EXCLUDE ("rule"), CASE WHEN ${again} THEN ${whens.length + 1} ELSE "rule" END AS "rule" FROM (SELECT *, ${alone} AS "rule" FROM ${staged.from}) AS alone ORDER BY "row"`,
    );
    return await cleaned(source, judged, meanings(has, duplicates), lateHours);
  } finally {
    await engine.drop(staged);
  }
}

function meanings(has: (role: string) => boolean, duplicates: "drop" | "keep"): NamedRule[] {
  return [
    { name: "nobody", meaning: "neither a customer nor a visitor is known, so the event belongs to nobody" },
    { name: "no time", meaning: "the time is missing, so the event has no place in the history" },
    {
      name: "provisional",
      meaning: has("table")
        ? "of the table of a day that went on, where the final table of that day is there"
        : "not checked: no table is mapped",
    },
    {
      name: "duplicate event",
      meaning:
        duplicates === "keep"
          ? 'not checked: duplicates is "keep"'
          : has("id")
            ? "the id of an earlier event (without an id: equal to one in every role)"
            : "equal to another event in every role",
    },
  ];
}

/** What two rows that are one event have in common: their id, or else every role that says what happened. */
function sameEvent(names: readonly string[]): string {
  const about = ["row", "session", "id", "received", "table"];
  const roles = names.filter((name) => !about.includes(name)).map(identifier);
  if (!names.includes("id")) return roles.join(", ");
  const id = `nullif(trim("id"), '')`; // a blank one tells nothing
  return [id, ...roles.map((role) => `CASE WHEN ${id} IS NULL THEN ${role} END`)].join(", ");
}

async function cleaned(
  source: Events,
  judged: Relation<Event & { rule: number }>,
  rules: readonly NamedRule[],
  lateHours: number,
): Promise<CleanedEvents> {
  const found = await judged.engine.query<{ rule: number; rows: number; customers: number; visitors: number }>(
    `SELECT "rule", count(*) AS "rows", count(DISTINCT "customer") AS "customers", count(DISTINCT "visitor") AS "visitors" FROM ${judged.from} GROUP BY "rule"`,
  );
  const list = source.names.map(identifier).join(", ");
  const rowsOf = (number: number) =>
    new Relation<Event>(judged.engine, `SELECT ${list} FROM ${judged.from} WHERE "rule" = ${number}`, source.columns);
  const { figures, rows } = ruleRows(rules, found, ["rows", "customers", "visitors"], rowsOf);
  return {
    events: rowsOf(0),
    warnings: await lateEvents(rowsOf(0), lateHours),
    dropped: { rules: toTable(figures), rows },
  };
}

async function lateEvents(kept: Events, lateHours: number): Promise<string[]> {
  if (!kept.names.includes("received")) return [];
  const late = await kept.engine.query(
    `SELECT count(*) AS "rows" FROM ${kept.from} WHERE "received" > ${kept.names.includes("instant") ? `"instant"` : `"time"`} + INTERVAL (${literal(Math.round(lateHours * 3600e6))}) MICROSECOND`,
  );
  const rows = late.get("rows", 0) as number;
  if (rows === 0) return [];
  return [
    `${counted(rows, "event")} arrived more than ${lateHours} hours after their time: what was computed of these days before is not what it is now.`,
  ];
}
