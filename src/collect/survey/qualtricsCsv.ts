import { group } from "d3-array";
import type { Value } from "../../table.js";
import { asNumber } from "./missingCodes.js";
import { plainText } from "./plainText.js";
import { isQualtricsMetadata, qualtricsMetadata } from "./qualtricsMetadata.js";
import type { RawColumn } from "./rawSurvey.js";

/** The rows of a table above its first respondent, and what was guessed to find them. */
export interface HeaderRows {
  readonly rows: 0 | 1 | 2;
  readonly notes: readonly string[];
}

/**
 * How many of the first rows of the data are header: 2 with the row of ImportIds, 1 with the question texts only, 0 where it is no Qualtrics export. The
 * row of texts is told by what Qualtrics writes below its own columns: in English the known words, in the exports of before 2017 the names that stand for V1, V2 and
 * on, in any language words where all below are dates or numbers, in a row without any of these. That is a guess, which a note says.
 */
export function qualtricsHeaderRows(names: readonly string[], columns: readonly (readonly Value[])[]): HeaderRows {
  const cell = (row: number, j: number) => String(columns[j]![row] ?? "").trim();
  const isImport = (row: number) => {
    const filled = names.map((_, j) => cell(row, j)).filter((text) => text !== "");
    return filled.length > 0 && filled.every((text) => /^\{\s*"+ImportId"+\s*:/.test(text));
  };
  const rows = (count: 0 | 1 | 2): HeaderRows => ({ rows: count, notes: [] });
  if (isImport(1)) return rows(2);
  if (isImport(0)) return rows(1);
  if (isClassic(names, columns)) return rows(1);
  const known = names.flatMap((name, j) => (qualtricsMetadata.has(name) ? [j] : []));
  if (known.length < 2) return rows(0);
  const repeated = known.every((j) => [names[j], qualtricsMetadata.get(names[j]!)].includes(cell(0, j)));
  if (repeated) return rows(1);
  const words = known.filter((j) => isWordAboveFigures(columns[j]!));
  if (words.length < 2 || columns.some((cells) => isFigure(cells[0]!))) return rows(0);
  const listed = words.map((j) => `${JSON.stringify(cell(0, j))} in ${names[j]}`).join(", ");
  return {
    rows: 1,
    notes: [
      `the first row is taken for the question texts of a Qualtrics export, since it has ${listed} above dates and numbers; if it is a respondent, rename these columns`,
    ],
  };
}

/** Names of the columns: V1, V2 and on of a classic export have theirs in the row below. */
export function qualtricsNames(names: readonly string[], columns: readonly (readonly Value[])[]): string[] {
  if (!isClassic(names, columns)) return [...names];
  const taken = new Set(names);
  return names.map((name, j) => {
    const below = String(columns[j]![0] ?? "").trim();
    if (!/^V\d+$/.test(name) || below === "" || taken.has(below)) return name;
    taken.add(below);
    return below;
  });
}

function isClassic(names: readonly string[], columns: readonly (readonly Value[])[]): boolean {
  const below = names.flatMap((name, j) => (/^V\d+$/.test(name) ? [columns[j]![0]] : []));
  return below.includes("ResponseID") && below.includes("ResponseSet");
}

function isFigure(value: Value): boolean {
  return (
    value instanceof Date ||
    asNumber(value) !== undefined ||
    /^\d{1,4}[-./]\d{1,2}[-./]\d{1,4}\b/.test(String(value).trim())
  );
}

function isWordAboveFigures(cells: readonly Value[]): boolean {
  const [first, ...rest] = cells;
  const below = rest.filter((value) => value !== null && value !== "");
  return (
    first !== null &&
    first !== undefined &&
    first !== "" &&
    !isFigure(first) &&
    below.length > 0 &&
    below.every(isFigure)
  );
}

/** The columns of a Qualtrics export below its header rows: texts without HTML, matrix and choice columns joined to their question. */
export function qualtricsColumns(
  names: readonly string[],
  texts: readonly string[],
  columns: readonly (readonly Value[])[],
): RawColumn[] {
  const questions = texts.map(plainText);
  const parts = names.map((name, j) => partOf(name, questions[j]!));
  const members = group(
    names.map((_, j) => j).filter((j) => !parts[j]!.written),
    (j) => parts[j]!.of,
  );
  return names.map((name, j): RawColumn => {
    const text = questions[j]!;
    const { of, written } = parts[j]!;
    const about = isQualtricsMetadata(name, names);
    const together = of === undefined ? [] : (members.get(of) ?? []);
    const alone = together.length < 2 && !written;
    const stem = alone || written ? undefined : commonStem(together.map((i) => questions[i]!));
    const question = stem === undefined ? text : text.slice(stem.length).replace(/^ ?[-–:] /, "");
    return {
      name,
      header: name,
      cells: columns[j]!,
      ...(text === "" ? {} : { question: withoutSelected(question) }),
      ...(stem === undefined ? {} : { stem: withoutSelected(stem) }),
      ...(of === undefined || alone ? {} : { of }),
      ...(written ? { written } : {}),
      ...(about ? { about } : {}),
    };
  });
}

/** "Q5_1" belongs to Q5; "Q3_5_TEXT" and "Q3_TEXT" are what people wrote beside Q3. */
function partOf(name: string, question: string): { of?: string; written: boolean } {
  const text = /^(.+?)(?:_\d+)?_TEXT$/.exec(name);
  if (text !== null) return { of: text[1]!, written: true };
  const member = /^(.+?)(?:_\d+)+$/.exec(name) ?? /^(.+?)#\d+(?:_\d+)*$/.exec(name);
  return member === null || !(/ - /.test(question) || /^Q/i.test(name))
    ? { written: false }
    : { of: member[1]!, written: false };
}

/** What all texts of a question begin with, up to a " - ". */
function commonStem(texts: readonly string[]): string | undefined {
  const first = texts[0]!;
  for (let at = first.lastIndexOf(" - "); at > 0; at = first.lastIndexOf(" - ", at - 1)) {
    const stem = first.slice(0, at);
    if (texts.every((text) => text.startsWith(`${stem} - `))) return stem;
  }
  return undefined;
}

function withoutSelected(text: string): string {
  return text.replace(/ - Selected Choice$/, "");
}
