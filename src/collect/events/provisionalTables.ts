import type { Events } from "../events.js";

const ranks = ["intraday", "fresh", "final"];

/**
 * The tables of a day that give way to a better one of the same day: the intraday table grows while the day goes on, the fresh one comes soon after it, and the
 * table of the day without either word is final.
 */
export async function provisionalTables(events: Events): Promise<string[]> {
  const found = await events.engine.query<{ table: string }>(
    `SELECT DISTINCT "table" FROM ${events.from} WHERE "table" IS NOT NULL ORDER BY "table"`,
  );
  const tables = Array.from(found.array("table") as ArrayLike<string>, dayTable).filter((each) => each !== undefined);
  return tables
    .filter(({ day, rank }) => tables.some((other) => other.day === day && other.rank > rank))
    .map(({ name }) => name);
}

/** A table named after a day, such as events_intraday_20240105 or the file events_20240105.json.gz. */
function dayTable(name: string): { name: string; day: string; rank: number } | undefined {
  const found = /(?:^|[^a-z0-9])(?:(intraday|fresh)[^a-z0-9])?(\d{8})(?!\d)/i.exec(name);
  if (found === null) return undefined;
  return { name, day: found[2]!, rank: ranks.indexOf(found[1]?.toLowerCase() ?? "final") };
}
