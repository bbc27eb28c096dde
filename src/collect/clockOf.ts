import { identifier, literal } from "../engine/quote.js";
import { Relation } from "../engine/relation.js";
import { isTimeZone, knownZone, noTimeZone, zoneClock } from "../engine/timeZone.js";
import { DataError } from "../errors.js";
import { column, type TableLike, toTable } from "../table.js";
import { placeOf } from "./read/report.js";
import { reportOf } from "./roleExpression.js";

/** SQL of a time on the clock of a zone, and in UTC. */
export interface Clock {
  readonly time: string;
  /** Undefined where no zone was given, or the column holds days. */
  readonly instant: string | undefined;
}

/**
 * The time of a source on the clock of a zone: one zone for all rows, or one a row. Days without times are of the calendar already and stay.
 *
 * @param time the SQL of the time.
 * @throws TypeError where a zone and a column of zones are given; RangeError where the zone does not exist; DataError where `read` left zones other than
 *   UTC off the times.
 */
export function clockOf(
  source: Relation,
  time: { readonly name: string; readonly sql: string },
  zone: string | undefined,
  zoneColumn: string | undefined,
): Clock {
  if (zone !== undefined && (typeof zone !== "string" || !isTimeZone(zone))) throw new RangeError(noTimeZone(zone));
  if (zone !== undefined && zoneColumn !== undefined)
    throw new TypeError(
      "expected one time zone for all rows or a column of time zones, got both; leave { timeZone } or the role timeZone out",
    );
  if ((zone === undefined && zoneColumn === undefined) || source.typeOf(time.name) === "date")
    return { time: time.sql, instant: undefined };
  requireUtc(
    source,
    time.name,
    "to be turned to the clock of a time zone",
    "keep them as they are without timeZone, or ",
  );
  return {
    time: zoneClock(
      time.sql,
      zone === undefined ? knownZone(`CAST(${identifier(zoneColumn!)} AS VARCHAR)`) : literal(zone),
    ),
    instant: `CAST(${time.sql} AS TIMESTAMP)`,
  };
}

/**
 * Throws a DataError where `read` left zones other than UTC off the times of a column that has to be of UTC.
 *
 * @param why what the times have to be of UTC for.
 * @param otherwise what else can be done than to read them as UTC.
 */
export function requireUtc(source: Relation, name: string, why: string, otherwise = ""): void {
  const report = reportOf(source);
  const left = report?.columns.find((each) => each.name === name)?.zonesLeft;
  if (left === undefined || left.count === 0) return;
  const row = left.rows[0]!;
  const at = report?.files === undefined ? { file: report?.file, row } : placeOf(row, report.files);
  throw new DataError(
    `expected times of UTC, ${why}, found ${left.count} whose own zone was left off by read; ${otherwise}read them with { zones: "utc" }: ${JSON.stringify(left.values[0])}`,
    { file: at.file, row: at.row, column: name },
  );
}

/**
 * Looks the zones of data in memory over at once, for then the row of a wrong one can be told; those of a relation are found by its engine.
 *
 * @throws DataError with the first row whose zone does not exist.
 */
export function requireZones(data: Relation | TableLike, name: string | undefined): void {
  if (data instanceof Relation || name === undefined) return;
  const table = toTable(data);
  if (!table.columnNames().includes(name)) return; // said with the other columns
  const cells = column(table, name);
  const known = new Set<unknown>([null]);
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i] ?? null;
    if (known.has(cell)) continue;
    if (typeof cell !== "string" || !isTimeZone(cell))
      throw new DataError(noTimeZone(cell), { row: i + 1, column: name });
    known.add(cell);
  }
}
