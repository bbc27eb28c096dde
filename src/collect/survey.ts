import type { Relation } from "../engine/relation.js";
import { closest, DataError, type DataPlace, quoted, requireOptions } from "../errors.js";
import type { Id } from "../matrix.js";
import { counted, percent } from "../readable.js";
import { type Row, type Table, type TableLike, tableOf, type Value } from "../table.js";
import { findIds, type Ids } from "./survey/findIds.js";
import { type Item, type ItemDeclaration, kinds } from "./survey/item.js";
import { loadSurvey } from "./survey/loadSurvey.js";
import { type MadeItem, makeItems } from "./survey/makeItems.js";
import { asNumber, findMissing, missingAnswers } from "./survey/missingCodes.js";
import { type Answered, proposeKinds, textOf } from "./survey/proposeKinds.js";
import type { RawColumn } from "./survey/rawSurvey.js";

/** Options of `survey`. */
export interface SurveyOptions {
  /** The column that names the respondents; found by its name where absent, else the rows are numbered. */
  id?: string;
  /**
   * What is known of the items, by the name of their column (in the file or in the result). Columns that are not named are items too, with a kind
   * that is proposed from the data; a list of names makes only these columns items.
   */
  items?: Readonly<Record<string, ItemDeclaration>> | readonly string[];
  /** Columns that are no items although they look so, such as a duration; they go to `about`. */
  about?: readonly string[];
  /**
   * What stands for no answer, besides empty cells. By default the usual texts ("Prefer not to say", "N/A", "Don't know", ...), and the usual numbers (-1, -99, 99, ...)
   * where the other answers are whole numbers from 0 to 11; numbers that are given here count in all items. A declared level is never missing.
   */
  missing?: readonly (string | number)[];
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
  /** What was counted as no answer: a row a code and item. "(empty)" is an empty cell. */
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
 * "yes" are 0 and 1; whole numbers are a scale where at least three columns have the same range; brackets such as "18-29" are ordered; other
 * texts are a "choice" without an order, or "open" where hardly two are equal. Scales in other languages have to be declared:
 * `{ levels: ["stimme nicht zu", "teils", "stimme zu"] }`, lowest first.
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
  requireOptions(options, known, "survey");
  const declared = declarations(options.items);
  const raw = await loadSurvey(source as string | TableLike | Relation);
  const place: DataPlace = raw.file === undefined ? {} : { file: raw.file };
  const found = findIds(raw.columns, raw.rows, options.id, place);
  const only = Array.isArray(options.items);
  const byColumn = matchColumns(declared, raw.columns, "items", place);
  const set = matchColumns(new Map((options.about ?? []).map((name) => [name, {}])), raw.columns, "about", place);
  const stays = staying(found, options.leaveOut ?? [], place);
  const ofStaying = <V>(values: readonly V[]) => values.filter((_, i) => stays[i]);
  const ids = ofStaying(found.ids);
  const rest = raw.columns.filter((column) => column !== found.column);
  const isAbout = (column: RawColumn) => set.has(column) || (!byColumn.has(column) && (only || column.about === true));
  const asked = rest.filter((column) => !isAbout(column));
  if (asked.length === 0) throw new DataError("expected at least one item, found none", place);

  const missing: { item: string; code: string; count: number }[] = [];
  const answered = asked.map(
    (column): Answered => ({
      raw: column,
      cells: withoutMissing(column, byColumn.get(column) ?? {}, options.missing, stays, missing),
    }),
  );
  const proposals = proposeKinds(answered);
  // What the answers mean does not hang on who stays, so all of them are read.
  const made = answered.flatMap(({ raw: column, cells }, j) =>
    makeItems(column, cells, byColumn.get(column) ?? {}, proposals[j]!, { ...place, column: column.header }).map(
      (one): MadeItem => ({ ...one, values: ofStaying(one.values) }),
    ),
  );
  requireNames(made, found.id, place);
  const notes = [...raw.notes, ...(found.note === undefined ? [] : [found.note])];
  const filled = fillChoices(made, notes);
  const beside = rest.filter(isAbout);
  if (beside.length > 0 && set.size < beside.length)
    notes.push(`no answers, and so in { about }: ${beside.map(({ name }) => name).join(", ")}`);
  for (const { item, notes: more } of filled) notes.push(...more.map((note) => `${item.name}: ${note}`));
  const { empty, warnings } = findBad(filled, ids);
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

const known = { id: true, items: true, about: true, missing: true, leaveOut: true } satisfies Record<
  keyof SurveyOptions,
  true
>;

const declarable = {
  kind: true,
  levels: true,
  codes: true,
  question: true,
  scale: true,
  reversed: true,
  of: true,
  missing: true,
  separator: true,
} satisfies Record<keyof ItemDeclaration, true>;

/** The declarations by name, each checked. */
function declarations(items: SurveyOptions["items"] = {}): Map<string, ItemDeclaration> {
  if (Array.isArray(items)) return new Map((items as readonly string[]).map((name) => [name, {}]));
  if (typeof items !== "object" || items === null)
    throw new TypeError(
      `expected items such as { q1: { kind: "likert", levels: [...] } } or a list of names, got ${items}`,
    );
  const entries = Object.entries(items as Readonly<Record<string, ItemDeclaration>>);
  for (const [name, declared] of entries) {
    requireOptions(declared, declarable, `item ${JSON.stringify(name)}`);
    const { kind, levels, codes } = declared;
    if (kind !== undefined && !kinds.includes(kind))
      throw new RangeError(
        `expected the kind of ${JSON.stringify(name)} to be one of ${kinds.join(", ")}, got ${JSON.stringify(kind)}`,
      );
    if (levels !== undefined && (!Array.isArray(levels) || levels.some((level) => typeof level !== "string")))
      throw new TypeError(`expected levels of ${JSON.stringify(name)} to be a list of texts, lowest first`);
    if (levels !== undefined && (levels.length < 2 || new Set(levels).size < levels.length))
      throw new RangeError(
        `expected at least two levels of ${JSON.stringify(name)}, all different, got ${JSON.stringify(levels)}`,
      );
    if (
      codes !== undefined &&
      (codes.length !== levels?.length || !codes.every(Number.isFinite) || new Set(codes).size < codes.length)
    )
      throw new RangeError(
        `expected codes of ${JSON.stringify(name)} to be as many different numbers as it has levels, got ${JSON.stringify(codes)}`,
      );
  }
  return new Map(entries);
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

/** The cells of an item with null where nobody answered; what was taken for that is counted. */
function withoutMissing(
  column: RawColumn,
  declared: ItemDeclaration,
  general: readonly (string | number)[] | undefined,
  stays: readonly boolean[],
  counts: { item: string; code: string; count: number }[],
): Value[] {
  const codes = declared.missing ?? general;
  const levels = new Set((declared.levels ?? []).map((level) => level.toLowerCase()));
  const declaredCodes = new Set(declared.codes ?? []);
  const isLevel = (cell: Value) =>
    levels.has(textOf(cell).toLowerCase()) || declaredCodes.has(asNumber(cell) ?? Number.NaN);
  const find = findMissing(
    codes ?? missingAnswers,
    codes !== undefined || (column.isMissing === undefined && isRated(column.cells)),
  );
  const found = new Map<string, number>();
  const cells = column.cells.map((cell, i) => {
    const own = column.isMissing?.(cell) === true ? String(cell) : undefined;
    const code = cell !== null && isLevel(cell) ? undefined : (own ?? find(cell));
    if (code === undefined) return cell;
    if (stays[i]) found.set(code, (found.get(code) ?? 0) + 1);
    return null;
  });
  for (const [code, count] of [...found].sort(([a], [b]) => (a < b ? -1 : 1)))
    counts.push({ item: column.name, code, count });
  return cells;
}

/** Whether all numbers but the usual codes are whole and from 0 to 11: then 99 is a code and no value. */
function isRated(cells: readonly Value[]): boolean {
  const codes = new Set(missingAnswers);
  let rated = 0;
  for (const cell of cells) {
    const value = cell === null ? undefined : asNumber(cell);
    if (value === undefined || codes.has(value)) continue;
    if (!Number.isInteger(value) || value < 0 || value > 11) return false;
    rated++;
  }
  return rated > 0;
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

/** Who ticked one of several choices did not take the others; who ticked none did not answer. */
function fillChoices(made: readonly MadeItem[], notes: string[]): MadeItem[] {
  const questions = new Map<string, MadeItem[]>();
  for (const one of made)
    if (one.item.kind === "multiple" && one.item.of !== undefined)
      questions.set(one.item.of, [...(questions.get(one.item.of) ?? []), one]);
  const filled = new Map<MadeItem, MadeItem>();
  for (const [of, group] of questions) {
    let nobody = 0;
    const rows = group[0]!.values.length;
    const silent = Array.from({ length: rows }, (_, i) => {
      const none = group.every(({ values }) => values[i] === null);
      if (none) nobody++;
      return none;
    });
    let changed = false;
    for (const one of group) {
      changed ||= one.values.some((value, i) => value === null && !silent[i]);
      filled.set(one, { ...one, values: one.values.map((value, i) => (value === null && !silent[i] ? 0 : value)) });
    }
    if (changed || nobody > 0)
      notes.push(
        `${of}: an empty cell is a choice not taken where another was; ${counted(nobody, "respondent")} took none and ${nobody === 1 ? "has" : "have"} no answer`,
      );
  }
  return made.map((one) => filled.get(one) ?? one);
}

/** Respondents without answers, and items that tell nothing. */
function findBad(made: readonly MadeItem[], ids: readonly Id[]): { empty: Id[]; warnings: string[] } {
  const warnings: string[] = [];
  const empty = ids.filter((_, i) => made.every(({ values }) => values[i] === null));
  if (empty.length > 0)
    warnings.push(
      `${counted(empty.length, "respondent")} of ${ids.length} (${percent(empty.length / ids.length)}) answered nothing: ${listed(empty)}`,
    );
  const nobody = made.filter(({ values }) => values.every((value) => value === null));
  if (nobody.length > 0) warnings.push(`nobody answered ${listed(nobody.map(({ item }) => item.name))}`);
  const constant = made.filter(({ item, values }) => {
    const given = values.filter((value) => value !== null);
    return item.kind !== "open" && given.length > 1 && given.every((value) => value === given[0]);
  });
  if (constant.length > 0)
    warnings.push(
      `everybody gave the same answer to ${listed(constant.map(({ item }) => item.name))}: a constant tells nobody from anybody`,
    );
  const ranked = new Map<string, MadeItem[]>();
  for (const one of made)
    if (one.item.kind === "ranking" && one.item.of !== undefined)
      ranked.set(one.item.of, [...(ranked.get(one.item.of) ?? []), one]);
  for (const [of, group] of ranked) {
    const tied = ids.filter((_, i) => {
      const ranks = group.map(({ values }) => values[i]).filter((rank) => rank !== null);
      return new Set(ranks).size < ranks.length;
    });
    if (tied.length > 0)
      warnings.push(`${counted(tied.length, "respondent")} gave a rank of ${of} twice: ${listed(tied)}`);
  }
  return { empty, warnings };
}

function listed(names: readonly Id[]): string {
  return `${names.slice(0, 8).join(", ")}${names.length > 8 ? `, and ${names.length - 8} more` : ""}`;
}

/** Cells as they are, as numbers where all are; codes with leading zeros stay text. */
function plainCells(cells: readonly Value[]): readonly Value[] {
  const numbers = cells.map((cell) => (cell === null ? null : asNumber(cell)));
  const whole = cells.every((cell, i) => numbers[i] !== undefined && !/^\s*[-+]?0\d/.test(String(cell)));
  return whole ? (numbers as Value[]) : cells;
}
