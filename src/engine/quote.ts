import type { Value } from "../table.js";

/** A name as an SQL identifier: always quoted, quotes doubled, so that no column name ever becomes code. */
export function identifier(name: string): string {
  if (name.includes("\0")) throw new RangeError("expected a name without a NUL character");
  return `"${name.replaceAll('"', '""')}"`;
}

/** A value as an SQL literal: text quoted with quotes doubled, so that no value ever becomes code. */
export function literal(value: Value): string {
  if (value === null) return "NULL";
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "number") {
    if (Number.isFinite(value)) return Object.is(value, -0) ? "0" : String(value);
    return `CAST('${Number.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity"}' AS DOUBLE)`;
  }
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) throw new RangeError("expected a valid date, got Invalid Date");
    return `TIMESTAMP '${value.toISOString().replace("T", " ").replace("Z", "")}'`;
  }
  if (value.includes("\0")) throw new RangeError("expected text without a NUL character");
  return `'${value.replaceAll("'", "''")}'`;
}
