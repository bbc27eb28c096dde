import { identifier } from "../../engine/quote.js";
import { type Relation, withRow } from "../../engine/relation.js";
import { shorten } from "./guessColumn.js";
import type { OddCells } from "./report.js";

/** The cells of a column whose row meets an SQL condition: how many, and where the first five are. */
export async function oddCells(rows: Relation, column: string, condition: string): Promise<OddCells> {
  const row = freeName(rows);
  const found = await rows.engine.query(
    `SELECT ${identifier(row)} AS at, CAST(${identifier(column)} AS VARCHAR) AS held, count(*) OVER () AS n ` +
      `FROM ${withRow(rows, row).from} WHERE ${condition} ORDER BY 1 LIMIT 5`,
  );
  if (found.numRows() === 0) return { count: 0, rows: [], values: [] };
  return {
    count: found.get("n", 0) as number,
    rows: Array.from(found.array("at") as ArrayLike<number>),
    values: Array.from(found.array("held") as ArrayLike<string>, shorten),
  };
}

/** "rows 1, 2, 3, ..." */
export function placesInWords({ count, rows }: OddCells): string {
  return `row${count > 1 ? "s" : ""} ${rows.join(", ")}${count > rows.length ? ", ..." : ""}`;
}

/** A column name that the relation does not have. */
export function freeName(rows: Relation): string {
  const taken = new Set(rows.names.map((name) => name.toLowerCase()));
  let name = "row";
  while (taken.has(name)) name += "_";
  return name;
}
