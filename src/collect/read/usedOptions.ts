import type { ReadOptions } from "../read.js";
import type { ReadReport } from "./report.js";

type Option = Exclude<keyof ReadOptions, "engine" | "signal" | "format">;

const times = ["types", "dateOrder", "dateFormat", "zones"] as const;

/** The options that mean something for each kind of source. */
const used: { readonly [format in ReadReport["format"]]: readonly Option[] } = {
  csv: [
    "delimiter",
    "quote",
    "escape",
    "header",
    "columns",
    "encoding",
    "decimal",
    "missing",
    "ragged",
    "fileColumn",
    ...times,
  ],
  xlsx: ["header", "columns", "decimal", "missing", "sheet", "fileColumn", ...times],
  json: ["encoding", "fileColumn", ...times],
  ndjson: ["encoding", "fileColumn", ...times],
  table: times,
  parquet: ["types", "fileColumn"],
  sql: ["types"],
};

const words: { readonly [format in ReadReport["format"]]: string } = {
  csv: "a text file",
  xlsx: "a spreadsheet",
  json: "a JSON file",
  ndjson: "a file of JSON lines",
  table: "a table in memory",
  parquet: "a Parquet file",
  sql: "a query",
};

/**
 * Refuses options that this kind of source would pass over: who asks for something has to get it, or hear that there is none.
 *
 * @throws TypeError that names them.
 */
export function usedOptions(options: Partial<Record<Option, unknown>>, format: ReadReport["format"]): void {
  const idle = Object.entries(options)
    .filter(([name, value]) => value !== undefined && name !== "format" && !(used[format] as string[]).includes(name))
    .map(([name]) => name);
  if (idle.length > 0)
    throw new TypeError(
      `expected only options that ${words[format]} knows (${used[format].join(", ")}), got ${idle.join(", ")}; leave them out`,
    );
}
