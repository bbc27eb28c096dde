import type { Engine } from "../engine/engine.js";
import { identifier } from "../engine/quote.js";
import type { Relation } from "../engine/relation.js";
import { otherLevel } from "../levels.js";
import { counted } from "../readable.js";
import type { PlannedFeature } from "./plannedFeature.js";

/** The levels of a role that get a column for their share. */
export interface ShareLevels {
  /** The most frequent, of equal ones by name. */
  readonly names: readonly string[];
  /** How many there are in all. */
  readonly all: number;
  /** Kept: `place` (from 0; that of the last column for the levels without one) of each `value` as it is written. */
  readonly places: Relation;
  /** SQL: a list of figures (`ROLE_of`: rows with a level; `ROLE_0` and so on: rows of each that has a column), each after a comma; `place` is the SQL of a row's place. */
  figures(place: string): string;
}

/** Throws a RangeError unless so many columns can be made. */
export function requireMostShares(mostShares: number): void {
  if (!Number.isInteger(mostShares) || mostShares < 1)
    throw new RangeError(`expected mostShares to be a whole number from 1, got ${mostShares}`);
}

/** Finds the levels of a role by the rows of `from`; `level` is the SQL that makes a level of `"value"`, null where it is none. */
export async function levelsOfShares(
  engine: Engine,
  from: string,
  role: string,
  most: number,
  level = `"value"`,
): Promise<ShareLevels> {
  const column = identifier(role);
  // Kept before its levels are made: the engine would make them of every row.
  const written = await engine.keep(`SELECT ${column} AS "value", count(*) AS "n" FROM ${from} GROUP BY ${column}`);
  const places = await engine.keep(
    `SELECT "value", least(dense_rank() OVER (ORDER BY "size" DESC, "level") - 1, ${most}) AS "place", "level" FROM (SELECT *, sum("n") OVER (PARTITION BY "level") AS "size" FROM (SELECT "value", ${level} AS "level", "n" FROM ${written.from}) AS spelled WHERE "level" IS NOT NULL) AS sized`,
  );
  await engine.drop(written);
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
    figures: (place) =>
      [
        `, CAST(count(${place}) AS BIGINT) AS "${role}_of"`,
        ...Array.from(
          { length: columns },
          (_, i) => `, CAST(count(*) FILTER (WHERE ${place} = ${i}) AS BIGINT) AS "${role}_${i}"`,
        ),
      ].join(""),
  };
}

/** SQL: joins the levels of a role to rows, which stay as many. */
export function joinLevels({ places }: ShareLevels, role: string, rows: string): string {
  return ` LEFT JOIN ${places.stored} AS of_${role} ON of_${role}."value" = ${rows}.${identifier(role)}`;
}

/** A column for each of the most frequent levels, and one for the others where there are any; `of` says what they are shares of, `table` has the figures. */
export function shareColumns(
  levels: ShareLevels | undefined,
  role: string,
  of: string,
  table: string,
): PlannedFeature[] {
  if (levels === undefined) return [];
  const { names, all } = levels;
  const one = (name: string, i: number, definition: string) => ({
    feature: `${role}=${name}`,
    unit: "share",
    source: role,
    sql: `CAST(${table}."${role}_${i}" AS DOUBLE) / nullif(${table}."${role}_of", 0)`,
    definition: `${definition} in the ${of}; missing where there are none.`,
  });
  const rest = otherLevel(names);
  return [
    ...names.map((name, i) => one(name, i, `Share of ${name}`)),
    ...(all > names.length ? [one(rest, names.length, `Share of the ${all - names.length} other levels`)] : []),
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
