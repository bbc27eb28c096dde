import type { ColumnType } from "../../engine/engine.js";
import { identifier, literal } from "../../engine/quote.js";
import type { DateOrder } from "./dateForms.js";
import type { Guess } from "./guessColumn.js";
import type { FileRows } from "./report.js";

/** A column on its way from text to its type. */
export interface RawColumn {
  /** The name it will have. */
  readonly name: string;
  /** The name it has on the engine now. */
  readonly raw: string;
  /** `"text"`: any type is looked for; `"times"`: numbers came as numbers, only times are looked for; `"as is"`: typed already. */
  readonly looked: "text" | "times" | "as is";
}

/** The answers that override guesses. */
export interface TypeOptions {
  readonly types: Readonly<Record<string, ColumnType>>;
  readonly decimal: "." | "," | undefined;
  readonly delimiter?: string | undefined;
  readonly dateOrder: DateOrder | undefined;
  readonly dateFormat: string | Readonly<Record<string, string>> | undefined;
  readonly zonesToUtc: boolean;
  readonly missing: readonly string[];
  readonly file: string;
  /** The files that `file` stands for, where it stands for several. */
  readonly files?: readonly FileRows[] | undefined;
}

/** A column while its type is sought. */
export interface Sought extends RawColumn {
  readonly type: ColumnType;
  /** Cells without a value, tokens included. */
  missing: number;
  /** How many cells hold each token that stands for a missing value. */
  tokens: Record<string, number>;
  /** Distinct values seen, trimmed. */
  seen: Set<string>;
  /** Whether some value has spaces around it. */
  spaced: boolean;
  guess: Guess;
}

/** The value under a name; a column called "constructor" has none that nobody gave it. */
export function ownValue<T>(values: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

/** The pattern that was asked for this column alone. */
export function formatOf(column: RawColumn, dateFormat: TypeOptions["dateFormat"]): string | undefined {
  return typeof dateFormat === "object" ? ownValue(dateFormat, column.name) : undefined;
}

/** What is taken off around a cell before it is compared with patterns and tokens. */
export const spaces = " \t\r\n\u00a0";

/**
 * Whether a cell may hold a token that stands for a missing value, as SQL: comparisons only, for every cell is asked.
 * Not written as IN: the engine makes a join of a long list, and a join forgets the order of rows.
 */
export function mayBeToken(column: RawColumn, missing: readonly string[]): string {
  const cell = identifier(column.raw);
  // "!" is the first visible character: below it stand empty cells and those that begin with a space.
  const starts = ["\u00a0", ...missing.filter((token) => token !== "")];
  const ranges = starts.map((start) => `(${cell} >= ${literal(start)} AND ${cell} < ${literal(after(start))})`);
  return `(${[`${cell} < '!'`, ...ranges].join(" OR ")})`;
}

/** Whether a cell is a token with nothing but spaces around it, as SQL. */
export function isToken(column: RawColumn, missing: readonly string[]): string {
  const exact = missing.map((token) => Array.from(token, escaped).join(""));
  return `regexp_full_match(${identifier(column.raw)}, ${literal(`[${spaces}]*(?:${exact.join("|")})[${spaces}]*`)})`;
}

function escaped(character: string): string {
  return /[A-Za-z0-9]/.test(character) ? character : `\\x{${character.codePointAt(0)!.toString(16)}}`;
}

/** The end of all texts that are `start` and then nothing or a space. */
function after(start: string): string {
  return start === "\u00a0" ? "\u00a1" : `${start}\u00a1`;
}

/** The text of a column with missing tokens as NULL, as SQL. */
export function cellSql(column: Sought, missing: readonly string[]): string {
  const cell = identifier(column.raw);
  if (Object.keys(column.tokens).length === 0) return cell;
  return `CASE WHEN ${mayBeToken(column, missing)} THEN CASE WHEN ${isToken(column, missing)} THEN NULL ELSE ${cell} END ELSE ${cell} END`;
}

/** The text as it is compared with patterns: without spaces around it, where there are any. */
export function trimmedSql(column: Sought, missing: readonly string[]): string {
  const cell = cellSql(column, missing);
  return column.spaced ? `trim(${cell}, ${literal(spaces)})` : `(${cell})`;
}
