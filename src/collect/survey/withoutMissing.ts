import { DataError, type DataPlace } from "../../errors.js";
import { counted } from "../../readable.js";
import type { Value } from "../../table.js";
import { type Answered, textOf } from "./answersGiven.js";
import { inRows } from "./inRows.js";
import type { ItemDeclaration } from "./item.js";
import { asNumber, type FindMissing, findMissing, missingAnswers } from "./missingCodes.js";
import { isRating, isWithin, type Range, rangeOf, ratingRanges } from "./ratingRanges.js";
import type { RawColumn } from "./rawSurvey.js";

/** Columns with null where nobody answered, and what was counted as that. */
export interface WithoutMissing {
  readonly answered: readonly Answered[];
  readonly missing: readonly { item: string; code: string; count: number }[];
  /** What looks like a code and was not counted. */
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
}

/** What the numbers of a column are apart from the usual codes. */
interface Numbers {
  /** How often each was given. */
  readonly counts: ReadonlyMap<number, number>;
  /** All of them, ascending. */
  readonly distinct: readonly number[];
  readonly total: number;
  /** How often each usual code was given. */
  readonly codes: ReadonlyMap<number, number>;
}

/** A rating that several other columns share, and the few answers of this one outside it. */
interface Stray {
  readonly range: Range;
  readonly others: number;
  readonly values: readonly number[];
  /** Whether they can be no points of a somewhat longer scale, and so count as no answer. */
  readonly far: boolean;
}

/**
 * The answers with null where nobody answered. What stands for that are the codes declared for the item, else those of the survey, else the usual ones, and what the file says. Usual
 * numbers count where the other answers are whole numbers from 0 to 11, where all but a few are on the scale of at least two other columns, and where the file has labels for most answers and none
 * for this one. A level that is declared, or labelled in the file, is no code unless the codes are declared. Answers far outside a scale that the others of the column share with other columns, such as 44 among
 * 1 to 5, count as none, too: a warning names them.
 *
 * @throws DataError where a cell is NaN or infinite.
 */
export function withoutMissing(
  columns: readonly RawColumn[],
  declaredOf: (column: RawColumn) => ItemDeclaration,
  general: readonly (string | number)[] | undefined,
  stays: readonly boolean[],
  place: DataPlace,
): WithoutMissing {
  const missing: { item: string; code: string; count: number }[] = [];
  const notes: string[] = [];
  const warnings: string[] = [];
  const numbers = columns.map((column) => numbersOf(column, declaredOf(column).missing ?? general, place));
  const strays = straysOf(numbers).map((stray, j) => {
    const { kind = "likert", levels } = declaredOf(columns[j]!);
    return kind === "likert" && levels === undefined ? stray : undefined;
  });
  const answered = columns.map((raw, j): Answered => {
    const declared = declaredOf(raw);
    const codes = declared.missing ?? general;
    const levels = new Set((declared.levels ?? []).map((level) => level.toLowerCase()));
    const declaredCodes = new Set(declared.codes ?? []);
    const isLevel = (cell: Value) =>
      levels.has(textOf(cell).toLowerCase()) || declaredCodes.has(asNumber(cell) ?? Number.NaN);
    const isUsual = findMissing(missingAnswers, false);
    const labels = raw.labels?.filter(
      ({ code, label }) => label !== "" && (isUsual(label) === undefined || isLevel(label) || isLevel(code)),
    );
    const labelled = new Set((labels ?? []).map(({ code }) => String(code)));
    const noAnswer = new Map(
      (raw.labels ?? [])
        .filter(({ code, label }) => label !== "" && !labelled.has(String(code)))
        .map(({ code, label }) => [String(code), `${code} (${label})`]),
    );
    const rated = isRating(numbers[j]!.distinct, 1) || strays[j] !== undefined;
    const usual = findMissing(missingAnswers, raw.isMissing === undefined && (rated || isMostly(labelled, raw.cells)));
    const ofFile: FindMissing = (cell) => (labelled.has(String(cell)) ? undefined : usual(cell));
    const ofCodes = codes === undefined ? ofFile : findMissing(codes, true);
    const stray = labelled.size === 0 ? strays[j] : undefined;
    const far = new Set(stray?.far === true ? stray.values : []);
    const find: FindMissing = (cell) =>
      ofCodes(cell) ?? (far.has(asNumber(cell) ?? Number.NaN) ? textOf(cell) : undefined);
    const found = new Map<string, number>();
    const cells = raw.cells.map((cell, i) => {
      const own = raw.isMissing?.(cell) === true ? String(cell) : noAnswer.get(String(cell));
      const code = cell !== null && isLevel(cell) ? undefined : (own ?? find(cell));
      if (code === undefined) return cell;
      if (stays[i]) found.set(code, (found.get(code) ?? 0) + 1);
      return null;
    });
    for (const [code, count] of [...found].sort(([a], [b]) => (a < b ? -1 : 1)))
      missing.push({ item: raw.name, code, count });
    if (codes !== undefined)
      notes.push(...replaced(raw.name, cells, (cell) => (isLevel(cell) ? undefined : ofFile(cell))));
    if (stray !== undefined) warnings.push(outside(raw, stray));
    if (codes === undefined && !rated && labelled.size === 0) warnings.push(...apart(raw.name, cells, numbers[j]!));
    return { raw: labels === undefined ? raw : withLabels(raw, labels), cells };
  });
  return { answered, missing, notes, warnings };
}

function withLabels({ labels: _, ...raw }: RawColumn, labels: NonNullable<RawColumn["labels"]>): RawColumn {
  return labels.length === 0 ? raw : { ...raw, labels };
}

function numbersOf(
  { cells, isMissing, header }: RawColumn,
  declared: readonly (string | number)[] | undefined,
  place: DataPlace,
): Numbers {
  const usual = new Set(missingAnswers);
  const own = new Set(declared);
  const counts = new Map<number, number>();
  const codes = new Map<number, number>();
  let total = 0;
  cells.forEach((cell, i) => {
    if (typeof cell === "number" && !Number.isFinite(cell))
      throw new DataError(`expected a finite number, got ${cell}; correct the value or make it null (missing)`, {
        ...place,
        row: i + 1,
        column: header,
      });
    const value = cell === null ? undefined : asNumber(cell);
    if (value === undefined || own.has(value) || isMissing?.(cell!) === true) return;
    if (usual.has(value)) {
      codes.set(value, (codes.get(value) ?? 0) + 1);
      return;
    }
    counts.set(value, (counts.get(value) ?? 0) + 1);
    total++;
  });
  return { counts, distinct: [...counts.keys()].sort((a, b) => a - b), total, codes };
}

/**
 * For each column the rating that it shares with at least two others but for a few of its answers (one, or 5 %). Columns count for a rating by the bulk of their answers, so that typing errors in several
 * do not hide it from all.
 */
function straysOf(numbers: readonly Numbers[]): (Stray | undefined)[] {
  const bulks = numbers.map(bulkOf);
  const ranges = ratingRanges(bulks, 2);
  return numbers.map(({ counts, distinct, total }, j): Stray | undefined => {
    const own = ranges.find(({ columns }) => columns.includes(j));
    if (own !== undefined && own.columns.length > 2) {
      const values = distinct.filter((value) => !bulks[j]!.includes(value));
      return values.length === 0 ? undefined : { range: own.range, others: own.columns.length - 1, values, far: true };
    }
    for (const { range, columns } of ranges) {
      // Two columns are a scale with a third that fits but for what a longer scale could have, too.
      if (columns.length < 3 && (own !== undefined || !isRating(distinct))) continue;
      const values = distinct.filter((value) => !Number.isInteger(value) || !isWithin(rangeOf([value]), range));
      if (values.length === 0) return undefined;
      const inside = distinct.filter((value) => !values.includes(value));
      if (isRating(inside) && isFew(values, counts, total))
        return { range, others: columns.length, values, far: values.every((value) => isFar(value, range)) };
    }
    return undefined;
  });
}

/** The numbers of a column without the few that lie far outside the others, where these are a rating. */
function bulkOf({ counts, distinct, total }: Numbers): readonly number[] {
  const inside = distinct.filter((value) => isRating([value], 1));
  const others = distinct.filter((value) => !isRating([value], 1));
  if (!isRating(inside) || !isFew(others, counts, total)) return distinct;
  return others.every((value) => isFar(value, rangeOf(inside))) ? inside : distinct;
}

function isFew(values: readonly number[], counts: ReadonlyMap<number, number>, total: number): boolean {
  return values.reduce((sum, value) => sum + counts.get(value)!, 0) <= Math.max(1, total / 20);
}

/** Whether a number is no point of a scale nor of one that goes on a little: not whole, above 11, or below 0, and apart by half of what the scale spreads over. */
function isFar(value: number, { low, high }: Range): boolean {
  if (isRating([value], 1)) return false;
  const apart = (high - low) / 2;
  return value > high + apart || value < low - apart || (value > low && value < high);
}

/** Whether most of the answers are among the codes that the file has labels for. */
function isMostly(labelled: ReadonlySet<string>, cells: readonly Value[]): boolean {
  const given = cells.filter((cell) => cell !== null);
  return labelled.size > 1 && given.filter((cell) => labelled.has(String(cell))).length > given.length / 2;
}

/** Usual codes that were given and do not count, since others were declared. */
function replaced(name: string, cells: readonly Value[], find: FindMissing): string[] {
  const found = new Map<string, number>();
  for (const cell of cells) {
    const code = cell === null ? undefined : find(cell);
    if (code !== undefined) found.set(code, (found.get(code) ?? 0) + 1);
  }
  return [...found].map(
    ([code, count]) =>
      `${name}: ${JSON.stringify(code)} (${counted(count, "answer")}) counts as an answer, since { missing } replaces the usual codes; add it there if it is none`,
  );
}

function outside({ name, cells }: RawColumn, { range, others, values, far }: Stray): string {
  const given = values.map((value) => {
    const rows = cells.flatMap((cell, i) => (cell !== null && asNumber(cell) === value ? [i + 1] : []));
    return `${value} (${counted(rows.length, "answer")}, ${inRows(rows)})`;
  });
  const one = values.length === 1;
  const so = far
    ? `and ${one ? "counts" : "count"} as no answer; correct it, or declare { levels }, { missing } or { kind: "number" }`
    : `and ${one ? "counts" : "count"} as an answer, so that the items may be numbers and no scale; correct it, or declare { levels } or { missing }`;
  return `${name}: ${given.join(", ")} ${one ? "is" : "are"} outside ${range.low} to ${range.high} of ${others} other items ${so}`;
}

/** Usual codes among numbers of any size: negative ones where no other is, and ones beyond the others by half of what these spread over. */
function apart(name: string, cells: readonly Value[], { distinct, codes }: Numbers): string[] {
  if (distinct.length < 2 || cells.some((cell) => cell !== null && asNumber(cell) === undefined)) return [];
  const { low, high } = rangeOf(distinct);
  const far = [...codes.keys()]
    .filter((code) => (code < 0 && low >= 0) || code > high + (high - low) / 2 || code < low - (high - low) / 2)
    .sort((a, b) => a - b);
  if (far.length === 0) return [];
  const listed = far.map((code) => `${code} (${counted(codes.get(code)!, "answer")})`).join(", ");
  return [
    `${name}: ${listed} ${far.length === 1 ? "lies" : "lie"} apart from the other numbers, ${low} to ${high}, and ${far.length === 1 ? "counts as an answer" : "count as answers"}; declare { missing: [${far.join(", ")}] } of the item if it is none`,
  ];
}
