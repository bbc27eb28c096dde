import { DataError } from "../../errors.js";
import type { Located } from "./locate.js";

const foreign: readonly (readonly [string, string])[] = [
  ["SQLite format 3", "an SQLite database"],
  ["%PDF", "a PDF document"],
  ["BZh", "a bzip2 archive"],
  ["\u00fd7zXZ", "an xz archive"],
  ["(\u00b5/\u00fd", "a Zstandard archive"],
  ["7z\u00bc\u00af", "a 7z archive"],
  ["\u0089PNG", "a picture"],
  ["\u00ff\u00d8\u00ff", "a picture"],
  ["$FL2", "an SPSS file, which survey reads"],
  ["$FL3", "an SPSS file, which survey reads"],
];

/** The format that the first bytes give away, else the name; undefined for text that has to be looked at. */
export function fileFormat(
  file: string,
  { head }: Located,
): "csv" | "json" | "ndjson" | "parquet" | "xlsx" | undefined {
  const start = head.toString("latin1");
  const name = file.toLowerCase().replace(/\.gz$/, "");
  if (start.startsWith("PAR1")) return "parquet";
  if (start.startsWith("PK\u0003\u0004")) {
    if (/\.(xlsx|xlsm|xlsb|ods)$/.test(name) || start.includes("[Content_Types].xml") || start.includes("xl/"))
      return "xlsx";
    throw new DataError("expected a table, got a zip archive; unpack it and read the file inside", { file });
  }
  if (start.startsWith("\u00d0\u00cf\u0011\u00e0")) return "xlsx";
  for (const [magic, what] of foreign)
    if (start.startsWith(magic))
      throw new DataError(`expected a table in a format that is read here, got ${what}`, { file });
  if (/\.(ndjson|jsonl)$/.test(name)) return "ndjson";
  if (name.endsWith(".json")) return "json";
  if (/\.(parquet|pq)$/.test(name)) return "parquet";
  if (/\.(xlsx|xlsm|xlsb|xls|ods)$/.test(name)) return "xlsx";
  return /\.(csv|tsv|tab|txt|dat)$/.test(name) ? "csv" : undefined;
}
