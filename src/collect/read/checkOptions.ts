import { requireOneOf } from "../../errors.js";
import type { ReadOptions } from "../read.js";

/** Whether each option has a value that it may have, whatever the source. */
export function checkOptions(options: ReadOptions): void {
  const { format, delimiter, quote = '"', escape: guard = quote, ragged = "error", decimal, dateOrder } = options;
  const formats = ["csv", "json", "ndjson", "parquet", "xlsx"];
  if (format !== undefined && !formats.includes(format))
    throw new RangeError(`expected a format among ${formats.join(", ")}, got ${JSON.stringify(format)}`);
  for (const name of ["columns", "missing"] as const)
    if (options[name] !== undefined && !isTexts(options[name]))
      throw new TypeError(`expected { ${name} } to be a list of texts, got ${JSON.stringify(options[name])}`);
  if (options.fileColumn !== undefined && (typeof options.fileColumn !== "string" || options.fileColumn === ""))
    throw new TypeError(`expected { fileColumn } to name a column, got ${JSON.stringify(options.fileColumn)}`);
  if (
    delimiter !== undefined &&
    delimiter !== "whitespace" &&
    (delimiter.length !== 1 || delimiter.charCodeAt(0) > 127)
  )
    throw new RangeError(
      `expected a delimiter of one ASCII character or "whitespace", got ${JSON.stringify(delimiter)}`,
    );
  if (!/^[\x20-\x7e]?$/.test(quote))
    throw new RangeError(`expected a quote of one ASCII character or "", got ${JSON.stringify(quote)}`);
  if (!/^[\x20-\x7e]?$/.test(guard))
    throw new RangeError(`expected an escape of one ASCII character, got ${JSON.stringify(guard)}`);
  if (ragged !== "error" && ragged !== "fill")
    throw new RangeError(`expected ragged "error" or "fill", got ${JSON.stringify(ragged)}`);
  if (decimal !== undefined && decimal !== "." && decimal !== ",")
    throw new RangeError(`expected decimal "." or ",", got ${JSON.stringify(decimal)}`);
  if (options.zones !== undefined) requireOneOf("zones", options.zones, ["leave off", "utc"]);
  if (dateOrder !== undefined && !["ymd", "mdy", "dmy"].includes(dateOrder))
    throw new RangeError(`expected dateOrder "ymd", "mdy" or "dmy", got ${JSON.stringify(dateOrder)}`);
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}
