import { group } from "d3-array";
import { counted } from "../../readable.js";
import type { Answered, Given } from "./answersGiven.js";
import type { Proposal } from "./proposal.js";
import { isRating, isWithin, type Range, rangeOf, ratingRanges } from "./ratingRanges.js";
import { wholeRange } from "./wholeRange.js";

/**
 * The kind of each column that holds numbers only; undefined for the others. Whole numbers are a rating where other columns of the question, or two columns elsewhere,
 * have the same ones. Where nobody gave the lowest or the highest, the name tells: q4 with 2 to 5 is on the scale of q1 to q3 with 1 to 5.
 */
export function proposeNumbers(columns: readonly Answered[], given: readonly Given[]): (Proposal | undefined)[] {
  const all = given.map(({ numbers }) => numbers);
  const places = columns.map((_, j) => j).filter((j) => all[j] !== undefined);
  const questions = group(places, (j) => columns[j]!.raw.of);
  const series = group(places, (j) => seriesOf(columns[j]!));
  const short = all.map((numbers) => (isRating(numbers, 2) ? rangeOf(numbers) : undefined));
  const ranges = ratingRanges(all, 2);
  const shared = ranges.filter((one) => one.columns.length > 2);
  return columns.map(({ raw }, j): Proposal | undefined => {
    const numbers = all[j];
    if (numbers === undefined) return undefined;
    const range = rangeOf(numbers);
    const { low, high } = range;
    if (low >= 0 && high <= 1 && numbers.every(Number.isInteger))
      return { kind: "binary", levels: ["0", "1"], codes: [0, 1], because: "only 0 and 1" };
    if (numbers.length === 2 && low === 1 && high === 2)
      return {
        kind: "binary",
        levels: ["1", "2"],
        codes: [1, 2],
        because: "only 1 and 2",
        note: "1 and 2 keep their numbers; which means yes has to be declared",
      };
    const number: Proposal = { kind: "number", because: `numbers from ${low} to ${high}` };
    if (short[j] === undefined) return number;
    if (isRating(numbers)) {
      const same = shared.find((one) => one.columns.includes(j));
      const matrix = raw.of === undefined ? [j] : questions.get(raw.of)!.filter((i) => isRating(all[i]));
      const spread = rangeOf(matrix.flatMap((i) => all[i]!).sort((a, b) => a - b));
      if (same !== undefined || matrix.length > 1)
        return likert(spread, Math.max(same?.columns.length ?? 0, matrix.length) - 1);
    }
    // Of the columns named alike those that lie within the range: two have all of it, this one need not.
    const names = seriesOf(columns[j]!);
    const alike = names === undefined ? [] : series.get(names)!;
    for (const { range: wide, columns: exact } of ranges) {
      const within = alike.filter((i) => short[i] !== undefined && isWithin(short[i], wide));
      if (!within.includes(j) || within.length < 3 || !exact.some((i) => alike.includes(i))) continue;
      return { ...likert(wide, within.length - 1), ...unseen(wide, range, columns[exact[0]!]!.raw.name) };
    }
    const wider = isRating(numbers) ? shared.find((one) => isWithin(range, one.range)) : undefined;
    return wider === undefined
      ? number
      : {
          ...number,
          note: `${low} to ${high} lies within ${wider.range.low} to ${wider.range.high} of ${counted(wider.columns.length, "other item")}: if it is on their scale, declare { kind: "likert", levels }`,
        };
  });
}

/** What is left of a numbered name; undefined where it has no number. */
function seriesOf({ raw }: Answered): string | undefined {
  return /\d/.test(raw.name) ? raw.name.replace(/\d+/g, "#") : undefined;
}

function likert(range: Range, others: number): Proposal {
  const codes = wholeRange(range);
  return {
    kind: "likert",
    levels: codes.map(String),
    codes,
    because: `whole numbers from ${range.low} to ${range.high}, as in ${counted(others, "other item")}`,
  };
}

function unseen(wide: Range, own: Range, from: string): { note?: string } {
  const beyond = wholeRange(wide).filter((code) => code < own.low || code > own.high);
  return beyond.length === 0
    ? {}
    : {
        note: `nobody answered ${beyond.join(", ")}: the level is taken from other items, such as ${from}; declare levels if it was not offered`,
      };
}
