import { defaultEngine } from "../../engine/duckdb.js";
import { identifier } from "../../engine/quote.js";
import { tableOf, type Value } from "../../table.js";
import { dateForms } from "../read/dateForms.js";
import { guessTime, orderWords, timeSql } from "../read/guessColumn.js";
import { cellError, type RoleColumn } from "./roleColumn.js";

/**
 * The cells of a role of dates: dates as they are, texts in the forms that `read` knows (the zone is left off, the clock is as written), and seconds or
 * milliseconds since 1970.
 *
 * @throws DataError where a cell is none of them.
 */
export async function datesOf(column: RoleColumn, warnings: string[]): Promise<Value[]> {
  const { role, cells } = column;
  const texts = cells.map((cell) => (typeof cell === "string" ? cell.trim() : undefined));
  const written = [...new Set(texts.filter((text) => text !== undefined))];
  const counts = cells.filter((cell, i) => cell !== null && isEpoch(texts[i] ?? cell));
  if (counts.length > 0 && counts.length === cells.filter((cell) => cell !== null).length) {
    const first = Number(counts[0]);
    warnings.push(
      `${role}: numbers such as ${first} are read as ${first < 1e11 ? "seconds" : "milliseconds"} since 1970 (UTC).`,
    );
    return cells.map((cell) =>
      cell === null ? null : new Date(Number(cell) < 1e11 ? Number(cell) * 1000 : Number(cell)),
    );
  }
  const odd = cells.findIndex((cell, i) => {
    if (cell === null) return false;
    const text = texts[i];
    return text === undefined ? !(cell instanceof Date) || Number.isNaN(cell.getTime()) : dateForms(text).length === 0;
  });
  const wrong = (i: number, expected: string) =>
    cellError(
      column,
      i,
      expected,
      "correct it, name it in { missing }, or let read find its form with dateOrder or dateFormat",
    );
  if (odd >= 0) throw wrong(odd, "a date such as 1985-04-23");
  if (written.length === 0) return [...cells];
  const guess = guessTime(written, {});
  if (guess === undefined) {
    const [month, day] = (["mdy", "dmy"] as const).map((order) =>
      texts.findIndex((text) => text !== undefined && dateForms(text).every((form) => form.order !== order)),
    );
    throw wrong(Math.max(month!, day!, 0), "dates of one order of day and month");
  }
  if (guess.rival !== undefined)
    warnings.push(
      `${role}: no date tells whether ${orderWords[guess.order!]} or ${orderWords[guess.rival.order!]}, as in ${JSON.stringify(written[0])}; taken as the former. Tell read with { dateOrder } and what stands for a missing value with { missing }.`,
    );
  const found = await timesOf(written, guess.dateFormats!);
  const strange = texts.findIndex((text) => text !== undefined && found.get(text) === undefined);
  if (strange >= 0) throw wrong(strange, "a date such as 1985-04-23");
  return cells.map((cell, i) => (texts[i] === undefined ? cell : found.get(texts[i]!)!));
}

/** Texts as times, read by the engine as `read` does. */
async function timesOf(texts: readonly string[], formats: readonly string[]): Promise<Map<string, Date>> {
  const engine = defaultEngine();
  const loaded = engine.load(tableOf<{ text: string }>({ text: texts as string[] }));
  const zone = texts.some((text) => dateForms(text)[0]!.zone);
  try {
    const times = (
      await loaded
        .select([{ name: "time", type: "time", sql: timeSql(identifier("text"), formats, zone, true) }])
        .toTable()
    ).array("time") as ArrayLike<Date | null>;
    return new Map(texts.flatMap((text, i) => (times[i] === null ? [] : [[text, times[i] as Date]])));
  } finally {
    await engine.drop(loaded);
  }
}

function isEpoch(cell: Value): boolean {
  return /^\d{10}$|^\d{13}$/.test(String(cell)) && (typeof cell === "number" || typeof cell === "string");
}
