import { closest, DataError, type DataPlace, quoted } from "../../errors.js";
import type { Value } from "../../table.js";
import { textOf } from "./answersGiven.js";
import { asNumber } from "./missingCodes.js";

/** Answers as numbers, and how many were written otherwise than their level. */
export interface Coded {
  readonly values: (number | null)[];
  readonly respelt: number;
}

/**
 * The code of each answer's level; null stays null. An answer is a level as it is written, else (where one fits) one in other capitals or
 * spaces, else the number of a level.
 *
 * @throws DataError where an answer is no level: the first of them with its row, and how many there are.
 */
export function codeLevels(
  cells: readonly Value[],
  levels: readonly string[],
  codes: readonly number[],
  place: DataPlace,
): Coded {
  const byText = new Map(levels.map((level, i) => [level, codes[i]!]));
  const byLoose = new Map<string, number | undefined>();
  levels.forEach((level, i) => {
    byLoose.set(looseText(level), byLoose.has(looseText(level)) ? undefined : codes[i]!);
  });
  const numbers = new Set(codes);
  const odd: { row: number; text: string }[] = [];
  let respelt = 0;
  const values = cells.map((cell, i) => {
    if (cell === null || cell === undefined) return null;
    const text = textOf(cell);
    const exact = byText.get(text);
    if (exact !== undefined) return exact;
    const near = byLoose.get(looseText(text));
    if (near !== undefined) {
      respelt++;
      return near;
    }
    const number = asNumber(cell);
    if (number !== undefined && numbers.has(number)) return number;
    odd.push({ row: i + 1, text });
    return null;
  });
  if (odd.length > 0) throw outsideLevels(odd, levels, place);
  return { values, respelt };
}

function outsideLevels(
  odd: readonly { row: number; text: string }[],
  levels: readonly string[],
  place: DataPlace,
): DataError {
  const { row, text } = odd[0]!;
  // "Agre" is in "Disagree", too: the level of nearly the same length goes first.
  const apart = (level: string) => Math.abs(level.length - text.length);
  const near = closest(
    text,
    [...levels].sort((a, b) => apart(a) - apart(b)),
  );
  const listed = levels
    .slice(0, 12)
    .map((level) => JSON.stringify(level))
    .join(", ");
  const more = odd.length === 1 ? "" : `; ${odd.length} answers are outside the levels`;
  const hint = near === undefined ? "" : ` Did they mean ${JSON.stringify(near)}?`;
  return new DataError(
    `expected one of the levels ${listed}${levels.length > 12 ? ", ..." : ""}, got ${JSON.stringify(text)}${more}.${hint} Correct it, add it to { levels }, or to { missing } where it is no answer`,
    { ...place, row },
  );
}

/** Numbers; null stays null. @throws DataError where an answer is none. */
export function codeNumbers(cells: readonly Value[], place: DataPlace): (number | null)[] {
  return cells.map((cell, i) => {
    if (cell === null || cell === undefined) return null;
    const value = asNumber(cell);
    if (value === undefined)
      throw new DataError(
        `expected a number, got ${quoted(cell)}; correct it, or add it to { missing } where it is no answer`,
        { ...place, row: i + 1 },
      );
    return value;
  });
}

/** Ranks: whole numbers from 1. @throws DataError where an answer is none. */
export function codeRanks(cells: readonly Value[], place: DataPlace): (number | null)[] {
  return codeNumbers(cells, place).map((rank, i) => {
    if (rank !== null && !(Number.isInteger(rank) && rank >= 1))
      throw new DataError(`expected a rank, a whole number from 1, got ${rank}`, { ...place, row: i + 1 });
    return rank;
  });
}

/**
 * For each choice whether each respondent took it, from one column that holds all choices taken. A choice may itself hold the
 * separator: choices are read so that all of the text is used up.
 *
 * @throws DataError where a text is no list of the choices.
 */
export function splitChoices(
  cells: readonly Value[],
  choices: readonly string[],
  separator: string,
  place: DataPlace,
): (number | null)[][] {
  const longest = choices.map((choice, j) => ({ choice, j })).sort((a, b) => b.choice.length - a.choice.length);
  const known = new Map<string, readonly number[] | undefined>();
  const columns = choices.map((): (number | null)[] => new Array<number | null>(cells.length).fill(null));
  const odd: { row: number; text: string }[] = [];
  cells.forEach((cell, i) => {
    if (cell === null || cell === undefined) return;
    const text = textOf(cell);
    if (!known.has(text)) known.set(text, takenIn(text, longest, separator.trim()));
    const taken = known.get(text);
    if (taken === undefined) odd.push({ row: i + 1, text });
    columns.forEach((column, j) => {
      column[i] = taken?.includes(j) === true ? 1 : 0;
    });
  });
  if (odd.length > 0) throw outsideChoices(odd, choices, separator, place);
  return columns;
}

function outsideChoices(
  odd: readonly { row: number; text: string }[],
  choices: readonly string[],
  separator: string,
  place: DataPlace,
): DataError {
  const { row, text } = odd[0]!;
  const more = odd.length === 1 ? "" : `; ${odd.length} answers hold others`;
  return new DataError(
    `expected choices among ${choices.map((choice) => JSON.stringify(choice)).join(", ")} with ${JSON.stringify(separator)} between, got ${JSON.stringify(text)}${more}. Add what people wrote themselves to { levels }, leave { levels } out so that whatever stands between is a choice, or name another { separator }`,
    { ...place, row },
  );
}

/** The choices that a text lists, or undefined; places from which nothing fits are tried once. */
function takenIn(
  text: string,
  longest: readonly { choice: string; j: number }[],
  separator: string,
): readonly number[] | undefined {
  const dead = new Set<number>();
  const from = (start: number): number[] | undefined => {
    if (dead.has(start)) return undefined;
    for (const { choice, j } of longest) {
      if (choice === "" || !text.startsWith(choice, start)) continue;
      let end = start + choice.length;
      while (text[end] === " ") end++;
      if (end === text.length) return [j];
      if (!text.startsWith(separator, end)) continue;
      end += separator.length;
      while (text[end] === " ") end++;
      // Microsoft Forms ends the list with a separator.
      if (end === text.length) return [j];
      const rest = from(end);
      if (rest !== undefined) return [j, ...rest];
    }
    dead.add(start);
    return undefined;
  };
  return from(0);
}

/** A text without what does not tell it from another: capitals, spaces, forms of the apostrophe. */
export function looseText(text: string): string {
  return text.normalize("NFKC").replace(/[’‘]/g, "'").replace(/\s+/g, " ").trim().toLowerCase();
}
