import { type ColumnTable, from, fromArrow, table } from "arquero";
import { DataError, requireColumn } from "./errors.js";
import type { Features } from "./features.js";

/** One cell. Missing is `null`; `NaN` is a number that went wrong and is never used for missing. */
export type Value = string | number | bigint | boolean | Date | null;

/** Column names and their types, as an object type: `{ customer: string; recency: number }`. */
// biome-ignore lint/suspicious/noExplicitAny: interfaces without an index signature have to be accepted
export type Row = Record<string, any>;

declare const columnTypes: unique symbol;

/**
 * Rows of named columns: an Arquero ColumnTable that remembers its column names and types `C` at compile time, so that a
 * misspelt column is an error in the notebook cell and not a `NaN` in a report. Every Arquero verb works on it.
 */
export type Table<C extends Row = Row> = ColumnTable & { readonly [columnTypes]?: C };

/** The names of the columns of `C`. */
export type AnyColumn<C extends Row> = keyof C & string;

/** The names of the numeric columns of `C`, those that may be absent included. */
export type NumericColumn<C extends Row> = {
  [K in keyof C]-?: C[K] extends number | null | undefined ? K : never;
}[keyof C] &
  string;

/** The part of a danfo (or pandas-like) DataFrame that is read here. */
export interface DataFrameLike {
  readonly columns: readonly string[];
  readonly values: unknown;
  readonly dtypes: readonly string[];
}

/** All that is taken where a Table is asked for. Of features it is their table, and their own column names the rows. */
export type TableLike<C extends Row = Row> = Table<C> | Features<C> | DataFrameLike | readonly C[] | Uint8Array;

/**
 * Makes a Table of a danfo DataFrame, an array of objects, or Arrow IPC bytes; a Table is returned as it is, and of features their table.
 * `undefined` and (in DataFrames, which know no other missing value) `NaN` become `null`. Whole numbers of Arrow beyond
 * 2^53 stay bigint; the others become numbers.
 *
 * @throws TypeError where the input is none of these (of a survey, pass the `answers`); DataError where bytes are not Arrow.
 *
 * @example
 * const people = toTable([{ name: "Ada", age: 36 }, { name: "Alan", age: 41 }]);
 * console.log(people.numRows()); // 2
 */
export function toTable<C extends Row>(data: TableLike<C>): Table<C> {
  if (isTable(data)) return data as Table<C>;
  if (isFeatures(data)) return data.table as Table<C>;
  if (data instanceof Uint8Array) return fromBytes(data) as Table<C>;
  if (Array.isArray(data)) return fromRows(data) as Table<C>;
  if (isDataFrame(data)) return fromDataFrame(data) as Table<C>;
  throw new TypeError(
    `expected a Table, features, a DataFrame, an array of objects or Arrow bytes, got ${kindOf(data)}`,
  );
}

/** Makes a Table of columns by name, in the order of `names` (numeric-looking keys of an object lose theirs); typed arrays are kept as they are. */
export function tableOf<C extends Row>(
  columns: { [K in keyof C]: ArrayLike<C[K] | null> },
  names: readonly string[] = Object.keys(columns),
): Table<C> {
  if (names.includes("__proto__"))
    throw new DataError(
      'expected another name, for "__proto__" means something else in JavaScript; rename the column',
      {
        column: "__proto__",
      },
    );
  return table(columns as Record<string, ArrayLike<unknown>> as Record<string, unknown[]>, [...names]) as Table<C>;
}

/** Makes a Table of rows, with these columns also where there is no row. */
export function tableOfRows<C extends Row>(rows: readonly C[], names: readonly (keyof C & string)[]): Table<C> {
  const columns = Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name])]));
  return tableOf<C>(columns as { [K in keyof C]: C[K][] }, names);
}

/** Whether the value is an Arquero ColumnTable (also one from another copy of Arquero). */
export function isTable(value: unknown): value is Table {
  const candidate = value as Partial<ColumnTable> | null;
  return typeof candidate?.columnNames === "function" && typeof candidate.numRows === "function";
}

/** Whether the value is what functions such as `behavioral` and `joinFeatures` return. */
export function isFeatures(value: unknown): value is Features {
  const candidate = value as Partial<Features> | null | undefined;
  return isTable(candidate?.table) && isTable(candidate?.dictionary) && typeof candidate?.id === "string";
}

/** All values of a column in row order, in an array of their own. */
export function column(source: Table, name: string): ArrayLike<Value> {
  requireColumn(source.columnNames(), name);
  return source.array(name) as ArrayLike<Value>;
}

/** What a table holds for a number: null where there is none, or it is not finite. */
export function orNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** A numeric column without surprises: missing values are NaN in `values`, and nothing else is. */
export interface FiniteNumbers {
  readonly values: Float64Array;
  readonly missing: number;
  /** First row without a value, from 1; 0 where every row has one. */
  readonly firstMissing: number;
}

/**
 * The values of a numeric column in an array of their own, missing ones as NaN; true and false count as 1 and 0.
 *
 * @throws DataError where a value is not a number, or is NaN or infinite.
 */
export function finiteNumbers(source: Table, name: string): FiniteNumbers {
  const cells = column(source, name);
  const values = new Float64Array(cells.length);
  let missing = 0;
  let firstMissing = 0;
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i];
    if (cell === null || cell === undefined) {
      values[i] = Number.NaN;
      if (missing++ === 0) firstMissing = i + 1;
      continue;
    }
    const value = typeof cell === "bigint" || typeof cell === "boolean" ? Number(cell) : cell;
    if (typeof value !== "number" || !Number.isFinite(value)) {
      const at = culprit(cells, i);
      const wrong = cells[at]!;
      throw new DataError(
        `expected a finite number, got ${typeof wrong === "number" ? wrong : show(wrong)}; correct the value or make it null (missing)`,
        { row: at + 1, column: name },
      );
    }
    values[i] = value;
  }
  return { values, missing, firstMissing };
}

/** One word among numbers makes text of a whole column: then the word is to blame, and not the first number that is written as text. */
function culprit(cells: ArrayLike<Value>, first: number): number {
  if (typeof cells[first] !== "string") return first;
  for (let i = first; i < cells.length; i++) {
    const cell = cells[i];
    if (typeof cell === "string" && (cell.trim() === "" || !Number.isFinite(Number(cell)))) return i;
  }
  return first;
}

function fromRows(rows: readonly Row[]): ColumnTable {
  rows.forEach((row, i) => {
    if (row === null || typeof row !== "object")
      throw new TypeError(`expected row ${i + 1} to be an object, got ${kindOf(row)}`);
  });
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return from(
    rows.map((row) =>
      Object.fromEntries(names.map((name) => [name, Object.hasOwn(row, name) ? (row[name] ?? null) : null])),
    ),
  );
}

/** Arrow IPC bytes as a table. Columns of 64-bit integers become numbers where none of them would be rounded. */
function fromBytes(bytes: Uint8Array): ColumnTable {
  let source: ColumnTable;
  try {
    source = fromArrow(bytes, { useBigInt: true });
  } catch (cause) {
    throw new DataError(`expected Arrow IPC bytes, but they cannot be read: ${(cause as Error).message}`);
  }
  const safe: Record<string, unknown[]> = {};
  for (const name of source.columnNames()) {
    const cells = source.array(name) as ArrayLike<unknown>;
    const whole = Array.from(cells).filter((cell) => typeof cell === "bigint");
    if (whole.length > 0 && whole.every((cell) => Number.isSafeInteger(Number(cell))))
      safe[name] = Array.from(cells, (cell) => (typeof cell === "bigint" ? Number(cell) : cell));
  }
  return Object.keys(safe).length === 0 ? source : source.assign(table(safe));
}

function isDataFrame(value: unknown): value is DataFrameLike {
  const candidate = value as Partial<DataFrameLike> | null;
  return Array.isArray(candidate?.columns) && Array.isArray(candidate.values) && Array.isArray(candidate.dtypes);
}

function fromDataFrame(frame: DataFrameLike): ColumnTable {
  const twice = frame.columns.find((name, j) => frame.columns.indexOf(name) < j);
  if (twice !== undefined)
    throw new DataError("expected a DataFrame of distinct column names, got one twice", { column: twice });
  const rows = frame.values as unknown[][];
  const columns = frame.columns.map((name, j): [string, unknown[]] => [
    name,
    rows.map((row) => {
      const cell = row[j];
      return cell === undefined || (typeof cell === "number" && Number.isNaN(cell)) ? null : cell;
    }),
  ]);
  return table(Object.fromEntries(columns), [...frame.columns]);
}

function kindOf(value: unknown): string {
  if (value instanceof Promise) return "a promise: await it";
  // What `survey` returns: the table of the answers is one of its parts.
  if (isTable((value as { answers?: unknown } | null | undefined)?.answers)) return "a survey: pass its answers";
  return value === null
    ? "null"
    : Array.isArray(value)
      ? "an array"
      : typeof value === "object"
        ? (value.constructor?.name ?? "an object")
        : typeof value;
}

function show(value: unknown): string {
  return value instanceof Date ? value.toISOString() : JSON.stringify(value);
}
