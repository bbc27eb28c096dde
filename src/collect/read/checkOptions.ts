import type { ReadOptions } from "../read.js";

/** Whether each option has a value that it may have, whatever the source. */
export function checkOptions(options: ReadOptions): void {
  const { delimiter, quote = '"', ragged = "error", decimal, dateOrder } = options;
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
  if (ragged !== "error" && ragged !== "fill")
    throw new RangeError(`expected ragged "error" or "fill", got ${JSON.stringify(ragged)}`);
  if (decimal !== undefined && decimal !== "." && decimal !== ",")
    throw new RangeError(`expected decimal "." or ",", got ${JSON.stringify(decimal)}`);
  if (dateOrder !== undefined && !["ymd", "mdy", "dmy"].includes(dateOrder))
    throw new RangeError(`expected dateOrder "ymd", "mdy" or "dmy", got ${JSON.stringify(dateOrder)}`);
}
