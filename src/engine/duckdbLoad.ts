import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  type DuckDBConnection,
  DuckDBDataChunk,
  DuckDBTimestampValue,
  type DuckDBType,
  type DuckDBValue,
  TIMESTAMP,
  VARCHAR,
} from "@duckdb/node-api";
import { DataError } from "../errors.js";
import { column, type Table, type Value } from "../table.js";
import { identifier } from "./quote.js";

/** A column of a table on its way to DuckDB. */
export interface DuckdbColumn {
  readonly name: string;
  readonly type: DuckDBType;
}

const chunkRows = 2048;

/**
 * The DuckDB type of each column, by its values. Mixed kinds in one column are a DataError with row and column. Numbers are doubles,
 * but a column with whole numbers beyond 2^53 (bigint), which a double would round, is BIGINT.
 */
export function duckdbColumns(source: Table): DuckdbColumn[] {
  return source.columnNames().map((name) => ({ name, type: typeOf(name, column(source, name)) }));
}

/** Creates a kept table and appends all rows of the source, in order. */
export async function appendTable(
  connection: DuckDBConnection,
  name: string,
  source: Table,
  columns: readonly DuckdbColumn[],
): Promise<void> {
  if (columns.length === 0) throw new DataError("expected a table with at least one column, got none");
  const list = columns.map((each) => `${identifier(each.name)} ${each.type}`).join(", ");
  await connection.run(`CREATE TABLE kept.${identifier(name)} (${list})`);
  const appender = await connection.createAppender(name, "main", "kept");
  const types = columns.map((each) => each.type);
  const cells = columns.map((each) => column(source, each.name));
  const rows = source.numRows();
  for (let start = 0; start < rows; start += chunkRows) {
    const end = Math.min(start + chunkRows, rows);
    const chunk = DuckDBDataChunk.create(types, end - start);
    cells.forEach((values, j) => {
      const part: DuckDBValue[] = [];
      for (let i = start; i < end; i++) part.push(toDuckdb(values[i] ?? null, types[j]!));
      chunk.setColumnValues(j, part);
    });
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

function typeOf(name: string, values: ArrayLike<Value>): DuckDBType {
  let found: "text" | "number" | "boolean" | "time" | undefined;
  for (let i = 0; i < values.length; i++) {
    const kind = kindOf(values[i] ?? null, i, name);
    if (kind === undefined || kind === found) continue;
    if (found !== undefined)
      throw new DataError(`expected ${found} as in the rows before, got ${kind}`, { row: i + 1, column: name });
    found = kind;
  }
  if (found === "number") return hasLarge(values) ? wholeNumbers(name, values) : DOUBLE;
  if (found === "boolean") return BOOLEAN;
  return found === "time" ? TIMESTAMP : VARCHAR;
}

function hasLarge(values: ArrayLike<Value>): boolean {
  for (let i = 0; i < values.length; i++)
    if (typeof values[i] === "bigint" && !Number.isSafeInteger(Number(values[i]))) return true;
  return false;
}

/** BIGINT, once all values are whole numbers that it holds. */
function wholeNumbers(name: string, values: ArrayLike<Value>): DuckDBType {
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? null;
    if (value === null || Number.isSafeInteger(value)) continue;
    if (typeof value !== "bigint" || BigInt.asIntN(64, value) !== value)
      throw new DataError(
        `expected whole numbers of 64 bits, as other rows hold numbers beyond 2^53, got ${value}; make the column text first`,
        { row: i + 1, column: name },
      );
  }
  return BIGINT;
}

function kindOf(value: Value, i: number, name: string): "text" | "number" | "boolean" | "time" | undefined {
  if (value === null) return undefined;
  if (typeof value === "string") return "text";
  if (typeof value === "number" || typeof value === "bigint") return "number";
  if (typeof value === "boolean") return "boolean";
  if (value instanceof Date && !Number.isNaN(value.getTime())) return "time";
  throw new DataError(`expected text, a number, a boolean, a date or null, got ${String(value)}`, {
    row: i + 1,
    column: name,
  });
}

function toDuckdb(value: Value, type: DuckDBType): DuckDBValue {
  if (value instanceof Date) return new DuckDBTimestampValue(BigInt(value.getTime()) * 1000n);
  if (type === BIGINT) return value === null ? null : BigInt(value as number | bigint);
  return typeof value === "bigint" ? Number(value) : value;
}
