import type { ColumnType } from "../engine/engine.js";
import { identifier } from "../engine/quote.js";
import type { Relation } from "../engine/relation.js";
import { DataError } from "../errors.js";
import { placeOf, type ReadReport } from "./read/report.js";

/** What a role's column holds: a name of somebody or something, a time, an amount, or text. */
export type RoleKind = "id" | "time" | "number" | "text";

/**
 * The SQL that gives a role's column its type.
 *
 * @throws DataError where the column holds something else, with the first cells that stand in the way where `read` knows them.
 */
export function roleExpression(source: Relation, role: string, kind: RoleKind, name: string): string {
  const column = identifier(name);
  const type = source.typeOf(name);
  const place = { file: fileOf(source), column: name };
  if (kind === "text") return `CAST(${column} AS VARCHAR)`;
  if (kind === "number") {
    if (type === "number" || type === "integer") return `CAST(${column} AS DOUBLE)`;
    throw new DataError(
      `expected numbers for ${role}, found ${words(type)}${examples(source, name)}; correct these cells, or tell read what stands for a missing value or which decimal mark is used`,
      place,
    );
  }
  if (kind === "time") {
    if (type === "time") return column;
    if (type === "date") return `CAST(${column} AS TIMESTAMP)`;
    throw new DataError(
      `expected dates or times for ${role}, found ${words(type)}${examples(source, name)}; correct these cells, or tell read how the dates are written with dateFormat or dateOrder`,
      place,
    );
  }
  if (type === "text") return `CAST(${column} AS VARCHAR)`;
  if (type === "integer") return `CAST(${column} AS VARCHAR)`;
  if (type === "number")
    // 17850.0 is how a number column with a missing value comes out of a spreadsheet; the customer is still 17850.
    return `CASE WHEN ${column} <> ${column} OR CAST(${column} AS DOUBLE) > 1.7976931348623157e308 THEN NULL WHEN ${column} = trunc(${column}) AND abs(${column}) < 1e18 THEN CAST(CAST(${column} AS BIGINT) AS VARCHAR) ELSE CAST(${column} AS VARCHAR) END`;
  if (role !== "customer" && (type === "time" || type === "date")) return `CAST(${column} AS VARCHAR)`;
  throw new DataError(
    `expected text or whole numbers for ${role}, found ${words(type)}; a column with one value per ${role} is needed`,
    place,
  );
}

function words(type: ColumnType): string {
  return {
    text: "text",
    number: "numbers",
    integer: "whole numbers",
    boolean: "yes/no",
    time: "times",
    date: "dates",
    other: "nested values",
  }[type];
}

/** The file that a source was read from, where it was. */
export function fileOf(source: Relation): string | undefined {
  return reportOf(source)?.file;
}

/** What `read` says of a source that came from it. */
export function reportOf(source: Relation): ReadReport | undefined {
  return (source as { report?: ReadReport }).report;
}

/** Why the column is no number or time, with the first cells that stand in the way. */
function examples(source: Relation, name: string): string {
  const report = reportOf(source);
  const failures = report?.columns.find((column) => column.name === name)?.failures;
  if (failures === undefined || failures.count === 0) return "";
  const where = (row: number) => {
    const at = report?.files === undefined ? undefined : placeOf(row, report.files);
    return at === undefined ? `row ${row}` : `row ${at.row} of ${at.file}`;
  };
  const shown = failures.values
    .slice(0, 3)
    .map((value, i) => `${JSON.stringify(value)} in ${where(failures.rows[i]!)}`);
  return `, because of ${failures.count} ${failures.count === 1 ? "cell" : "cells"} such as ${shown.join(", ")}`;
}
