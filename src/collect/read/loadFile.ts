import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Engine } from "../../engine/engine.js";
import { literal } from "../../engine/quote.js";
import { Relation } from "../../engine/relation.js";
import { DataError } from "../../errors.js";
import type { ReadOptions } from "../read.js";
import { fileFormat } from "./fileFormat.js";
import { guessLayout, requireDistinct } from "./layout.js";
import { loadJson, namedAsIs } from "./loadJson.js";
import { loadSheet } from "./loadSheet.js";
import { firstLine, loadText, withoutWildcards } from "./loadText.js";
import { type Located, locate } from "./locate.js";
import type { ReadReport } from "./report.js";
import { separatorLine } from "./separatorLine.js";
import type { RawColumn } from "./sought.js";
import { textFile } from "./textFile.js";
import { usedOptions } from "./usedOptions.js";

/** What is said of the source of rows beside their columns. */
export type About = Pick<ReadReport, "file" | "format" | "notes"> & Partial<ReadReport>;

/** The rows of a file before their types are sought. */
export interface LoadedFile {
  readonly raw: Relation;
  readonly plan: readonly RawColumn[];
  readonly about: About;
}

/** Puts the rows of a file on the engine, all columns as they came; Parquet stays in its file. */
export async function loadFile(file: string, engine: Engine, options: ReadOptions): Promise<LoadedFile> {
  const located = await locate(file);
  if (engine.name !== "duckdb")
    throw new TypeError(
      `expected the engine "duckdb" to read a file, got ${JSON.stringify(engine.name)}; load the file there with its own tools and pass { sql }`,
    );
  const scratch = await mkdtemp(join(tmpdir(), "clientele-read-"));
  try {
    const format = options.format ?? fileFormat(file, located);
    if (format !== undefined) usedOptions(options, format);
    if (format === "parquet") return await loadParquet(located, file, engine, scratch);
    if (format === "xlsx") return await loadCells(located, file, engine, options);
    const text = await textFile(located, scratch, file, options.encoding);
    const found = format ?? (/^\s*[[{]/.test(text.head) ? (/^\s*\[/.test(text.head) ? "json" : "ndjson") : "csv");
    usedOptions(options, found);
    if (found === "csv") return await loadDelimited(text, scratch, file, engine, options);
    const raw = await loadJson(engine, await withoutWildcards(text.path, scratch), found, file);
    return await whole(raw, async () => {
      requireDistinct(raw.names, file);
      if ((await raw.count()) === 0) throw new DataError("expected rows, got none", { file });
      return { raw, plan: namedAsIs(raw), about: { file, format: found, encoding: text.encoding, notes: [] } };
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** What `work` makes of kept rows, which go where it fails. */
export async function whole<T>(raw: Relation, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (raw.stored !== undefined) await raw.engine.drop(raw).catch(() => undefined);
    throw error;
  }
}

async function loadDelimited(
  found: Awaited<ReturnType<typeof textFile>>,
  scratch: string,
  file: string,
  engine: Engine,
  options: ReadOptions,
): Promise<LoadedFile> {
  const { quote = '"', ragged = "error", header, columns } = options;
  const { escape: guard = quote } = options;
  const marked = await separatorLine(found, scratch);
  const text = marked?.text ?? found;
  const delimiter = options.delimiter ?? marked?.delimiter;
  const layout = guessLayout(text.head, text.whole, file, { delimiter, quote, escape: guard, header, columns });
  const { raw, notes } = await loadText(engine, text, layout, { quote, escape: guard, ragged, scratch, file });
  return {
    raw,
    plan: textColumns(layout.names),
    about: {
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
    },
  };
}

async function loadCells(located: Located, file: string, engine: Engine, options: ReadOptions): Promise<LoadedFile> {
  const bytes = await readFile(located.path);
  const { header, columns, sheet } = options;
  const { raw, names, ...loaded } = await loadSheet(engine, bytes, file, sheet, {
    delimiter: "\t",
    quote: '"',
    escape: '"',
    header,
    columns,
  });
  return { raw, plan: textColumns(names), about: { file, format: "xlsx", ...loaded } };
}

/** Raw text columns c0, c1, ..., which go when their typed twins are there. */
function textColumns(names: readonly string[]): RawColumn[] {
  return names.map((name, j) => ({ name, raw: `c${j}`, looked: "text" }));
}

/** Parquet files are columns already: the engine reads what a question needs, from the file. */
async function loadParquet(located: Located, file: string, engine: Engine, scratch: string): Promise<LoadedFile> {
  if (/[*?[\]{}]/.test(located.path))
    throw new DataError(
      "expected a Parquet file without * ? [ ] { } in its path, for the engine reads these as patterns",
      {
        file,
      },
    );
  const sql = `SELECT * FROM read_parquet(${literal(located.path)}, hive_partitioning = false)`;
  try {
    const columns = await engine.describe(sql);
    requireDistinct(
      columns.map((column) => column.name),
      file,
    );
    return {
      raw: new Relation(engine, sql, columns),
      plan: typedColumns(columns),
      about: { file, format: "parquet", notes: [] },
    };
  } catch (cause) {
    throw cause instanceof DataError ? cause : cutParquet(cause as Error, file, scratch);
  }
}

/** Columns that have their types. */
export function typedColumns(columns: readonly { readonly name: string }[]): RawColumn[] {
  return columns.map(({ name }) => ({ name, raw: name, looked: "as is" }));
}

/** What is said where the engine cannot read a Parquet file. */
export function cutParquet(cause: Error, file: string, scratch = ""): DataError {
  const message = scratch === "" ? firstLine(cause) : firstLine(cause).replaceAll(scratch, "");
  return new DataError(`expected a whole Parquet file, but it cannot be read: ${message}; it may be cut`, { file });
}
