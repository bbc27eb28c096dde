import { DataError, quoted, requireColumn } from "../errors.js";
import { type Base, ownId, withMeaning } from "../features.js";
import { type Id, rowIds } from "../matrix.js";
import { counted, listed } from "../readable.js";
import { column, finiteNumbers, type Row, type Table, type TableLike, toTable } from "../table.js";

/** The part of a Survey that says who answered what. */
export interface AskedSurvey {
  /** Column of `answers` that names the respondents. */
  readonly id: string;
  readonly items: readonly {
    readonly name: string;
    readonly kind: string;
    /** Possible answers in order, and the number of each in `answers`. */
    readonly levels?: readonly string[];
    readonly codes?: readonly number[];
  }[];
  readonly answers: Table;
}

/** Scores of respondents: their id and a number in each column `N`. Where the name of the id is not known, any column. */
export type ScoreTable<N extends string, I extends string = string> = Table<
  string extends I ? Row : { [P in I]: Id } & { [column in N]: number }
>;

/** A table of scores that knows what they are: `score` says it of each column. */
export function scoreTable<T extends Table>(
  table: T,
  { id, items, names, score }: { id: string; items: readonly string[]; names: readonly string[]; score: string },
): T {
  const base: Base = "psychographic";
  return withMeaning(table, {
    id,
    rows: names.map((feature) => ({
      feature,
      base,
      unit: "score",
      source: items.join(", "),
      definition: `${score}; there are rows of those alone who could be scored.`,
    })),
  });
}

/** Who is asked and about what: the table, the name and values of its id, and the items. */
export interface Asked {
  readonly table: Table;
  readonly id: string;
  readonly ids: readonly Id[];
  readonly items: readonly string[];
  /** The survey's items, where the answers are a survey's. */
  readonly asked?: AskedSurvey["items"];
  /** What was left out unasked, in words. */
  readonly warnings: readonly string[];
}

/** Which items a call takes where none are named. */
export interface Suiting {
  /** Of a survey: items of these kinds. */
  readonly kinds: readonly string[];
  /** Of a survey with fewer than `least` of them: these kinds, too. */
  readonly otherwise?: readonly string[];
  /** Of a table: columns with such cells. */
  readonly suits: (cells: ArrayLike<unknown>) => boolean;
  /** So many items are needed. */
  readonly least: number;
}

/**
 * The items to look at: those named, else those of a survey that are of one of the `kinds`, else the columns of a table that `suits`.
 * At least `least` are needed.
 */
export function askedItems(
  data: TableLike | AskedSurvey,
  { items, id }: { items?: readonly string[] | undefined; id?: string | undefined },
  { kinds, otherwise = [], suits, least }: Suiting,
): Asked {
  const survey = isSurvey(data) ? data : undefined;
  const table: Table = survey?.answers ?? toTable(data as TableLike);
  const names = table.columnNames();
  if (items !== undefined && (!Array.isArray(items) || items.some((name) => typeof name !== "string")))
    throw new TypeError(`expected items as a list of column names, got ${quoted(items)}`);
  const { name, ids } = rowIds(table, id ?? survey?.id ?? ownId(data));
  if (ids.length === 0) throw new DataError("expected at least one respondent, got an empty table");
  const first = itemsOf(survey, kinds);
  const chosen =
    items ??
    (first === undefined
      ? names.filter((one) => one !== name && suits(column(table, one)))
      : first.length >= least
        ? first
        : itemsOf(survey, [...kinds, ...otherwise])!);
  for (const item of chosen) requireColumn(names, item, "an item");
  if (chosen.includes(name)) throw new RangeError(`expected items, got the id ${quoted(name)} among them`);
  const twice = chosen.find((item, i) => chosen.indexOf(item) !== i);
  if (twice !== undefined) throw new RangeError(`expected each item once, got ${quoted(twice)} twice`);
  if (chosen.length < least) {
    const choices = kinds.includes("choice") ? [] : (itemsOf(survey, ["choice"]) ?? []);
    const remedy =
      choices.length === 0
        ? ""
        : `, or where a choice has an order (${listed(choices)}) declare its { levels } in survey, lowest first`;
    throw new RangeError(
      `expected at least ${counted(least, "item")}, got ${chosen.length === 0 ? "none" : `${chosen.length} (${chosen.join(", ")})`}; name them with items${remedy}`,
    );
  }
  const left = items === undefined ? (itemsOf(survey, otherwise) ?? []).filter((one) => !chosen.includes(one)) : [];
  return {
    table,
    id: name,
    ids,
    items: [...chosen],
    ...(survey === undefined ? {} : { asked: survey.items }),
    warnings:
      left.length === 0
        ? []
        : [
            `${listed(left)}: ${left.length === 1 ? "a number" : "numbers"} beside rated items, such as an age, and so left out; name all items with items to take ${left.length === 1 ? "it" : "them"}.`,
          ],
  };
}

/** The survey's items of these kinds, by name. */
function itemsOf(survey: AskedSurvey | undefined, kinds: readonly string[]): string[] | undefined {
  return survey?.items.filter(({ kind }) => kinds.includes(kind)).map(({ name }) => name);
}

/** Throws a DataError where an item of a survey is a choice, whose levels have no order and so no numbers. */
export function requireOrder(items: readonly { name: string; kind?: string }[] | undefined, name: string): void {
  if (items?.find((item) => item.name === name)?.kind === "choice")
    throw new DataError(
      "expected answers in an order, got a choice whose levels have none; declare { levels: [lowest, ..., highest] } of it in survey, or leave the item out",
      { column: name },
    );
}

/** The answers to each item as numbers, NaN where missing. An item that nobody answered is a DataError. */
export function answeredNumbers({ table, items, asked }: Asked): Float64Array[] {
  return items.map((item) => {
    requireOrder(asked, item);
    const { values, missing } = finiteNumbers(table, item);
    if (missing === values.length)
      throw new DataError("expected answers, got none; leave the item out", { column: item });
    return values;
  });
}

/** Items whose answers are numbers: rated and yes/no ones; other numbers of a survey, such as an age, only where these are too few. */
export const rated = { kinds: ["likert", "binary"], otherwise: ["number"], suits: areNumbers } as const;

/** Whether the first value that is there is a number (or true or false). */
export function areNumbers(cells: ArrayLike<unknown>): boolean {
  for (let i = 0; i < cells.length; i++)
    if (cells[i] !== null && cells[i] !== undefined)
      return typeof cells[i] === "number" || typeof cells[i] === "bigint" || typeof cells[i] === "boolean";
  return false;
}

/** Whether it is a survey rather than a table. */
export function isSurvey<S extends Pick<AskedSurvey, "id" | "answers">>(data: TableLike | S): data is S {
  const candidate = data as Partial<AskedSurvey> | null;
  return typeof candidate?.id === "string" && Array.isArray(candidate.items) && candidate.answers !== undefined;
}

/** What is wrong with items of different ranges, which have no one scale to be used in a way, in words. */
export function mixedRanges(asked: AskedSurvey["items"], items: readonly string[]): string[] {
  const spans = new Map<string, string[]>();
  for (const { name, codes } of asked) {
    if (codes === undefined || !items.includes(name)) continue;
    const span = `${Math.min(...codes)} to ${Math.max(...codes)}`;
    spans.set(span, [...(spans.get(span) ?? []), name]);
  }
  if (spans.size < 2) return [];
  const named = [...spans].map(([span, [first, ...others]]) =>
    others.length === 0 ? `${span}: ${first}` : `${span}: ${first} and ${others.length} more`,
  );
  return [
    `The items have different ranges (${named.join("; ")}), so a person's mean is none of one scale and the wider ones weigh more; name items of one range with items.`,
  ];
}
