import { defaultEngine } from "../engine/duckdb.js";
import type { ColumnType, Engine } from "../engine/engine.js";
import { Relation } from "../engine/relation.js";
import { DataError } from "../errors.js";
import { type Row, type TableLike, toTable } from "../table.js";
import { checkOptions } from "./read/checkOptions.js";
import type { DateOrder } from "./read/dateForms.js";
import { requireDistinct } from "./read/layout.js";
import { cutParquet, type LoadedFile, loadFile, typedColumns, whole } from "./read/loadFile.js";
import { namedAsIs } from "./read/loadJson.js";
import { readReport } from "./read/report.js";
import { Source } from "./read/source.js";
import { typeColumns } from "./read/typeColumns.js";
import { unite } from "./read/unite.js";
import { usedOptions } from "./read/usedOptions.js";

/** A query on an engine, as a source of rows. */
export interface SqlSource {
  readonly sql: string;
  readonly engine?: Engine;
}

/** Options of `read`. Each overrides a guess; leave out what need not be overridden. One that a source does not know is a TypeError. */
export interface ReadOptions {
  /** Where the rows will live; the in-memory engine by default. */
  engine?: Engine;
  /** By the first bytes and the name of the file. A gzip file is unpacked first, whatever it holds. */
  format?: "csv" | "json" | "ndjson" | "parquet" | "xlsx";
  /** One character between fields, or `"whitespace"` for any run of spaces and tabs. */
  delimiter?: string;
  /** What encloses fields that hold delimiters, `"` by default; `""` where quotes are plain text. */
  quote?: string;
  /** What stands before a quote inside quotes; the quote itself by default. */
  escape?: string;
  /** Whether the first line names the columns. */
  header?: boolean;
  /** The column names, for files without a header or instead of it. */
  columns?: readonly string[];
  /** Any label of the Encoding Standard, such as `"utf-8"`, `"windows-1252"`, `"latin-1"`, `"utf-16le"`. */
  encoding?: string;
  /** The decimal mark of all numbers in the file. */
  decimal?: "." | ",";
  /** Types by column. A value that does not fit is then an error. */
  types?: Readonly<Record<string, ColumnType>>;
  /** The order of day, month and year where the values leave it open. */
  dateOrder?: DateOrder;
  /**
   * What becomes of zones written behind times (Z, +02:00): `"leave off"` keeps the clock as it is written, which is the shop's own where the shop wrote it;
   * `"utc"` turns the times to UTC, as `timeZone` of `transactions` and `events` expects them.
   */
  zones?: "leave off" | "utc";
  /** A `strptime` pattern such as `"%d.%m.%Y %H:%M"`, for every column that it reads whole, or by column. */
  dateFormat?: string | Readonly<Record<string, string>>;
  /** What stands for a missing value in text, spaces around it apart; `""` is an empty cell. */
  missing?: readonly string[];
  /** Rows with too few fields: an error, or filled with missing values and reported. Too many fields are always an error. */
  ragged?: "error" | "fill";
  /** The sheet of a spreadsheet; the first by default. */
  sheet?: string;
  /** The name of a text column to add, with the name of the file (its folder left out) that each row comes from. */
  fileColumn?: string;
  /** Stops reading; the promise rejects. */
  signal?: AbortSignal;
}

/** What stands for a missing value where nothing else is said. */
export const missingByDefault = ["", "NA", "N/A", "#N/A", "NULL", "null"] as const;

/**
 * Reads rows from anywhere and tells every guess made on the way.
 *
 * Takes the path of a file (CSV, TSV and other delimited text, columns between spaces, JSON, one JSON object a line,
 * Parquet, XLSX; text also compressed by gzip), a list of paths, `{ sql, engine }`, or a Table, DataFrame, array of objects or Arrow bytes.
 * The rows stay on the engine, in the order of the source; only what is asked for (`head`, `toTable`) enters memory.
 *
 * Types are held against every row, not a sample. A column is a number or a time only if all its values are; else it stays text
 * and `report` says which rows keep it from it. Codes with leading zeros and whole numbers beyond 2^53 stay text. Times have
 * no zone: one that is written behind them ("+02:00") is left off, unless `zones: "utc"` is asked for, and those of Parquet and SQL that have one are given in UTC. Where all values of a column fit both day/month and month/day, the reading is a guess: a note says so, and
 * `dateOrder` decides. NaN and infinite numbers are kept and noted.
 *
 * Several files of one format (a list of paths) give one relation: their rows in the order of the list, columns united by name (missing where a file lacks
 * them, with a note), types decided over all. Rows count through the list; errors name the file and its row, and `fileColumn` keeps the file of each row.
 * A file that is listed twice gives its rows twice.
 *
 * When it misleads: a comma file with "1,234" in every cell of a column could mean 1234 or 1.234; "NA" may be Namibia;
 * a short column of ids such as 20110131 looks like days. All three stand in `report.columns` or `report.notes`.
 *
 * @param source a path or several, a query on an engine, or data in memory.
 * @returns the rows as a Relation, with `report` (`report.table` shows the columns, `report.notes` what is doubtful).
 * @throws DataError where there is no file, or it is a folder, empty, a header only, cut in the middle, not text, in mixed
 *   encodings, with rows of different lengths, quotes that never close, or columns of one name, or where files of a list have different formats;
 *   RangeError for an empty list or a `fileColumn` that is taken; TypeError for another source.
 *
 * @example
 * const orders = await read("data/orders.csv");
 * console.log(orders.names.includes("customer_id")); // true
 * console.log(orders.report.delimiter); // ,
 * const people = await read([{ id: "007", joined: "31/01/2011" }]);
 * console.log(people.report.columns[1].guess); // days as day/month/year, as "31/01/2011" shows
 */
export async function read<C extends Row = Row>(
  source: string | readonly string[] | SqlSource | TableLike | Relation<C>,
  { engine, signal, ...options }: ReadOptions = {},
): Promise<Source<C>> {
  signal?.throwIfAborted();
  const place = engine ?? (isSql(source) ? source.engine : undefined) ?? defaultEngine();
  const stop = () => place.interrupt();
  signal?.addEventListener("abort", stop);
  try {
    checkOptions(options);
    const rows = await readOn(source, place, options);
    signal?.throwIfAborted();
    return rows as Source<C>;
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener("abort", stop);
  }
}

type Settings = Omit<ReadOptions, "engine" | "signal">;

function readOn(source: unknown, engine: Engine, options: Settings): Promise<Source> {
  if (typeof source === "string") return readFilesOn([source], engine, options);
  if (isPaths(source)) return readFilesOn(source, engine, options);
  if (source instanceof Relation) return readQuery(source.sql, source.engine, engine, options);
  if (isSql(source)) return readQuery(source.sql, source.engine ?? engine, engine, options);
  usedOptions(options, "table");
  return readTable(engine.load(toTable(source as TableLike)), options);
}

/** Whether a list is one of paths. An empty one could be of rows as well, but has neither. */
function isPaths(source: unknown): source is string[] {
  if (!Array.isArray(source)) return false;
  const odd = source.findIndex((each) => typeof each !== "string");
  if (odd > 0 && typeof source[0] === "string")
    throw new TypeError(`expected a list of paths, got ${typeof source[odd]} in place ${odd + 1}`);
  return odd < 0;
}

function isSql(source: unknown): source is SqlSource {
  return typeof source === "object" && source !== null && typeof (source as SqlSource).sql === "string";
}

/** The rows of a file, or of several one after the other, with types that fit all of them. */
async function readFilesOn(files: readonly string[], engine: Engine, options: Settings): Promise<Source> {
  const { fileColumn, ...others } = options;
  if (files.length === 0) throw new RangeError("expected the path of at least one file, got an empty list");
  if (files.length === 1 && fileColumn === undefined) return typed(await loadFile(files[0]!, engine, options), others);
  const loaded: LoadedFile[] = [];
  try {
    for (const file of files) loaded.push(await loadFile(file, engine, options));
    return typed(await unite(loaded, fileColumn), others);
  } finally {
    for (const { raw } of loaded) if (raw.stored !== undefined) await engine.drop(raw).catch(() => undefined);
  }
}

/** Finds the types of the columns. Cells that came as text may be missing by a word; others are what they are. */
async function typed({ raw, plan, about }: LoadedFile, options: Settings): Promise<Source> {
  const texts = about.format === "csv" || about.format === "xlsx";
  const { types = {}, decimal, dateOrder, dateFormat, zones, missing = missingByDefault } = options;
  try {
    const found = await whole(raw, () =>
      typeColumns(raw, plan, {
        types,
        decimal,
        dateOrder,
        dateFormat,
        zonesToUtc: zones === "utc",
        missing: texts ? missing : [],
        delimiter: about.delimiter,
        file: about.file,
        files: about.files,
      }),
    );
    if (found.rows !== raw && raw.stored !== undefined) await raw.engine.drop(raw);
    return new Source(
      found.rows,
      readReport({
        ...about,
        ...(found.decimal === undefined ? {} : { decimal: found.decimal }),
        rows: found.count,
        columns: found.columns,
        notes: [...about.notes, ...found.notes],
      }),
    );
  } catch (cause) {
    if (about.format !== "parquet" || cause instanceof DataError) throw cause;
    throw cutParquet(cause as Error, about.file);
  }
}

async function readTable(raw: Relation, options: Settings): Promise<Source> {
  const file = "a table in memory";
  return whole(raw, async () => {
    requireDistinct(raw.names, file);
    if ((await raw.count()) === 0) throw new DataError("expected rows, got none", { file });
    return typed({ raw, plan: namedAsIs(raw), about: { file, format: "table", notes: [] } }, options);
  });
}

/** Rows of a query stay a query: they are computed when asked for. */
async function readQuery(sql: string, home: Engine, engine: Engine, options: Settings): Promise<Source> {
  usedOptions(options, "sql");
  if (home !== engine) throw new TypeError("expected one engine, got a query on one and { engine } of another");
  // The query will stand in parentheses, where a semicolon is a mistake and a comment would swallow the rest of the line.
  const whole = `${sql.replace(/[\s;]+$/, "")}\n`;
  const columns = await home.describe(whole);
  const file = "a query";
  requireDistinct(
    columns.map((column) => column.name),
    file,
  );
  const raw = new Relation(home, whole, columns);
  return typed({ raw, plan: typedColumns(columns), about: { file, format: "sql", notes: [] } }, options);
}
