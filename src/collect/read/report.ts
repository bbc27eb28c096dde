import type { ColumnType } from "../../engine/engine.js";
import { type Table, tableOf } from "../../table.js";

/** Cells of one column that did not fit: how many, and the first of them. Rows count from 1 and do not count a header. */
export interface OddCells {
  readonly count: number;
  readonly rows: readonly number[];
  readonly values: readonly string[];
}

/** A file of several that were read as one. */
export interface FileRows {
  readonly file: string;
  readonly rows: number;
}

/** What `read` found out about one column. */
export interface ColumnReport {
  readonly name: string;
  readonly type: ColumnType;
  /** Why it has this type, in words. */
  readonly guess: string;
  /** Cells without a value, tokens such as "NA" included. */
  readonly missing: number;
  /** How many cells held each token that was read as missing, empty cells apart. */
  readonly missingTokens: Readonly<Record<string, number>>;
  /** The `strptime` patterns that read the column's times. */
  readonly dateFormats?: readonly string[];
  /** Cells whose time was written with a zone other than UTC ("+02:00") that was left off. */
  readonly zonesLeft?: OddCells;
  /** The decimal mark of a column read from text. */
  readonly decimal?: "." | ",";
  /** Cells that keep the column from being a number or a time: it stays text. */
  readonly failures?: OddCells;
  /** Cells that are NaN or infinite in a column of numbers. */
  readonly nonFinite?: OddCells;
}

/** Every guess that `read` made, so that each can be checked and overridden. */
export interface ReadReport {
  /** The file, or what was read instead of one. */
  readonly file: string;
  /** Where several files were read: how many rows each has, in their order. */
  readonly files?: readonly FileRows[];
  readonly format: "csv" | "json" | "ndjson" | "parquet" | "xlsx" | "sql" | "table";
  readonly encoding?: string;
  readonly delimiter?: string;
  readonly decimal?: "." | ",";
  /** Whether the first line names the columns. */
  readonly header?: boolean;
  readonly sheet?: string;
  readonly rows: number;
  readonly columns: readonly ColumnReport[];
  /** What to know before trusting the data, in words; empty where nothing was doubtful. */
  readonly notes: readonly string[];
  /** The columns of this report as a table. */
  readonly table: Table<{ column: string; type: string; guess: string; missing: number }>;
}

/** Completes a report with its table. */
export function readReport(parts: Omit<ReadReport, "table">): ReadReport {
  const table = tableOf<{ column: string; type: string; guess: string; missing: number }>({
    column: parts.columns.map((column) => column.name),
    type: parts.columns.map((column) => column.type),
    guess: parts.columns.map((column) => column.guess),
    missing: Float64Array.from(parts.columns, (column) => column.missing),
  });
  return { ...parts, table };
}

/** Where a row of several files stands: its file, and its number in it. */
export function placeOf(row: number, files: readonly FileRows[]): FileRows & { readonly row: number } {
  let before = 0;
  for (const each of files) {
    if (row <= before + each.rows) return { ...each, row: row - before };
    before += each.rows;
  }
  throw new RangeError(`expected a row up to ${before}, got ${row}`);
}
