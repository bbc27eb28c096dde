import { basename } from "node:path";
import type { ColumnType } from "../../engine/engine.js";
import { identifier, literal } from "../../engine/quote.js";
import { Relation } from "../../engine/relation.js";
import { DataError } from "../../errors.js";
import { counted, listed } from "../../readable.js";
import { type LoadedFile, whole } from "./loadFile.js";
import type { ReadReport } from "./report.js";
import type { RawColumn } from "./sought.js";

/** A column of the united files: which of them have it, and under which name on the engine. */
interface United {
  readonly name: string;
  readonly looked: RawColumn["looked"];
  /** By file; undefined where it lacks the column. */
  readonly places: readonly (string | undefined)[];
  /** Types by file; undefined where the file has no value, so that any type is right. */
  readonly types: readonly (ColumnType | undefined)[];
}

/** The rows of files one after the other, with the columns of all of them, and one with the name of the file where it is asked for. */
export async function unite(files: readonly LoadedFile[], fileColumn: string | undefined): Promise<LoadedFile> {
  const first = files[0]!;
  const odd = files.find(({ about }) => kindOf(about) !== kindOf(first.about));
  if (odd !== undefined)
    throw new DataError(
      `expected files of one format, got ${first.about.format} in ${first.about.file} and ${odd.about.format}; read them apart`,
      { file: odd.about.file },
    );
  const empty = new Map<LoadedFile, ReadonlySet<string>>();
  for (const file of files) empty.set(file, await withoutValues(file));
  const columns = unitedColumns(files, empty);
  const clash = columns.find(({ name }) => name.toLowerCase() === fileColumn?.toLowerCase());
  if (clash !== undefined)
    throw new RangeError(`expected { fileColumn } to be a name that no column has, got ${JSON.stringify(fileColumn)}`);
  const selects = files.map((file, i) => {
    const list = columns.map((column) => `${cellOf(column, i, file)} AS ${identifier(column.name)}`);
    if (fileColumn !== undefined)
      list.push(`CAST(${literal(basename(file.about.file))} AS VARCHAR) AS ${identifier(fileColumn)}`);
    return `SELECT ${list.join(", ")} FROM ${file.raw.stored ?? file.raw.from}`;
  });
  const raw = await joined(files, selects);
  return whole(raw, async () => {
    const rows = await Promise.all(files.map((file) => file.raw.count()));
    const plan: RawColumn[] = columns.map(({ name, looked }) => ({ name, raw: name, looked }));
    if (fileColumn !== undefined) plan.push({ name: fileColumn, raw: fileColumn, looked: "as is" });
    // What came as text and times is sought as times where the engine holds text, and is what it is elsewhere.
    const checked = plan.map((column) =>
      column.looked === "times" && raw.typeOf(column.raw) !== "text" ? { ...column, looked: "as is" as const } : column,
    );
    return {
      raw,
      plan: checked,
      about: {
        ...together(files, columns),
        ...(files.length === 1 ? {} : { files: rows.map((n, i) => ({ file: files[i]!.about.file, rows: n })) }),
      },
    };
  });
}

/** JSON is one format, however its records are separated. */
function kindOf({ format }: LoadedFile["about"]): string {
  return format === "ndjson" ? "json" : format;
}

/** Columns of JSON without a value in this file: what they hold is decided by the other files. */
async function withoutValues({ raw, about }: LoadedFile): Promise<ReadonlySet<string>> {
  if (kindOf(about) !== "json") return new Set();
  const list = raw.names.map((name, j) => `count(${identifier(name)}) AS n${j}`).join(", ");
  const counts = await raw.engine.query(`SELECT ${list} FROM ${raw.from}`);
  return new Set(raw.names.filter((_, j) => counts.get(`n${j}`, 0) === 0));
}

function unitedColumns(files: readonly LoadedFile[], empty: ReadonlyMap<LoadedFile, ReadonlySet<string>>): United[] {
  const found = new Map<string, { name: string; file: string; looked: RawColumn["looked"] }>();
  for (const { plan, about } of files)
    for (const { name, looked } of plan) {
      const before = found.get(name.toLowerCase());
      if (before === undefined) found.set(name.toLowerCase(), { name, file: about.file, looked });
      else if (before.name !== name)
        throw new DataError(
          `expected one spelling of a column, got ${JSON.stringify(before.name)} in ${before.file} and ${JSON.stringify(name)} here; rename one of them`,
          { file: about.file, column: name },
        );
      else if (looked === "times") before.looked = looked;
    }
  return [...found.values()].map(({ name, looked }) => {
    const places = files.map(({ plan }) => plan.find((column) => column.name === name)?.raw);
    const types = files.map((file, i) => {
      const place = places[i];
      return place === undefined || empty.get(file)!.has(place) ? undefined : file.raw.typeOf(place);
    });
    return { name, looked, places, types };
  });
}

/** SQL: the cell of a column in one of the files, so that those of all files go together. */
function cellOf({ places, types }: United, i: number, { raw }: LoadedFile): string {
  const place = places[i];
  const all = new Set(types.filter((type) => type !== undefined));
  if (place === undefined || types[i] === undefined) return all.size === 0 ? "CAST(NULL AS VARCHAR)" : "NULL";
  const cell = identifier(place);
  const alike =
    all.size === 1 ||
    [...all].every((type) => type === "integer" || type === "number") ||
    [...all].every((type) => type === "date" || type === "time");
  if (alike) return cell;
  return `CAST(${raw.typeOf(place) === "other" ? `to_json(${cell})` : cell} AS VARCHAR)`;
}

/** Rows that are kept are put down file by file, so that they stand in the order of the list; those of Parquet stay where they are. */
async function joined(files: readonly LoadedFile[], selects: readonly string[]): Promise<Relation> {
  const { engine } = files[0]!.raw;
  const union = selects.join(" UNION ALL BY NAME ");
  if (files.some(({ raw }) => raw.stored === undefined))
    return new Relation(engine, union, await engine.describe(union));
  const raw = await engine.keep(`SELECT * FROM (${union}) AS files LIMIT 0`);
  return whole(raw, async () => {
    for (const select of selects) await engine.run(`INSERT INTO ${raw.stored} BY NAME ${select}`);
    return raw;
  });
}

function together(files: readonly LoadedFile[], columns: readonly United[]): LoadedFile["about"] {
  const [first, ...others] = files.map(({ about }) => about) as [ReadReport, ...ReadReport[]];
  const same = <K extends "format" | "encoding" | "delimiter" | "header" | "sheet">(key: K) =>
    first[key] !== undefined && others.every((about) => about[key] === first[key]) ? { [key]: first[key] } : {};
  const lacking = columns.flatMap(({ name, places }) => {
    const without = files.filter((_, i) => places[i] === undefined).map(({ about }) => about.file);
    return without.length === 0
      ? []
      : [`column ${JSON.stringify(name)} is missing in ${counted(without.length, "file")}: ${listed(without)}`];
  });
  return {
    ...same("encoding"),
    ...same("delimiter"),
    ...same("header"),
    ...same("sheet"),
    format: first.format,
    file: others.length === 0 ? first.file : `${first.file} and ${counted(others.length, "other file")}`,
    notes: [
      ...files.flatMap(({ about }) =>
        about.notes.map((note) => (files.length === 1 ? note : `${about.file}: ${note}`)),
      ),
      ...lacking,
    ],
  };
}
