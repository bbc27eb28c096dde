import type { Relation } from "../engine/relation.js";
import { closest, DataError, type DataPlace, quoted } from "../errors.js";
import type { Id } from "../matrix.js";
import { type Row, type Table, type TableLike, tableOf, type Value } from "../table.js";
import { checkOptions } from "./survey/checkOptions.js";
import { declaredAs } from "./survey/declaredAs.js";
import { fillChoices } from "./survey/fillChoices.js";
import { findBad } from "./survey/findBad.js";
import { findIds, type Ids } from "./survey/findIds.js";
import type { Item, ItemDeclaration } from "./survey/item.js";
import { loadSurvey } from "./survey/loadSurvey.js";
import { type MadeItem, makeItems } from "./survey/makeItems.js";
import { asNumber } from "./survey/missingCodes.js";
import { proposeKinds } from "./survey/proposeKinds.js";
import type { RawColumn } from "./survey/rawSurvey.js";
import { takeLevels } from "./survey/takeLevels.js";
import { withoutMissing } from "./survey/withoutMissing.js";

/** Options of `survey`. */
export interface SurveyOptions {
  /** The column that names the respondents; found by its name where absent, else the rows are numbered. Null numbers the rows whatever the columns are called. */
  id?: string | null;
  /**
   * What is known of the items, by the name of their column (in the file or in the result). Columns that are not named are items too, with a kind
   * that is proposed from the data; a list of names makes only these columns items.
   */
  items?: Readonly<Record<string, ItemDeclaration>> | readonly string[];
  /**
   * The levels of a scale that many items share, lowest first, such as one in another language than English: every item takes them whose answers are all among them, unless its own levels or
   * another kind than "likert" are declared.
   */
  levels?: readonly string[];
  /** Columns that are no items although they look so, such as a duration; they go to `about`. */
  about?: readonly string[];
  /**
   * What stands for no answer, besides empty cells. By default the usual texts ("Prefer not to say", "N/A", "Don't know", ...) and the usual numbers (-1, -99, 66, 97, 99, ...);
   * these where the other answers are whole numbers from 0 to 11, all but a few are on the scale of at least two other items, or most have a label in the file and these have none. A usual number
   * that was not counted and lies far from the others is named in `warnings`. A declared level is never missing.
   *
   * A list replaces the usual codes, and its numbers count in all items; `notes` names every usual code that then counts as an answer.
   */
  missing?: readonly (string | number)[];
  /**
   * A survey that asked the same before: its items keep their kinds, levels and codes here, so that a model of its answers holds for these. What `items` and `about` say goes before it.
   */
  like?: Survey;
  /** Ids of respondents whose answers do not count, such as `careless(asked).flagged`: the survey is that of the others, and the report names them. */
  leaveOut?: readonly Id[];
}

/** What was decided about a survey, and what was found. */
export interface SurveyReport {
  readonly file?: string;
  /** What kind of file it was taken for. */
  readonly form: string;
  readonly respondents: number;
  /** A row an item: its kind and why, and how many answered. */
  readonly items: Table<{
    item: string;
    kind: string;
    because: string;
    levels: number;
    answered: number;
    missing: number;
    question: string | null;
  }>;
  /** What was counted as no answer: a row a code and item. "(empty)" is an empty cell; a number that is no usual code lay far outside the scale of its item, and `warnings` names its rows. */
  readonly missing: Table<{ item: string; code: string; count: number }>;
  /** Respondents who answered nothing; they stay in the survey. */
  readonly empty: readonly Id[];
  /** Respondents who were left out because `leaveOut` names them. */
  readonly leftOut: readonly Id[];
  /** Guesses that decide what the numbers mean, in words. */
  readonly notes: readonly string[];
  /** What makes items or respondents unfit, in words. */
  readonly warnings: readonly string[];
}

/** The answers to a survey, ready for scales, factors and latent classes. */
export interface Survey {
  /** The column of `answers` that names the respondents. */
  readonly id: string;
  readonly ids: readonly Id[];
  readonly items: readonly Item[];
  /** A row a respondent: the id, then a column an item. Likert, binary, several choices, rankings and numbers as numbers, a choice and open answers as text; null is no answer. */
  readonly answers: Table;
  /** The columns that are no answers, such as dates and durations, beside the id. */
  readonly about: Table;
  readonly report: SurveyReport;
}

/**
 * Makes answers to a survey trustworthy: every item gets a kind, ordered levels and numbers, missing answers become null, and `report` tells every guess
 * and count.
 *
 * Takes a file, what `read` returned, or a table. It knows by what is inside: Qualtrics CSV exports with three header rows and with two (the
 * rows below the names become question texts, without HTML; `Q5_1`, `Q5_2` are joined to the question Q5, `Q3_4_TEXT` is open text beside Q3), Qualtrics JSON, SPSS (`.sav` and `.zsav`, with labels, missing values
 * and ranges), and tables whose headers are the questions, whose items get short names.
 *
 * What is not declared in `items` is proposed: sets of agreement, frequency, likelihood, satisfaction, importance, quality and degree in English are put in order ("likert"); "no" and
 * "yes" are 0 and 1; whole numbers are a scale where at least three columns have the same range, or lie in the range of others that are named alike; brackets such as "18-29" are ordered; several
 * choices in a cell become a column each; other texts are a "choice" without an order, or "open" where hardly two are equal. Scales in other languages have to be declared:
 * `{ levels: ["stimme nicht zu", "teils", "stimme zu"] }`, lowest first, once for all items or by item. A few answers that a shared scale cannot have, such as 44 among 1 to 5, count as none, with a warning.
 *
 * When it misleads: codes of a scale are an order, not distances. "Don't know" counts as no answer unless it is a declared level. A choice that nobody
 * ticked cannot be told from a question that nobody saw: a respondent without any tick in a question has no answer there. A file may be in order
 * and still hold careless answers: see `careless`.
 *
 * Nothing is dropped unasked: respondents without any answer and items that everybody answers alike stay, and `report.warnings` names them.
 *
 * @throws DataError where an answer is outside its declared levels, a declared number is none, two respondents have one id, an id is missing,
 *   a column is absent, or there is no answer; with the file, and the row counted from the first respondent.
 *
 * @example
 * const asked = await survey(
 *   [
 *     { person: "Ada", taste: "Agree", price: "Strongly agree", buys: "Yes", age: 36 },
 *     { person: "Alan", taste: "Neutral", price: "Disagree", buys: "No", age: 41 },
 *     { person: "Grace", taste: "Disagree", price: "Prefer not to say", buys: "Yes", age: 85 },
 *   ],
 *   { id: "person", items: { taste: { levels: ["Disagree", "Neutral", "Agree"] } } },
 * );
 * console.log(asked.items.map((item) => item.kind)); // [ 'likert', 'likert', 'binary', 'number' ]
 * console.log(asked.answers.array("taste")); // [ 3, 2, 1 ]
 * console.log(asked.report.missing.objects()); // [ { item: 'price', code: 'Prefer not to say', count: 1 } ]
 */
export async function survey<C extends Row = Row>(
  source: string | TableLike<C> | Relation<C>,
  options: SurveyOptions = {},
): Promise<Survey> {
  const declared = checkOptions(options);
  const raw = await loadSurvey(source as string | TableLike | Relation);
  const place: DataPlace = raw.file === undefined ? {} : { file: raw.file };
  const before = options.like === undefined ? undefined : declaredAs(options.like, raw.columns);
  const found = findIds(raw.columns, raw.rows, options.id === undefined ? before?.id : options.id, place);
  const only = Array.isArray(options.items);
  const set = matchColumns(
    new Map([...(before?.about ?? []), ...(options.about ?? [])].map((name) => [name, {}])),
    raw.columns,
    "about",
    place,
  );
  const byColumn = new Map([
    ...(before === undefined ? [] : matchColumns(before.items, raw.columns, "like", place)),
    ...matchColumns(declared, raw.columns, "items", place),
  ]);
  const stays = staying(found, options.leaveOut ?? [], place);
  const ofStaying = <V>(values: readonly V[]) => values.filter((_, i) => stays[i]);
  const ids = ofStaying(found.ids);
  const rest = raw.columns.filter((column) => column !== found.column);
  const isAbout = (column: RawColumn) => set.has(column) || (!byColumn.has(column) && (only || column.about === true));
  const asked = rest.filter((column) => !isAbout(column));
  if (asked.length === 0) throw new DataError("expected at least one item, found none", place);

  const declarationOf = new Map(
    asked.map((column) => [column, takeLevels(column, byColumn.get(column) ?? {}, options.levels, options.missing)]),
  );
  const {
    answered,
    missing,
    notes: uncounted,
    warnings: odd,
  } = withoutMissing(asked, (column) => declarationOf.get(column)!, options.missing, stays, place);
  const proposals = proposeKinds(answered);
  // What the answers mean does not hang on who stays, so all of them are read.
  const made = answered.flatMap(({ raw: column, cells }, j) =>
    makeItems(column, cells, declarationOf.get(asked[j]!)!, proposals[j]!, { ...place, column: column.header }).map(
      (one): MadeItem => ({ ...one, values: ofStaying(one.values) }),
    ),
  );
  requireNames(made, found.id, place);
  const notes = [...raw.notes, ...(found.note === undefined ? [] : [found.note]), ...uncounted];
  const filled = fillChoices(made, notes);
  const beside = rest.filter(isAbout);
  if (beside.length > 0 && set.size < beside.length)
    notes.push(`no answers, and so in { about }: ${beside.map(({ name }) => name).join(", ")}`);
  for (const { item, notes: more } of filled) notes.push(...more.map((note) => `${item.name}: ${note}`));
  const { empty, warnings } = findBad(filled, ids);
  warnings.unshift(
    ...(found.warning === undefined ? [] : [found.warning]),
    ...odd,
    ...filled.flatMap(({ item, warnings: more }) => more.map((warning) => `${item.name}: ${warning}`)),
  );
  const table = (columns: readonly (readonly [string, readonly unknown[]])[]) =>
    tableOf(Object.fromEntries([[found.id, ids], ...columns]) as Record<string, never[]>, [
      found.id,
      ...columns.map(([name]) => name),
    ]) as Table;
  return {
    id: found.id,
    ids,
    items: filled.map(({ item }) => item),
    answers: table(filled.map(({ item, values }) => [item.name, values] as const)),
    about: table(beside.map(({ name, cells }) => [name, ofStaying(plainCells(cells))] as const)),
    report: {
      ...(raw.file === undefined ? {} : { file: raw.file }),
      form: raw.form,
      respondents: ids.length,
      items: tableOf({
        item: filled.map(({ item }) => item.name),
        kind: filled.map(({ item }) => item.kind as string),
        because: filled.map(({ because }) => because),
        levels: filled.map(({ item }) => item.levels?.length ?? 0),
        answered: filled.map(({ values }) => values.filter((value) => value !== null).length),
        missing: filled.map(({ values }) => values.filter((value) => value === null).length),
        question: filled.map(({ item }) => item.question ?? null),
      }),
      missing: tableOf({
        item: missing.map(({ item }) => item),
        code: missing.map(({ code }) => code),
        count: missing.map(({ count }) => count),
      }),
      empty,
      leftOut: found.ids.filter((_, i) => !stays[i]),
      notes: [...new Set(notes)],
      warnings,
    },
  };
}

/** The columns that names mean: by their name in the file or in the result. */
function matchColumns(
  declared: ReadonlyMap<string, ItemDeclaration>,
  columns: readonly RawColumn[],
  option: string,
  place: DataPlace,
): Map<RawColumn, ItemDeclaration> {
  const byName = new Map(columns.flatMap((column) => [[column.header, column] as const]));
  for (const column of columns) if (!byName.has(column.name)) byName.set(column.name, column);
  const found = new Map<RawColumn, ItemDeclaration>();
  for (const [name, declaration] of declared) {
    const column = byName.get(name);
    if (column === undefined) {
      const near = closest(name, [...byName.keys()]);
      throw new DataError(
        `expected a column named ${JSON.stringify(name)}, as { ${option} } says, found none.${near === undefined ? "" : ` Did you mean ${JSON.stringify(near)}?`}`,
        place,
      );
    }
    found.set(column, declaration);
  }
  return found;
}

/** Which respondents stay when some are left out. */
function staying({ id, ids }: Ids, leaveOut: readonly Id[], place: DataPlace): boolean[] {
  if (!Array.isArray(leaveOut))
    throw new TypeError(`expected leaveOut as a list of ids, such as careless(asked).flagged, got ${quoted(leaveOut)}`);
  const leaving = new Set(leaveOut as readonly Id[]);
  const here = new Set(ids);
  const unknown = leaveOut.find((one) => !here.has(one));
  if (unknown !== undefined)
    throw new DataError(
      `expected the ids in { leaveOut } to be those of respondents, got ${quoted(unknown)}, which no one has`,
      { ...place, column: id },
    );
  const stays = ids.map((one) => !leaving.has(one));
  if (!stays.includes(true))
    throw new RangeError(`expected somebody to stay, got all ${ids.length} respondents in { leaveOut }`);
  return stays;
}

function requireNames(made: readonly MadeItem[], id: string, place: DataPlace): void {
  const seen = new Set([id]);
  for (const { item } of made) {
    if (seen.has(item.name))
      throw new DataError("expected items of different names, got one twice; rename a column", {
        ...place,
        column: item.name,
      });
    seen.add(item.name);
  }
}

/** Cells as they are, as numbers where all are; codes with leading zeros stay text. */
function plainCells(cells: readonly Value[]): readonly Value[] {
  const numbers = cells.map((cell) => (cell === null ? null : asNumber(cell)));
  const whole = cells.every((cell, i) => numbers[i] !== undefined && !/^\s*[-+]?0\d/.test(String(cell)));
  return whole ? (numbers as Value[]) : cells;
}
