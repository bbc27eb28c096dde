import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultEngine } from "../engine/duckdb.js";
import type { ColumnType, Engine } from "../engine/engine.js";
import { literal } from "../engine/quote.js";
import { Relation } from "../engine/relation.js";
import { DataError } from "../errors.js";
import { type Row, type TableLike, toTable } from "../table.js";
import { checkOptions } from "./read/checkOptions.js";
import type { DateOrder } from "./read/dateForms.js";
import { fileFormat } from "./read/fileFormat.js";
import { guessLayout, requireDistinct } from "./read/layout.js";
import { loadJson, namedAsIs } from "./read/loadJson.js";
import { loadSheet } from "./read/loadSheet.js";
import { firstLine, loadText, withoutWildcards } from "./read/loadText.js";
import { type Located, locate } from "./read/locate.js";
import { type ReadReport, readReport } from "./read/report.js";
import { separatorLine } from "./read/separatorLine.js";
import type { RawColumn, TypeOptions } from "./read/sought.js";
import { Source } from "./read/source.js";
import { textFile } from "./read/textFile.js";
import { type Typed, typeColumns } from "./read/typeColumns.js";
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
  /** Stops reading; the promise rejects. */
  signal?: AbortSignal;
}

/** What stands for a missing value where nothing else is said. */
export const missingByDefault = ["", "NA", "N/A", "#N/A", "NULL", "null"] as const;

/**
 * Reads rows from anywhere and tells every guess made on the way.
 *
 * Takes the path of a file (CSV, TSV and other delimited text, columns between spaces, JSON, one JSON object a line,
 * Parquet, XLSX; text also compressed by gzip), `{ sql, engine }`, or a Table, DataFrame, array of objects or Arrow bytes.
 * The rows stay on the engine, in the order of the source; only what is asked for (`head`, `toTable`) enters memory.
 *
 * Types are held against every row, not a sample. A column is a number or a time only if all its values are; else it stays text
 * and `report` says which rows keep it from it. Codes with leading zeros and whole numbers beyond 2^53 stay text. Times have
 * no zone: one that is written behind them ("+02:00") is left off, unless `zones: "utc"` is asked for, and those of Parquet and SQL that have one are given in UTC. Where all values of a column fit both day/month and month/day, the reading is a guess: a note says so, and
 * `dateOrder` decides. NaN and infinite numbers are kept and noted.
 *
 * When it misleads: a comma file with "1,234" in every cell of a column could mean 1234 or 1.234; "NA" may be Namibia;
 * a short column of ids such as 20110131 looks like days. All three stand in `report.columns` or `report.notes`.
 *
 * @param source a path, a query on an engine, or data in memory.
 * @returns the rows as a Relation, with `report` (`report.table` shows the columns, `report.notes` what is doubtful).
 * @throws DataError where there is no file, or it is a folder, empty, a header only, cut in the middle, not text, in mixed
 *   encodings, with rows of different lengths, quotes that never close, or columns of one name; TypeError for another source.
 *
 * @example
 * const orders = await read("data/orders.csv");
 * console.log(orders.names.includes("customer_id")); // true
 * console.log(orders.report.delimiter); // ,
 * const people = await read([{ id: "007", joined: "31/01/2011" }]);
 * console.log(people.report.columns[1].guess); // days as day/month/year, as "31/01/2011" shows
 */
export async function read<C extends Row = Row>(
  source: string | SqlSource | TableLike | Relation<C>,
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
  if (typeof source === "string") return readFileOn(source, engine, options);
  if (source instanceof Relation) return readQuery(source.sql, source.engine, engine, options);
  if (isSql(source)) return readQuery(source.sql, source.engine ?? engine, engine, options);
  usedOptions(options, "table");
  return readTable(engine.load(toTable(source as TableLike)), options, "table", "a table in memory");
}

function isSql(source: unknown): source is SqlSource {
  return typeof source === "object" && source !== null && typeof (source as SqlSource).sql === "string";
}

async function readFileOn(file: string, engine: Engine, options: Settings): Promise<Source> {
  const located = await locate(file);
  if (engine.name !== "duckdb")
    throw new TypeError(
      `expected the engine "duckdb" to read a file, got ${JSON.stringify(engine.name)}; load the file there with its own tools and pass { sql }`,
    );
  const scratch = await mkdtemp(join(tmpdir(), "clientele-read-"));
  try {
    const format = options.format ?? fileFormat(file, located);
    if (format !== undefined) usedOptions(options, format);
    if (format === "parquet") return await readParquet(located, file, engine, scratch, options);
    if (format === "xlsx") return await readSheet(located, file, engine, options);
    const text = await textFile(located, scratch, file, options.encoding);
    const json = format ?? (/^\s*[[{]/.test(text.head) ? (/^\s*\[/.test(text.head) ? "json" : "ndjson") : "csv");
    usedOptions(options, json);
    if (json === "csv") return await readText(text, scratch, file, engine, options);
    const raw = await loadJson(engine, await withoutWildcards(text.path, scratch), json, file);
    return await readTable(raw, options, json, file, text.encoding);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function readText(
  found: Awaited<ReturnType<typeof textFile>>,
  scratch: string,
  file: string,
  engine: Engine,
  options: Settings,
): Promise<Source> {
  const { quote = '"', ragged = "error", header, columns } = options;
  const { escape: guard = quote } = options;
  const marked = await separatorLine(found, scratch);
  const text = marked?.text ?? found;
  const delimiter = options.delimiter ?? marked?.delimiter;
  const layout = guessLayout(text.head, text.whole, file, { delimiter, quote, escape: guard, header, columns });
  const { raw, notes } = await loadText(engine, text, layout, { quote, escape: guard, ragged, scratch, file });
  const typed = await typeText(raw, layout.names, options, file, layout.delimiter);
  return finished(typed, {
    file,
    format: "csv",
    encoding: text.encoding,
    delimiter: layout.delimiter,
    header: layout.header,
    notes: [
      ...(marked === undefined
        ? []
        : [`the first line "sep=${marked.delimiter}" names the delimiter and was left out`]),
      ...layout.notes,
      ...notes,
    ],
  });
}

async function readSheet(located: Located, file: string, engine: Engine, options: Settings): Promise<Source> {
  const bytes = await readFile(located.path);
  const { header, columns, sheet } = options;
  const loaded = await loadSheet(engine, bytes, file, sheet, {
    delimiter: "\t",
    quote: '"',
    escape: '"',
    header,
    columns,
  });
  const typed = await typeText(loaded.raw, loaded.names, options, file);
  return finished(typed, { file, format: "xlsx", header: loaded.header, sheet: loaded.sheet, notes: loaded.notes });
}

/** Types for raw text columns c0, c1, ..., which go when their typed twins are there. */
async function typeText(
  raw: Relation,
  names: readonly string[],
  options: Settings,
  file: string,
  delimiter?: string,
): Promise<Typed> {
  const plan = names.map((name, j): RawColumn => ({ name, raw: `c${j}`, looked: "text" }));
  try {
    const typed = await typeColumns(raw, plan, typeOptions(options, file, delimiter));
    if (typed.rows !== raw) await raw.engine.drop(raw);
    return typed;
  } catch (error) {
    await raw.engine.drop(raw);
    throw error;
  }
}

function typeOptions(options: Settings, file: string, delimiter?: string): TypeOptions {
  const { types = {}, decimal, dateOrder, dateFormat, zones, missing = missingByDefault } = options;
  return { types, decimal, dateOrder, dateFormat, zonesToUtc: zones === "utc", missing, delimiter, file };
}

async function readTable(
  raw: Relation,
  options: Settings,
  format: ReadReport["format"],
  file: string,
  encoding?: string,
): Promise<Source> {
  try {
    requireDistinct(raw.names, file);
    const typed = await typeColumns(raw, namedAsIs(raw), typeOptions({ ...options, missing: [] }, file));
    if (typed.count === 0) throw new DataError("expected rows, got none", { file });
    if (typed.rows !== raw) await raw.engine.drop(raw);
    return finished(typed, { file, format, notes: [], ...(encoding === undefined ? {} : { encoding }) });
  } catch (error) {
    await raw.engine.drop(raw).catch(() => undefined);
    throw error;
  }
}

/** Rows of a query stay a query: they are computed when asked for. */
async function readQuery(sql: string, home: Engine, engine: Engine, options: Settings): Promise<Source> {
  usedOptions(options, "sql");
  if (home !== engine) throw new TypeError("expected one engine, got a query on one and { engine } of another");
  // The query will stand in parentheses, where a semicolon is a mistake and a comment would swallow the rest of the line.
  return describedOnly(home, `${sql.replace(/[\s;]+$/, "")}\n`, "sql", "a query", options);
}

/** Parquet files are columns already: the engine reads what a question needs, from the file. */
async function readParquet(
  located: Located,
  file: string,
  engine: Engine,
  scratch: string,
  options: Settings,
): Promise<Source> {
  if (/[*?[\]{}]/.test(located.path))
    throw new DataError(
      "expected a Parquet file without * ? [ ] { } in its path, for the engine reads these as patterns",
      {
        file,
      },
    );
  try {
    const sql = `SELECT * FROM read_parquet(${literal(located.path)}, hive_partitioning = false)`;
    return await describedOnly(engine, sql, "parquet", file, options);
  } catch (cause) {
    if (cause instanceof DataError) throw cause;
    throw new DataError(
      `expected a whole Parquet file, but it cannot be read: ${firstLine(cause as Error).replaceAll(scratch, "")}; it may be cut`,
      { file },
    );
  }
}

async function describedOnly(
  engine: Engine,
  sql: string,
  format: "sql" | "parquet",
  file: string,
  options: Settings,
): Promise<Source> {
  const columns = await engine.describe(sql);
  requireDistinct(
    columns.map((column) => column.name),
    file,
  );
  const rows = new Relation(engine, sql, columns);
  const typed = await typeColumns(
    rows,
    columns.map(({ name }) => ({ name, raw: name, looked: "as is" })),
    typeOptions({ ...options, missing: [] }, file),
  );
  return finished(typed, { file, format, notes: [] });
}

function finished(typed: Typed, about: Pick<ReadReport, "file" | "format" | "notes"> & Partial<ReadReport>): Source {
  return new Source(
    typed.rows,
    readReport({
      ...about,
      ...(typed.decimal === undefined ? {} : { decimal: typed.decimal }),
      rows: typed.count,
      columns: typed.columns,
      notes: [...about.notes, ...typed.notes],
    }),
  );
}
