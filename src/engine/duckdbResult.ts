import { type DuckDBDataChunk, type DuckDBResult, type DuckDBType, DuckDBTypeId } from "@duckdb/node-api";
import { type Row, type Table, tableOf, type Value } from "../table.js";
import type { ColumnType } from "./engine.js";

const integers = new Set([
  DuckDBTypeId.TINYINT,
  DuckDBTypeId.SMALLINT,
  DuckDBTypeId.INTEGER,
  DuckDBTypeId.BIGINT,
  DuckDBTypeId.UTINYINT,
  DuckDBTypeId.USMALLINT,
  DuckDBTypeId.UINTEGER,
  DuckDBTypeId.UBIGINT,
  DuckDBTypeId.HUGEINT,
  DuckDBTypeId.UHUGEINT,
]);
const reals = new Set([DuckDBTypeId.FLOAT, DuckDBTypeId.DOUBLE, DuckDBTypeId.DECIMAL]);
const times = new Set([
  DuckDBTypeId.TIMESTAMP,
  DuckDBTypeId.TIMESTAMP_S,
  DuckDBTypeId.TIMESTAMP_MS,
  DuckDBTypeId.TIMESTAMP_NS,
  DuckDBTypeId.TIMESTAMP_TZ,
]);

/** What a DuckDB type holds. */
export function columnType(id: DuckDBTypeId): ColumnType {
  if (id === DuckDBTypeId.VARCHAR || id === DuckDBTypeId.ENUM || id === DuckDBTypeId.UUID) return "text";
  if (integers.has(id)) return "integer";
  if (reals.has(id)) return "number";
  if (times.has(id)) return "time";
  if (id === DuckDBTypeId.DATE) return "date";
  return id === DuckDBTypeId.BOOLEAN ? "boolean" : "other";
}

/** The rows of a result as a Table, columns in the order of the query. */
export function chunksTable<C extends Row>(result: DuckDBResult, chunks: readonly DuckDBDataChunk[]): Table<C> {
  const rows = chunks.reduce((sum, chunk) => sum + chunk.rowCount, 0);
  const names = result.deduplicatedColumnNames();
  const columns = names.map((name, j) => [name, collectColumn(chunks, j, rows, result.columnType(j))]);
  return tableOf<C>(Object.fromEntries(columns), names);
}

/** A column of a result: a Float64Array where all are numbers, an array with nulls otherwise. */
function collectColumn(
  chunks: readonly DuckDBDataChunk[],
  j: number,
  rows: number,
  type: DuckDBType,
): ArrayLike<Value> {
  const convert = converter(type);
  const numeric = reals.has(type.typeId) || integers.has(type.typeId);
  const doubles = numeric ? new Float64Array(rows) : undefined;
  let values: Value[] | undefined = numeric ? undefined : new Array<Value>(rows);
  let row = 0;
  for (const chunk of chunks) {
    const vector = chunk.getColumnVector(j);
    const { rowCount } = chunk; // asks the engine each time
    for (let i = 0; i < rowCount; i++, row++) {
      const raw = vector.getItem(i) as unknown;
      const value = raw === null || raw === undefined ? null : convert(raw);
      if (values !== undefined) values[row] = value;
      else if (typeof value === "number") doubles![row] = value;
      else {
        values = [...doubles!.subarray(0, row), value];
        values.length = rows;
      }
    }
  }
  return values ?? doubles!;
}

/** From DuckDB's value of a type to ours. Whole numbers beyond 2^53 stay bigint: nothing is rounded silently. */
function converter(type: DuckDBType): (raw: unknown) => Value {
  const id = type.typeId;
  if (id === DuckDBTypeId.DECIMAL) return (raw) => (raw as { toDouble(): number }).toDouble();
  if (integers.has(id)) {
    return (raw) => {
      if (typeof raw === "number") return raw;
      const whole = raw as bigint;
      return whole >= Number.MIN_SAFE_INTEGER && whole <= Number.MAX_SAFE_INTEGER ? Number(whole) : whole;
    };
  }
  if (id === DuckDBTypeId.TIMESTAMP || id === DuckDBTypeId.TIMESTAMP_TZ)
    return (raw) => new Date(Number((raw as { micros: bigint }).micros / 1000n));
  if (id === DuckDBTypeId.TIMESTAMP_S) return (raw) => new Date(Number((raw as { seconds: bigint }).seconds) * 1000);
  if (id === DuckDBTypeId.TIMESTAMP_MS) return (raw) => new Date(Number((raw as { millis: bigint }).millis));
  if (id === DuckDBTypeId.TIMESTAMP_NS) return (raw) => new Date(Number((raw as { nanos: bigint }).nanos / 1000000n));
  if (id === DuckDBTypeId.DATE) return (raw) => new Date((raw as { days: number }).days * 86400000);
  if (id === DuckDBTypeId.VARCHAR || reals.has(id) || id === DuckDBTypeId.BOOLEAN) return (raw) => raw as Value;
  return (raw) => String(raw);
}
