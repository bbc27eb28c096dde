import type { ColumnType } from "../../engine/engine.js";
import { literal } from "../../engine/quote.js";
import { type DateForm, type DateOrder, dateForms, zonePattern } from "./dateForms.js";
import { dressedPatterns, type NumberReadings, numberReadings, plainPattern } from "./numberForms.js";

/** A guess at what a column of text holds: how the engine reads it, and why, in words. */
export interface Guess {
  readonly type: ColumnType;
  readonly words: string;
  /** The SQL that turns the text into the type, and NULL where it does not fit. */
  readonly sql: (text: string) => string;
  readonly decimal?: "." | ",";
  /** Whether some value leaves no other decimal mark possible. */
  readonly decimalSure?: boolean;
  readonly dateFormats?: readonly string[];
  readonly order?: DateOrder;
  /** Whether zones were written in the times and left off. */
  readonly zonesLeft?: boolean;
  /** The other reading that fits all the values seen, where two orders of day and month do. */
  readonly rival?: Guess;
}

/** What is known beside the values. */
export interface GuessContext {
  readonly decimal?: "." | "," | undefined;
  /** The decimal mark where the values leave it open. */
  readonly likelyDecimal?: "." | "," | undefined;
  readonly dateOrder?: DateOrder | undefined;
  /** The order where the values leave it open. */
  readonly likelyOrder?: DateOrder | undefined;
  /** Whether times with a zone are turned to UTC; else the zone is left off. */
  readonly zonesToUtc?: boolean;
  /** Only times are looked for: numbers came as numbers from this source. */
  readonly timesOnly?: boolean;
}

/** Text as it stands. */
export function textGuess(words: string): Guess {
  return { type: "text", words, sql: (text) => text };
}

/** Guesses the type of a column by some of its values (distinct, trimmed, none missing); every one has to fit. */
export function guessColumn(values: readonly string[], context: GuessContext): Guess {
  if (values.length === 0) return textGuess("no value at all");
  if (!context.timesOnly) {
    const found =
      guessBoolean(values) ?? guessCompactDay(values, context) ?? guessInteger(values) ?? guessNumber(values, context);
    if (found !== undefined) return found;
  }
  const time = guessTime(values, context);
  if (time !== undefined) return time;
  return textGuess(whyText(values, context));
}

function guessBoolean(values: readonly string[]): Guess | undefined {
  if (!values.every((value) => /^(true|false)$/i.test(value))) return undefined;
  return {
    type: "boolean",
    words: "true or false",
    sql: (text) => `CASE lower(${text}) WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE END`,
  };
}

/** Whole numbers whose digits are all days, such as 19970101. */
function guessCompactDay(values: readonly string[], context: GuessContext): Guess | undefined {
  return values.every((value) => /^\d{8}$|^\d{12}$|^\d{14}$/.test(value)) ? guessTime(values, context) : undefined;
}

const safe = BigInt(Number.MAX_SAFE_INTEGER);

function guessInteger(values: readonly string[]): Guess | undefined {
  for (const value of values) {
    if (!/^(-?[1-9][0-9]*|0)$/.test(value)) return undefined;
    const number = BigInt(value);
    if (number > safe || number < -safe) return undefined;
  }
  return {
    type: "integer",
    words: "whole numbers",
    sql: (text) =>
      `CASE WHEN CAST(TRY_CAST(${text} AS BIGINT) AS VARCHAR) = ${text} AND TRY_CAST(${text} AS BIGINT) BETWEEN -${safe} AND ${safe} THEN TRY_CAST(${text} AS BIGINT) END`,
  };
}

function guessNumber(values: readonly string[], { decimal, likelyDecimal }: GuessContext): Guess | undefined {
  const readings: NumberReadings[] = [];
  for (const value of values) {
    // Beyond 2^53 the digits of a code would be rounded away.
    const reading = /^[+-]?\d{16,}$/.test(value) ? undefined : numberReadings(value);
    if (reading === undefined) return undefined;
    readings.push(reading);
  }
  if (!readings.some((reading) => reading.finite)) return undefined;
  const units = new Set(readings.filter((reading) => reading.finite).map((reading) => reading.unit));
  if (units.size > 1) return undefined;
  const unit = [...units][0]!;
  if (unit === "" && readings.some((each) => each.spaced) && !readings.some((each) => each.decimals)) return undefined;
  const dot = decimal !== "," && readings.every((reading) => reading.dot);
  const comma = decimal !== "." && readings.every((reading) => reading.comma);
  if (!dot && !comma) return undefined;
  const plain = readings.every((reading) => reading.plain);
  const marked = values.some((value, i) => readings[i]!.finite && /[.,]/.test(value));
  const open = dot && comma && marked;
  const mark = dot && comma ? (marked ? (likelyDecimal ?? ".") : ".") : dot ? "." : ",";
  const dropped = unit === "" ? "" : `, ${JSON.stringify(unit)} taken off`;
  const doubt = open
    ? `; ${JSON.stringify(values.find((value) => /[.,]/.test(value)))} could be read otherwise too, so pass { decimal } if this is wrong`
    : "";
  return {
    type: "number",
    words: `numbers with decimal ${mark === "." ? "point" : "comma"}${dropped}${doubt}`,
    decimal: mark,
    decimalSure: marked && !open,
    sql: plain && mark === "." ? plainSql : dressedSql(mark),
  };
}

function plainSql(text: string): string {
  return `CASE WHEN regexp_full_match(${text}, ${literal(plainPattern)}) THEN TRY_CAST(${text} AS DOUBLE) END`;
}

function dressedSql(mark: "." | ","): (text: string) => string {
  const digits = (text: string) => `regexp_replace(${text}, '[^0-9${mark}]', '', 'g')`;
  return (text) =>
    `CASE WHEN regexp_full_match(${text}, ${literal(dressedPatterns[mark])}) THEN ` +
    `CASE WHEN regexp_matches(${text}, '[(\u2212-]') THEN -1 ELSE 1 END * ` +
    `TRY_CAST(${mark === "," ? `replace(${digits(text)}, ',', '.')` : digits(text)} AS DOUBLE) END`;
}

const orders: readonly DateOrder[] = ["ymd", "mdy", "dmy"];

/** The orders in words. */
export const orderWords: Readonly<Record<DateOrder, string>> = {
  ymd: "year, month, day",
  mdy: "month/day/year",
  dmy: "day/month/year",
};

/** Times of one order of day, month and year; undefined where no order fits all values. */
export function guessTime(
  values: readonly string[],
  { dateOrder, likelyOrder, zonesToUtc = false }: GuessContext,
): Guess | undefined {
  const forms = values.map(dateForms);
  let fitting = orders.filter((order) => forms.every((each) => each.some((form) => form.order === order)));
  if (fitting.length > 1) fitting = fitting.filter((order) => order !== "ymd" || dateOrder === "ymd");
  if (fitting.length > 1 && dateOrder !== undefined) fitting = fitting.filter((order) => order === dateOrder);
  if (fitting.length === 0) return undefined;
  if (fitting.length === 1) {
    const order = fitting[0]!;
    const witness = values.find((_, i) => forms[i]!.length === 1) ?? values[0]!;
    const asked = order === dateOrder && forms.every((each) => each.length > 1);
    const why = asked ? "as asked" : `as ${JSON.stringify(witness)} shows`;
    return timeGuess(order, forms, why, zonesToUtc);
  }
  const slashed = values.some((value) => value.includes("/"));
  const first = likelyOrder === "mdy" || likelyOrder === "dmy" ? likelyOrder : slashed ? "mdy" : "dmy";
  const second = first === "mdy" ? "dmy" : "mdy";
  const doubt = `no value tells whether ${orderWords[first]} or ${orderWords[second]}; taken as the former, so pass { dateOrder: ${JSON.stringify(second)} } if that is wrong`;
  return {
    ...timeGuess(first, forms, doubt, zonesToUtc),
    rival: timeGuess(second, forms, "decided by all rows", zonesToUtc),
  };
}

function timeGuess(order: DateOrder, forms: readonly (readonly DateForm[])[], why: string, zonesToUtc: boolean): Guess {
  const chosen = forms.flatMap((each) => each.filter((form) => form.order === order));
  const clock = chosen.some((form) => form.clock);
  const zone = chosen.some((form) => form.zone);
  const formats = [...new Set(chosen.map((form) => form.format))].sort(shortYearsFirst);
  return {
    type: clock ? "time" : "date",
    words: `${clock ? "times" : "days"} as ${orderWords[order]}, ${why}${zone ? (zonesToUtc ? "; turned to UTC by their zones" : "; the zone is left off, the clock is as written") : ""}`,
    ...(zone && !zonesToUtc ? { zonesLeft: true } : {}),
    order,
    dateFormats: formats,
    sql: (text) => timeSql(text, formats, zone, clock, zonesToUtc),
  };
}

/** %Y would read "10" as the year 10. */
function shortYearsFirst(a: string, b: string): number {
  return Number(b.includes("%y")) - Number(a.includes("%y")) || (a < b ? -1 : 1);
}

/** The SQL that reads a text by `strptime` patterns; years before 1000 are misread short ones and do not fit. */
export function timeSql(
  text: string,
  formats: readonly string[],
  zone: boolean,
  clock: boolean,
  zonesToUtc = false,
): string {
  const bare = zone ? `regexp_replace(${text}, ${literal(zonePattern)}, '')` : text;
  const read = `try_strptime(${bare}, [${formats.map(literal).join(", ")}])`;
  const time = zone && zonesToUtc ? `(${read} - ${writtenOffset(text)})` : read;
  return `CAST(CASE WHEN ${time} >= TIMESTAMP '1000-01-01' THEN ${time} END AS ${clock ? "TIMESTAMP" : "DATE"})`;
}

/** SQL: how far the clock of a written time is before UTC; nothing where it has no zone, or that of UTC. */
function writtenOffset(text: string): string {
  const part = (group: number) => `regexp_extract(${text}, '([+-])([0-9]{2}):?([0-9]{2})$', ${group})`;
  const minutes = `coalesce(60 * TRY_CAST(${part(2)} AS INTEGER) + TRY_CAST(${part(3)} AS INTEGER), 0)`;
  return `CASE WHEN ${part(1)} = '-' THEN -1 ELSE 1 END * ${minutes} * INTERVAL 1 MINUTE`;
}

function whyText(values: readonly string[], { timesOnly }: GuessContext): string {
  if (timesOnly) return "text, as it came";
  const long = values.find((value) => /^[+-]?\d{16,}$/.test(value));
  if (long !== undefined && values.every((value) => /^[+-]?\d+$/.test(value)))
    return `text: numbers as long as ${JSON.stringify(long)} would lose digits`;
  const zero = values.find((value) => /^[+-]?0\d+$/.test(value));
  if (zero !== undefined && values.every((value) => /^[+-]?\d+$/.test(value)))
    return `text: the leading zeros of codes such as ${JSON.stringify(zero)} are kept`;
  const units = new Set(values.map((value) => numberReadings(value)?.unit));
  if (!units.has(undefined) && units.size > 1)
    return `text: several units (${[...units].map((unit) => JSON.stringify(unit === "" ? "none" : unit)).join(", ")})`;
  const odd = values.find((value) => numberReadings(value) === undefined && dateForms(value).length === 0);
  return odd === undefined ? "text" : `text, such as ${JSON.stringify(shorten(odd))}`;
}

/** A value short enough for a message. */
export function shorten(value: string): string {
  return value.length > 40 ? `${value.slice(0, 39)}\u2026` : value;
}
