import { identifier, literal } from "../../engine/quote.js";

/**
 * How sessions were made of the times. Events of one person that lie in one stretch of the clock, as long as the pause that ends a session, are always of one session: so it is
 * enough to put these stretches in order, of which there are fewer than events, and no other column has to be sorted with them.
 */
export interface Stretches {
  /** SELECT: the events without their sessions. */
  readonly rows: string;
  /** SQL: whose sessions they are, and when an event was. */
  readonly who: string;
  readonly moment: string;
  /** Longer without an event ends a session. */
  readonly microseconds: number;
}

/** SELECT: the events with the columns of these names, each in its session. */
export function inSessions(stretches: Stretches, names: readonly string[]): string {
  const { rows, who, moment } = stretches;
  const stretch = stretchOf(stretches);
  const list = names.map((name) =>
    name === "session"
      ? `numbered."who" || ' ' || numbered."number" AS "session"`
      : `events.${identifier(name)} AS ${identifier(name)}`,
  );
  const parts = `SELECT ${who} AS "who", ${stretch} AS "stretch", min(${moment}) AS "first", max(${moment}) AS "last" FROM events WHERE ${who} IS NOT NULL AND ${moment} IS NOT NULL GROUP BY 1, 2`;
  return `WITH events AS (${rows}), numbered AS (${numbered(parts, stretches)}) SELECT ${list.join(", ")} FROM events LEFT JOIN numbered ON numbered."who" = ${who} AND numbered."stretch" = ${stretch}`;
}

/** SQL: the number of the stretch that an event lies in. */
export function stretchOf({ moment, microseconds }: Stretches): string {
  // From a time before all dates, as a division of negative numbers would join the stretches on both sides of 1970.
  return `(epoch_us(${moment}) + 100000000000000000) // ${literal(Math.max(1, microseconds))}`;
}

/** SELECT: the number of the session (from 1, in the order of time) of each `who` and `stretch`, of a SELECT of these and their `first` and `last` event. */
export function numbered(stretches: string, { microseconds }: Stretches): string {
  const ordered = `OVER (PARTITION BY "who" ORDER BY "stretch")`;
  return `SELECT "who", "stretch", CAST(sum("begins") ${ordered} AS BIGINT) AS "number" FROM (SELECT "who", "stretch", CASE WHEN lag("last") ${ordered} >= "first" - INTERVAL (${literal(microseconds)}) MICROSECOND THEN 0 ELSE 1 END AS "begins" FROM (${stretches}) AS stretches) AS begun`;
}
