import type { ColumnType } from "../../engine/engine.js";
import type { Relation } from "../../engine/relation.js";
import { DataError } from "../../errors.js";
import { dateGroups } from "./explainText.js";
import { type Guess, type GuessContext, guessColumn, guessTime, textGuess, timeSql } from "./guessColumn.js";
import { oddCells, placesInWords } from "./oddCells.js";
import { placeOf } from "./report.js";
import { formatOf, ownValue, type Sought, type TypeOptions, trimmedSql } from "./sought.js";

/**
 * Gives a column the type that was asked for by `{ types }` or `{ dateFormat }`.
 *
 * @throws DataError where some value does not fit it, with rows; RangeError for a type that text cannot become.
 */
export async function forceType(
  raw: Relation,
  column: Sought,
  count: number,
  options: TypeOptions,
  context: GuessContext,
): Promise<void> {
  const format = formatOf(column, options.dateFormat);
  const type =
    ownValue(options.types, column.name) ?? (format !== undefined && /%[HIMSfnpT]/.test(format) ? "time" : "date");
  if (column.looked === "as is") {
    if (column.type !== type)
      throw new DataError(`expected a column that can be read as ${type}, got ${column.type}`, {
        file: options.file,
        column: column.name,
      });
    return;
  }
  const text = trimmedSql(column, options.missing);
  const wanted = guessFor(type, column, format, context);
  column.guess = wanted;
  if (type === "text") return;
  // The sample may lack the values that tell the order of day and month: all rows are asked, and the reading that fits stays.
  for (const guess of [wanted, wanted.rival]) {
    if (guess === undefined) continue;
    const found = await raw.engine.query(`SELECT count(${guess.sql(text)}) AS n FROM ${raw.from}`);
    if (found.get("n", 0) !== count - column.missing) continue;
    column.guess = guess;
    return;
  }
  const groups = type === "time" || type === "date" ? await dateGroups(raw, column, text) : [];
  const odd = await oddCells(raw, column.raw, `(${text}) IS NOT NULL AND (${wanted.sql(text)}) IS NULL`);
  const mixed = groups.length > 1 ? ` The column mixes ${groups.map((group) => group.words).join(" and ")}.` : "";
  throw new DataError(
    `expected ${type === "time" || type === "date" ? "times of one format" : `values of type ${type}`}, got ${JSON.stringify(odd.values[0])}; ` +
      `${odd.count} ${odd.count === 1 ? "value does" : "values do"} not fit (${placesInWords(odd)}).${mixed}`,
    { ...placed(odd.rows[0]!, options), column: column.name },
  );
}

function placed(row: number, { file, files }: TypeOptions): { file: string; row: number } {
  if (files === undefined) return { file, row };
  const at = placeOf(row, files);
  return { file: at.file, row: at.row };
}

function guessFor(type: ColumnType, column: Sought, format: string | undefined, context: GuessContext): Guess {
  const values = [...column.seen];
  const words = `${type}, as asked`;
  if (type === "text") return textGuess("text, as asked");
  if (type === "boolean")
    return {
      type,
      words,
      sql: (text) =>
        `CASE WHEN lower(${text}) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(${text}) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END`,
    };
  if (type === "integer")
    return {
      type,
      words,
      sql: (text) => `CASE WHEN regexp_full_match(${text}, '[+-]?[0-9]+') THEN TRY_CAST(${text} AS BIGINT) END`,
    };
  if (type === "number") {
    const guess = guessColumn(values, { ...context, timesOnly: false });
    const sql = guess.type === "number" ? guess.sql : undefined;
    const digits = (text: string) =>
      `CASE WHEN regexp_full_match(${text}, '[+-]?[0-9]*[.]?[0-9]+([eE][+-]?[0-9]+)?|[+-]?(?i:nan|inf|infinity)') THEN TRY_CAST(${text} AS DOUBLE) END`;
    const doubt = guess.words.includes("{ decimal }") ? `: ${guess.words}` : "";
    return {
      type,
      words: words + doubt,
      ...(guess.decimal === undefined ? {} : { decimal: guess.decimal }),
      sql: sql ?? digits,
    };
  }
  if (type === "time" || type === "date") {
    const clock = type === "time";
    if (format !== undefined)
      return {
        type,
        words: `${words}: ${format}`,
        dateFormats: [format],
        sql: (text) => timeSql(text, [format], false, clock),
      };
    const guess = guessTime(values, context) ?? fallback(column);
    const cast = (from: Guess): Guess => ({
      ...from,
      type,
      sql: (text) => `CAST(${from.sql(text)} AS ${clock ? "TIMESTAMP" : "DATE"})`,
    });
    return guess.rival === undefined ? cast(guess) : { ...cast(guess), rival: cast(guess.rival) };
  }
  throw new RangeError(`expected a type text, number, integer, boolean, time or date, got ${JSON.stringify(type)}`);
}

/** Where the sample mixes formats: the reading of its first time, so that the others can be shown not to fit. */
function fallback(column: Sought): Guess {
  for (const value of column.seen) {
    const guess = guessTime([value], {});
    if (guess !== undefined) return guess;
  }
  return { type: "time", words: "times", sql: () => "CAST(NULL AS TIMESTAMP)" };
}
