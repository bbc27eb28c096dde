import { literal } from "../../engine/quote.js";
import type { Relation } from "../../engine/relation.js";
import { type DateForm, type DateOrder, dateForms } from "./dateForms.js";
import { orderWords, shorten, timeSql } from "./guessColumn.js";
import { dressedPatterns, numberReadings, plainPattern } from "./numberForms.js";
import { oddCells, placesInWords } from "./oddCells.js";
import type { OddCells } from "./report.js";
import type { Sought } from "./sought.js";

/** Why a column stayed text although many of its values look like times or numbers. */
export interface TextExplained {
  readonly words: string;
  readonly note?: string;
  readonly failures?: OddCells;
}

/** Looks for values that keep a column from being a time or a number, in all rows; undefined where it is plainly text. */
export async function explainText(raw: Relation, column: Sought, text: string): Promise<TextExplained | undefined> {
  const values = [...column.seen];
  const name = JSON.stringify(column.name);
  const days = values.filter((value) => value.length > 5 && !/^\d+$/.test(value) && dateForms(value).length > 0);
  if (days.length > 0 && days.length >= values.length / 2) {
    const groups = await dateGroups(raw, column, text);
    const read = groups.map((group) => `(${group.sql(text)}) IS NULL`).join(" AND ");
    const misfits = await oddCells(raw, column.raw, `(${text}) IS NOT NULL AND ${read}`);
    const parts = groups.map((group) => group.words);
    if (misfits.count > 0)
      parts.push(
        `${misfits.count} that ${misfits.count === 1 ? "is no time" : "are no times"} (${placesInWords(misfits)}: ${misfits.values.map((value) => JSON.stringify(value)).join(", ")})`,
      );
    const mixed = groups.length > 1;
    const words = `text: ${mixed ? "several formats of times" : "not all values are times"}`;
    return {
      words,
      note: `column ${name} is kept as ${words}: ${parts.join("; ")}`,
      failures: mixed ? groups.slice(1).reduce((sum, group) => joined(sum, group.cells), misfits) : misfits,
    };
  }
  if (column.looked === "times") return undefined;
  const numeric = values.filter((value) => numberReadings(value) !== undefined);
  if (numeric.length < values.length / 2 || numeric.length === values.length || !numeric.some(isAmount))
    return undefined;
  const pattern = `${plainPattern}|${dressedPatterns["."]}|${dressedPatterns[","]}`;
  const misfits = await oddCells(
    raw,
    column.raw,
    `(${text}) IS NOT NULL AND NOT regexp_full_match(${text}, ${literal(pattern)})`,
  );
  const shown = misfits.values.map((value) => JSON.stringify(shorten(value))).join(", ");
  const words = `text: ${misfits.count} ${misfits.count === 1 ? "value is no number" : "values are no numbers"}`;
  return {
    words,
    note: `column ${name} is kept as ${words} (${placesInWords(misfits)}: ${shown}); pass { missing } if they stand for missing values`,
    failures: misfits,
  };
}

/** Codes are whole numbers with a few letters among them; amounts have decimals or a unit. */
function isAmount(value: string): boolean {
  return /[.,$€£¥%]/.test(value);
}

/** Values of one order of day, month and year. */
export interface DateGroup {
  readonly words: string;
  readonly cells: OddCells;
  readonly sql: (text: string) => string;
}

/** The orders of day, month and year found in a column, by all its rows, the most frequent first. */
export async function dateGroups(raw: Relation, column: Sought, text: string): Promise<DateGroup[]> {
  const forms = [...column.seen].map(dateForms).filter((each) => each.length > 0);
  const found: { order: DateOrder; cells: OddCells; sql: (text: string) => string }[] = [];
  const only = new Set(forms.filter((each) => each.length === 1).map((each) => each[0]!.order));
  const orders = only.size > 0 ? only : new Set(forms.flatMap((each) => each.map((form) => form.order)));
  for (const order of orders) {
    const chosen: DateForm[] = forms.flatMap((each) => each.filter((form) => form.order === order));
    const formats = [...new Set(chosen.map((form) => form.format))];
    const zone = chosen.some((form) => form.zone);
    const sql = (cell: string) => timeSql(cell, formats, zone, true);
    const earlier = found.map((group) => `(${group.sql(text)}) IS NULL AND`).join(" ");
    const cells = await oddCells(raw, column.raw, `${earlier} (${sql(text)}) IS NOT NULL`);
    if (cells.count > 0) found.push({ order, cells, sql });
  }
  return found
    .sort((a, b) => b.cells.count - a.cells.count)
    .map(({ order, cells, sql }) => ({
      cells,
      sql,
      words: `${cells.count} as ${orderWords[order]} (${placesInWords(cells)}: ${JSON.stringify(cells.values[0])})`,
    }));
}

function joined(a: OddCells, b: OddCells): OddCells {
  const pairs = [
    ...a.rows.map((row, i) => [row, a.values[i]!] as const),
    ...b.rows.map((row, i) => [row, b.values[i]!] as const),
  ];
  pairs.sort((x, y) => x[0] - y[0]);
  const first = pairs.slice(0, 5);
  return { count: a.count + b.count, rows: first.map(([row]) => row), values: first.map(([, value]) => value) };
}
