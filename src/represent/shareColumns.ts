import { identifier } from "../engine/quote.js";
import type { Relation } from "../engine/relation.js";
import { counted } from "../readable.js";

/** The levels of a role that get a column for their share. */
export interface ShareLevels {
  /** The most frequent, of equal ones by name. */
  readonly names: readonly string[];
  /** How many there are in all. */
  readonly all: number;
  /** Kept: `place` (from 0; that of the last column for the levels without one) of each `value` as it is written. */
  readonly places: Relation;
  /** SQL: how many rows have a level (`of`), and each of those with a column (`n_0`, ...), for a query that joins `places`. */
  readonly counts: string;
}

/** Throws a RangeError unless so many columns can be made. */
export function requireMostShares(mostShares: number): void {
  if (!Number.isInteger(mostShares) || mostShares < 1)
    throw new RangeError(`expected mostShares to be a whole number from 1, got ${mostShares}`);
}

/** Finds the levels of a column by their rows; `level` is the SQL that makes a level of `"value"`, null where it is none. */
export async function levelsOfShares(
  rows: Relation,
  column: string,
  most: number,
  level: string,
): Promise<ShareLevels> {
  const { engine } = rows;
  const places = await engine.keep(
    `SELECT "value", least(dense_rank() OVER (ORDER BY "size" DESC, "level") - 1, ${most}) AS "place", "level" FROM (SELECT *, sum("n") OVER (PARTITION BY "level") AS "size" FROM (SELECT "value", ${level} AS "level", "n" FROM (SELECT ${identifier(column)} AS "value", count(*) AS "n" FROM ${rows.from} WHERE ${identifier(column)} IS NOT NULL GROUP BY ${identifier(column)}) AS written) AS spelled WHERE "level" IS NOT NULL) AS sized`,
  );
  const found = await engine.query<{ level: string; all: number }>(
    `SELECT DISTINCT "place", "level", CAST((SELECT count(DISTINCT "level") FROM ${places.from}) AS DOUBLE) AS "all" FROM ${places.from} WHERE "place" < ${most} ORDER BY "place"`,
  );
  const names = Array.from(found.array("level") as ArrayLike<string>);
  const all = names.length === 0 ? 0 : (found.get("all", 0) as number);
  const columns = names.length + (all > names.length ? 1 : 0);
  return {
    names,
    all,
    places,
    counts: [
      `CAST(count(*) AS DOUBLE) AS "of"`,
      ...Array.from(
        { length: columns },
        (_, i) => `CAST(count(*) FILTER (WHERE "place" = ${i}) AS DOUBLE) AS "n_${i}"`,
      ),
    ].join(", "),
  };
}

/** A column for each of the most frequent levels, and one for the others where there are any; `of` is the SQL of what they are shares of. */
export function shareColumns(
  levels: ShareLevels | undefined,
  role: string,
  of: string,
  table: string,
  total: string,
): { feature: string; unit: string; source: string; sql: string; definition: string }[] {
  if (levels === undefined) return [];
  const { names, all } = levels;
  const one = (name: string, i: number, definition: string) => ({
    feature: `${role}=${name}`,
    unit: "share",
    source: role,
    sql: `${table}."n_${i}" / ${total}`,
    definition,
  });
  let rest = "(other)";
  while (names.includes(rest)) rest = `(${rest})`;
  return [
    ...names.map((name, i) => one(name, i, `Share of ${name} in the ${of}; missing where there are none.`)),
    ...(all > names.length
      ? [
          one(
            rest,
            names.length,
            `Share of the ${all - names.length} other levels in the ${of}; missing where there are none.`,
          ),
        ]
      : []),
  ];
}

/** Says that not all levels have a column, where that is so. */
export function levelsCut(levels: ShareLevels | undefined, one: string, many: string, by: string): string[] {
  return levels === undefined || levels.all <= levels.names.length
    ? []
    : [
        `${counted(levels.all, one, many)}: the ${levels.names.length} with most ${by} have a column, the others share one; raise mostShares for more.`,
      ];
}
