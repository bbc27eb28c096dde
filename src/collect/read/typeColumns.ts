import { identifier, literal } from "../../engine/quote.js";
import { type Relation, withRow } from "../../engine/relation.js";
import { requireColumn } from "../../errors.js";
import type { Table, Value } from "../../table.js";
import { type DateOrder, zonePattern } from "./dateForms.js";
import { explainText } from "./explainText.js";
import { forceType } from "./forceType.js";
import { type Guess, type GuessContext, guessColumn, orderWords, textGuess, timeSql } from "./guessColumn.js";
import { freeName, oddCells, placesInWords } from "./oddCells.js";
import type { ColumnReport, OddCells } from "./report.js";
import {
  cellSql,
  formatOf,
  isToken,
  mayBeToken,
  ownValue,
  type RawColumn,
  type Sought,
  spaces,
  type TypeOptions,
  trimmedSql,
} from "./sought.js";

/** The rows with their types, and what is to be said about each column. */
export interface Typed {
  readonly rows: Relation;
  readonly count: number;
  readonly columns: readonly ColumnReport[];
  readonly notes: readonly string[];
  readonly decimal: "." | "," | undefined;
}

/**
 * Finds the type of each column and keeps the rows in it. Types are guessed on a sample, then held against every row: a
 * value that does not fit joins the sample and the guess is made again, until all rows fit. Text fits everything.
 */
export async function typeColumns(raw: Relation, plan: readonly RawColumn[], options: TypeOptions): Promise<Typed> {
  const names = plan.map((column) => column.name);
  const { types, dateFormat, file } = options;
  for (const name of Object.keys(types)) requireColumn(names, name, "a column of { types }", { file });
  if (typeof dateFormat === "object")
    for (const name of Object.keys(dateFormat)) requireColumn(names, name, "a column of { dateFormat }", { file });
  const columns: Sought[] = plan.map((column) => ({
    ...column,
    type: raw.typeOf(column.raw),
    missing: 0,
    tokens: {},
    seen: new Set(),
    spaced: false,
    guess: textGuess("text"),
  }));
  const count = await countMissing(raw, columns, options.missing);
  await sample(raw, columns, count, options.missing);
  const asked = columns.filter((column) => isAsked(column, options));
  const open = columns.filter((column) => column.looked !== "as is" && !isAsked(column, options));
  for (const column of open) column.guess = guessColumn([...column.seen], contextOf(column, options));
  const decimal = options.decimal ?? fileDecimal(open);
  const settle = async (column: Sought) => {
    column.guess = guessColumn([...column.seen], contextOf(column, options, decimal, fileOrder(columns)));
    await decideOrder(raw, column, count, options);
  };
  for (const column of open) if (column.guess.rival === undefined) await settle(column);
  for (const column of open) if (column.guess.rival !== undefined) await settle(column);
  for (const column of open) await adoptFormat(raw, column, count, options);
  for (const column of asked)
    await forceType(raw, column, count, options, contextOf(column, options, decimal, fileOrder(columns)));

  const notes: string[] = [];
  if (typeof dateFormat === "string" && !columns.some((column) => column.guess.dateFormats?.[0] === dateFormat))
    notes.push(`no column could be read whole by { dateFormat: ${JSON.stringify(dateFormat)} }`);
  for (;;) {
    if (columns.every(isUntouched)) return finish(raw, raw, columns, count, options, decimal, notes);
    const list = columns.map((column) => `${readSql(column, options.missing)} AS ${identifier(column.name)}`);
    const rows = await raw.engine.keep(`SELECT ${list.join(", ")} FROM ${raw.from}`);
    const failing = await failingColumns(rows, columns, count);
    if (failing.length === 0) return finish(raw, rows, columns, count, options, decimal, notes);
    await raw.engine.drop(rows);
    for (const column of failing) await relearn(raw, column, count, options.missing, settle);
  }
}

function contextOf(column: Sought, options: TypeOptions, decimal?: "." | ",", likelyOrder?: DateOrder): GuessContext {
  // Where semicolons stand between fields, the comma was needed for something else.
  const comma = options.delimiter === ";" && [...column.seen].some((value) => value.includes(","));
  return {
    decimal: options.decimal,
    likelyDecimal: decimal ?? (comma ? "," : undefined),
    dateOrder: options.dateOrder,
    likelyOrder,
    zonesToUtc: options.zonesToUtc,
    timesOnly: column.looked === "times",
  };
}

function isAsked(column: RawColumn, { types, dateFormat }: TypeOptions): boolean {
  return ownValue(types, column.name) !== undefined || formatOf(column, dateFormat) !== undefined;
}

function isUntouched(column: Sought): boolean {
  return (
    column.name === column.raw &&
    (column.looked === "as is" || (column.guess.type === "text" && Object.keys(column.tokens).length === 0))
  );
}

function fileDecimal(columns: readonly Sought[]): "." | "," | undefined {
  const sure = columns.filter((column) => column.guess.decimalSure).map((column) => column.guess.decimal);
  return sure.includes(",") ? (sure.includes(".") ? undefined : ",") : sure.includes(".") ? "." : undefined;
}

function fileOrder(columns: readonly Sought[]): DateOrder | undefined {
  const sure = columns.filter((column) => column.guess.order !== undefined && column.guess.rival === undefined);
  return sure.map((column) => column.guess.order).find((order) => order === "mdy" || order === "dmy");
}

/** Counts the rows, and the missing cells and tokens of every text column. */
async function countMissing(raw: Relation, columns: readonly Sought[], missing: readonly string[]): Promise<number> {
  const parts = ["count(*) AS n"];
  columns.forEach((column, j) => {
    parts.push(`count(${identifier(column.raw)}) AS v${j}`);
    if (hasTokens(column, missing)) parts.push(`count(*) FILTER (WHERE ${mayBeToken(column, missing)}) AS t${j}`);
  });
  const counts = (await raw.engine.query(`SELECT ${parts.join(", ")} FROM ${raw.from}`)).object(0) as Record<
    string,
    number
  >;
  for (const [j, column] of columns.entries()) {
    column.missing = counts.n! - counts[`v${j}`]!;
    if ((counts[`t${j}`] ?? 0) === 0) continue;
    const found = await raw.engine.query(
      `SELECT trim(${identifier(column.raw)}, ${literal(spaces)}) AS token, count(*) AS n FROM ${raw.from} ` +
        `WHERE ${mayBeToken(column, missing)} AND ${isToken(column, missing)} GROUP BY 1 ORDER BY 1`,
    );
    for (let i = 0; i < found.numRows(); i++) {
      column.tokens[found.get("token", i) as string] = found.get("n", i) as number;
      column.missing += found.get("n", i) as number;
    }
  }
  return counts.n!;
}

function hasTokens(column: Sought, missing: readonly string[]): boolean {
  return column.looked !== "as is" && column.type === "text" && missing.length > 0;
}

function readSql(column: Sought, missing: readonly string[]): string {
  if (column.looked === "as is") return identifier(column.raw);
  return column.guess.type === "text" ? cellSql(column, missing) : column.guess.sql(trimmedSql(column, missing));
}

/** Looks at the first rows and at rows spread over the rest. */
async function sample(
  raw: Relation,
  columns: readonly Sought[],
  count: number,
  missing: readonly string[],
): Promise<void> {
  const looked = columns.filter((column) => column.looked !== "as is");
  if (looked.length === 0) return;
  const step = Math.max(1, Math.floor(count / 1500));
  const list = looked.map((column, j) => `${identifier(column.raw)} AS c${j}`).join(", ");
  const row = freeName(raw);
  const rows = await raw.engine.query(
    `SELECT ${list} FROM ${withRow(raw, row).from} WHERE ${identifier(row)} <= 500 OR ${identifier(row)} % ${step} = 0 LIMIT 3000`,
  );
  looked.forEach((column, j) => {
    look(column, rows, `c${j}`, missing);
  });
}

function look(column: Sought, rows: Table, name: string, missing: readonly string[]): void {
  const cells = rows.array(name) as ArrayLike<Value>;
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i];
    if (typeof cell !== "string") continue;
    const value = trimmed(cell);
    if (missing.includes(value)) continue;
    if (value !== cell) column.spaced = true;
    column.seen.add(value);
  }
}

function trimmed(cell: string): string {
  return cell.replace(/^[ \t\r\n\u00a0]+|[ \t\r\n\u00a0]+$/g, "");
}

/** Where two orders of day and month fit the sample, all rows decide, if they can. */
async function decideOrder(
  raw: Relation,
  column: Sought,
  count: number,
  { missing, zonesToUtc }: TypeOptions,
): Promise<void> {
  const { guess } = column;
  if (guess.rival === undefined) return;
  const text = trimmedSql(column, missing);
  const found = await raw.engine.query(
    `SELECT count(${guess.sql(text)}) AS a, count(${guess.rival.sql(text)}) AS b FROM ${raw.from}`,
  );
  const values = count - column.missing;
  const [first, second] = [found.get("a", 0) === values, found.get("b", 0) === values];
  if (first === second) return;
  // The value that decides lies outside the sample: it is looked up, so that it can be shown.
  await learn(raw, column, missing, first ? guess.rival : guess);
  column.guess = guessColumn([...column.seen], {
    timesOnly: column.looked === "times",
    zonesToUtc,
  });
}

/** Adds values that do not fit the guess to those seen. */
async function learn(raw: Relation, column: Sought, missing: readonly string[], guess: Guess): Promise<void> {
  const text = trimmedSql(column, missing);
  const odd = await raw.engine.query(
    `SELECT DISTINCT ${identifier(column.raw)} AS c FROM (SELECT * FROM ${raw.from} WHERE (${text}) IS NOT NULL AND (${guess.sql(text)}) IS NULL LIMIT 10000) LIMIT 500`,
  );
  look(column, odd, "c", missing);
}

async function relearn(
  raw: Relation,
  column: Sought,
  count: number,
  missing: readonly string[],
  settle: (column: Sought) => Promise<void>,
): Promise<void> {
  for (let round = 0; column.guess.type !== "text"; round++) {
    const [known, spaced] = [column.seen.size, column.spaced];
    await learn(raw, column, missing, column.guess);
    const news = column.seen.size > known || column.spaced !== spaced;
    if (!news || round === 20) column.guess = textGuess("text: the engine reads some values otherwise");
    else await settle(column);
    if (column.guess.type === "text") return;
    const text = trimmedSql(column, missing);
    const fits = await raw.engine.query(`SELECT count(${column.guess.sql(text)}) AS n FROM ${raw.from}`);
    if (fits.get("n", 0) === count - column.missing) return;
  }
}

/** Takes `{ dateFormat }` for every column that it reads whole. */
async function adoptFormat(raw: Relation, column: Sought, count: number, options: TypeOptions): Promise<void> {
  const format = options.dateFormat;
  if (typeof format !== "string" || column.seen.size === 0 || column.guess.type === "number") return;
  const clock = /%[HIMSfnpT]/.test(format);
  const guess: Guess = {
    type: clock ? "time" : "date",
    words: `${clock ? "times" : "days"} as ${format}, as asked`,
    dateFormats: [format],
    sql: (text) => timeSql(text, [format], false, clock),
  };
  const found = await raw.engine.query(
    `SELECT count(${guess.sql(trimmedSql(column, options.missing))}) AS n FROM ${raw.from}`,
  );
  if (found.get("n", 0) === count - column.missing) column.guess = guess;
}

async function failingColumns(rows: Relation, columns: readonly Sought[], count: number): Promise<Sought[]> {
  const typed = columns.filter((column) => column.looked !== "as is" && column.guess.type !== "text");
  if (typed.length === 0) return [];
  const list = typed.map((column, j) => `count(${identifier(column.name)}) AS n${j}`).join(", ");
  const counts = await rows.engine.query(`SELECT ${list} FROM ${rows.from}`);
  return typed.filter((column, j) => counts.get(`n${j}`, 0) !== count - column.missing);
}

async function finish(
  raw: Relation,
  rows: Relation,
  columns: readonly Sought[],
  count: number,
  options: TypeOptions,
  decimal: "." | "," | undefined,
  notes: string[],
): Promise<Typed> {
  const odd = await notFinite(rows, columns);
  const reports: ColumnReport[] = [];
  for (const column of columns) {
    const { guess } = column;
    const type = column.looked === "as is" ? column.type : guess.type;
    const explained =
      column.looked !== "as is" && type === "text" && ownValue(options.types, column.name) === undefined
        ? await explainText(raw, column, trimmedSql(column, options.missing))
        : undefined;
    const nonFinite = odd.get(column.name);
    const zonesLeft =
      guess.zonesLeft === true ? await otherZones(raw, column, trimmedSql(column, options.missing)) : undefined;
    if (explained?.note !== undefined) notes.push(explained.note);
    if (options.dateOrder !== undefined && guess.rival === undefined && againstOrder(guess, options.dateOrder))
      notes.push(
        `column ${JSON.stringify(column.name)} is not in the order asked for (${orderWords[options.dateOrder]}): ${guess.words}`,
      );
    if (guess.rival !== undefined) notes.push(`column ${JSON.stringify(column.name)}: ${guess.words}`);
    if (guess.words.includes("{ decimal }")) notes.push(`column ${JSON.stringify(column.name)}: ${guess.words}`);
    if (nonFinite !== undefined)
      notes.push(
        `column ${JSON.stringify(column.name)} holds ${nonFinite.count} numbers that are NaN or infinite (${placesInWords(nonFinite)})`,
      );
    const tokens = Object.entries(column.tokens).filter(([token]) => token !== "");
    if (tokens.length > 0)
      notes.push(
        `column ${JSON.stringify(column.name)}: ${tokens.map(([token, n]) => `${n} cells ${JSON.stringify(token)}`).join(", ")} read as missing; pass { missing } if they are values`,
      );
    reports.push({
      name: column.name,
      type,
      guess: column.looked === "as is" ? "as it came" : (explained?.words ?? guess.words),
      missing: column.missing,
      missingTokens: Object.fromEntries(tokens),
      ...(guess.dateFormats === undefined ? {} : { dateFormats: guess.dateFormats }),
      ...(zonesLeft === undefined ? {} : { zonesLeft }),
      ...(guess.decimal === undefined ? {} : { decimal: guess.decimal }),
      ...(explained?.failures === undefined ? {} : { failures: explained.failures }),
      ...(nonFinite === undefined ? {} : { nonFinite }),
    });
  }
  return { rows, count, columns: reports, notes, decimal };
}

/** Times that were written with another zone than UTC. */
function otherZones(raw: Relation, column: Sought, text: string): Promise<OddCells> {
  const other = `regexp_matches(${text}, ${literal(zonePattern)}) AND NOT regexp_matches(${text}, '(Z|UTC|GMT|[+-]00:?00)$')`;
  return oddCells(raw, column.raw, other);
}

/** Days that can only be read in another order than the one asked for; years in front leave nothing open. */
function againstOrder({ order }: Guess, asked: DateOrder): boolean {
  return order !== undefined && order !== "ymd" && order !== asked;
}

/** NaN and infinite numbers by column: they are kept, for only the analyst knows what they stand for, but never passed over. */
async function notFinite(rows: Relation, columns: readonly Sought[]): Promise<Map<string, OddCells>> {
  const found = new Map<string, OddCells>();
  const names = columns.map((column) => column.name).filter((name) => rows.typeOf(name) === "number");
  if (names.length === 0) return found;
  const test = (name: string) => `NOT isfinite(CAST(${identifier(name)} AS DOUBLE))`;
  const list = names.map((name, j) => `count(*) FILTER (WHERE ${test(name)}) AS n${j}`).join(", ");
  const counts = await rows.engine.query(`SELECT ${list} FROM ${rows.from}`);
  for (const [j, name] of names.entries()) {
    if (counts.get(`n${j}`, 0) === 0) continue;
    found.set(name, await oddCells(rows, name, test(name)));
  }
  return found;
}
