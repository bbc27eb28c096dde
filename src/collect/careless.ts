import { DataError, requireColumn, requireOptions, requireResult } from "../errors.js";
import type { Id } from "../matrix.js";
import { chiSquaredTail } from "../numeric/chiSquaredTail.js";
import { counted, percent, readable } from "../readable.js";
import { finiteNumbers, type Table, tableOf, type Value } from "../table.js";
import { evenOdd, itemPairs, withinPairs } from "./careless/answerPairs.js";
import { longestRun } from "./careless/responseRuns.js";
import { squaredDistances } from "./careless/squaredDistances.js";
import type { Item } from "./survey/item.js";
import type { Survey } from "./survey.js";

/** Options of `careless`. Each limit decides who is flagged; the figures themselves are in the result. */
export interface CarelessOptions {
  /** The items to look at, in the order in which they were asked; by default all Likert items. */
  items?: readonly string[];
  /** Equal answers in a row that are flagged; by default half of the longest row of items with the same levels, and at least 5. */
  longString?: number;
  /** The standard deviation of a respondent's answers below which it is flagged; by default three (scaled) median deviations below the median of all. */
  leastVariability?: number;
  /** How long each respondent took, in seconds: a column of the survey, or a number each (null or NaN: not known). By default the duration of a Qualtrics export. */
  seconds?: string | ArrayLike<number | null>;
  /** Seconds for an item below which answers are too fast (Huang et al. 2012: nobody reads an item in less than 2). */
  secondsPerItem?: number;
  /** The least correlation, over all respondents, of two items that should be answered alike (or, if negative, the opposite way). */
  pairCorrelation?: number;
  /** The even-odd consistency below which a respondent is flagged (needs at least three scales). */
  leastConsistency?: number;
  /** Items that say what to answer, such as "choose Agree here", and the right answers: levels or codes. */
  instructed?: Readonly<Record<string, string | number | readonly (string | number)[]>>;
  /** Items about what does not exist, such as an invented brand or word, and the answers that claim to know it: levels or codes. */
  impossible?: Readonly<Record<string, string | number | readonly (string | number)[]>>;
  /** Whether answers far from all others (Mahalanobis distance) are flagged, too: rare is not careless, so not by default. */
  mahalanobis?: boolean;
  /** The probability below which a distance is too large. */
  alpha?: number;
}

/** The rules, in the order in which they are tried. */
export type CarelessRule =
  | "long string"
  | "low variability"
  | "too fast"
  | "inconsistent synonyms"
  | "inconsistent antonyms"
  | "inconsistent halves"
  | "wrong instructed answer"
  | "impossible answer"
  | "far from others";

/** One respondent. Figures that could not be computed are null. */
export interface CarelessRow {
  /** How many rules the respondent breaks. */
  flags: number;
  /** Which, and why, in words; empty where none. */
  reasons: string;
  longString: number;
  variability: number | null;
  secondsPerItem: number | null;
  synonyms: number | null;
  antonyms: number | null;
  evenOdd: number | null;
  distance: number | null;
}

/** Who seems to have answered without reading, why, and by which rules. */
export interface Careless {
  /** A row a respondent, in the order of the survey: the id, then `CarelessRow`. */
  readonly table: Table;
  /** A row a rule: its limit, how many it was applied to and how many it flags, and what it looks at, in words. */
  readonly rules: Table<{ rule: string; limit: number | null; judged: number; flagged: number; meaning: string }>;
  /** The ids of those with at least one flag. */
  readonly flagged: readonly Id[];
  /** The items that were looked at. */
  readonly items: readonly string[];
  /** What could not be judged and why, in words. */
  readonly notes: readonly string[];
}

/** A rule applied: who breaks it (a reason), who does not (""), and who cannot be judged (undefined). */
interface Applied {
  readonly rule: CarelessRule;
  readonly limit: number | null;
  readonly meaning: string;
  readonly reasons: readonly (string | undefined)[];
}

/**
 * Flags respondents who seem to have answered without reading, each with its reasons in words. Nobody is dropped: a flag is a reason to look, and two
 * are a better one.
 *
 * Looks at the longest run of equal answers (straight-lining), the standard deviation of a respondent's answers (intra-individual variability), seconds for an
 * item, agreement within pairs of items that everybody else answers alike or the opposite way (psychometric synonyms and antonyms), consistency
 * of the halves of the scales, items that say what to answer, claims to know what does not exist, and, if asked, the distance to all others. Runs and variability are taken
 * of the answers as given; halves of scales with reversed items turned.
 *
 * When it misleads: a long run is honest where items say the same thing and none is reversed; few pairs or scales make correlations
 * within a respondent noisy, so the numbers of pairs are stated; seconds are those of the whole survey, pauses included, divided by all items that were answered. What careless people share with an
 * honest minority is that they are rare.
 *
 * @throws DataError where the survey has no items to look at, or a column is absent; RangeError where a limit is out of range.
 *
 * Source: Johnson, Journal of Research in Personality 39 (2005); Meade and Craig, Psychological Methods 17 (2012); Huang et al., Journal of Business and
 * Psychology 27 (2012); Dunn et al., Journal of Business and Psychology 33 (2018) for variability.
 *
 * @example
 * const level = ["Disagree", "Neutral", "Agree"];
 * const answers = [[1, 3, 1, 2, 3, 1], [2, 2, 2, 2, 2, 2], [3, 1, 2, 3, 1, 2]];
 * const asked = await survey(
 *   answers.map((row, i) => ({ id: i + 1, ...Object.fromEntries(row.map((code, j) => [`q${j + 1}`, level[code - 1]])) })),
 * );
 * const found = careless(asked, { seconds: [40, 5, 50] });
 * console.log(found.flagged); // [ 2 ]
 * console.log(found.table.get("reasons", 1)); // 6 equal answers in a row from q1 on (limit 5); answers vary by 0 only (limit 0.5); 0.833 seconds for an item (limit 2)
 */
export function careless(survey: Survey, options: CarelessOptions = {}): Careless {
  requireOptions(options, known, "careless");
  requireResult(survey, "answers", "survey");
  const { secondsPerItem = 2, pairCorrelation = 0.6, leastConsistency = 0.3, alpha = 0.001 } = options;
  requireWithin("secondsPerItem", secondsPerItem, 0, Number.POSITIVE_INFINITY);
  requireWithin("pairCorrelation", pairCorrelation, 0, 1);
  requireWithin("leastConsistency", leastConsistency, -1, 1);
  requireWithin("alpha", alpha, 0, 1);
  const items = chosenItems(survey, options.items);
  const columns = items.map(({ name }) => numbersOf(survey, name));
  const rows = survey.ids.length;
  const answersOf = rowsOf(columns, rows);
  const notes: string[] = [];
  const each = <T>(compute: (i: number) => T): T[] => Array.from({ length: rows }, (_, i) => compute(i));

  const { block, longest } = blocks(items);
  const runs = each((i) => longestRun(answersOf(i), block));
  const runLimit = options.longString ?? Math.max(5, Math.ceil(longest / 2));
  requireWithin("longString", runLimit, 2, Number.POSITIVE_INFINITY);
  const applied: Applied[] = [
    {
      rule: "long string",
      limit: runLimit,
      meaning: `${runLimit} or more equal answers in a row, of ${longest} items with the same levels side by side`,
      reasons: runs.map(({ length, from }) =>
        length >= runLimit ? `${length} equal answers in a row from ${items[from]!.name} on (limit ${runLimit})` : "",
      ),
    },
  ];

  const variability = each((i) => spread(answersOf(i)));
  const least = options.leastVariability ?? lowOutlier(variability);
  requireWithin("leastVariability", least, 0, Number.POSITIVE_INFINITY);
  applied.push({
    rule: "low variability",
    limit: least,
    meaning: `a standard deviation of a respondent's answers below ${readable(least)}`,
    reasons: variability.map((value) =>
      value === null
        ? undefined
        : value < least
          ? `answers vary by ${readable(value)} only (limit ${readable(least)})`
          : "",
    ),
  });

  const seconds = secondsOf(survey, options.seconds, notes);
  const answered = new Float64Array(rows);
  for (const { name } of survey.items) {
    const cells = survey.answers.array(name) as ArrayLike<Value>;
    for (let i = 0; i < rows; i++) if (cells[i] !== null) answered[i]!++;
  }
  const pace = each((i) => {
    const value = seconds?.[i];
    return value === undefined || Number.isNaN(value) || answered[i] === 0 ? null : value / answered[i]!;
  });
  if (seconds !== undefined)
    applied.push({
      rule: "too fast",
      limit: secondsPerItem,
      meaning: `less than ${readable(secondsPerItem)} seconds for an answered item`,
      reasons: pace.map((value) =>
        value === null
          ? undefined
          : value < secondsPerItem
            ? `${readable(value)} seconds for an item (limit ${readable(secondsPerItem)})`
            : "",
      ),
    });
  else notes.push("how long respondents took is not known: pass { seconds }");

  const pairs = itemPairs(columns, pairCorrelation);
  const within = (kind: "synonyms" | "antonyms") => {
    const found = pairs[kind];
    const few = found.length < 3;
    if (few)
      notes.push(
        `${counted(found.length, "pair")} of ${kind} (correlation ${kind === "synonyms" ? `of ${pairCorrelation} or more` : `of -${pairCorrelation} or less`}): at least 3 are needed to judge by them`,
      );
    const values = each((i) => (few ? null : (withinPairs(answersOf(i), found) ?? null)));
    const wrong = (value: number) => (kind === "synonyms" ? value < 0 : value > 0);
    if (!few)
      applied.push({
        rule: `inconsistent ${kind}`,
        limit: 0,
        meaning: `answers to ${counted(found.length, "pair")} of items that others answer ${kind === "synonyms" ? "alike" : "the opposite way"} go ${kind === "synonyms" ? "against" : "with"} each other`,
        reasons: values.map((value) =>
          value === null
            ? undefined
            : wrong(value)
              ? `a correlation of ${readable(value, 2)} within ${found.length} pairs of ${kind}`
              : "",
        ),
      });
    return values;
  };
  const synonyms = within("synonyms");
  const antonyms = within("antonyms");

  const scales = scalesOf(items);
  const turnedOf = rowsOf(
    columns.map((column, j) => turn(column, items[j]!)),
    rows,
  );
  const halves = each((i) => (scales.length < 3 ? null : (evenOdd(turnedOf(i), scales) ?? null)));
  if (scales.length < 3)
    notes.push(
      `${counted(scales.length, "scale")} of two items or more: halves are compared over at least 3; declare { scale } of the items`,
    );
  else
    applied.push({
      rule: "inconsistent halves",
      limit: leastConsistency,
      meaning: `a correlation of the halves of ${scales.length} scales, stepped up to full length, below ${readable(leastConsistency)}`,
      reasons: halves.map((value) =>
        value === null
          ? undefined
          : value < leastConsistency
            ? `halves of ${scales.length} scales agree by ${readable(value, 2)} only (limit ${readable(leastConsistency)})`
            : "",
      ),
    });

  if (options.instructed !== undefined) applied.push(instructedRule(survey, options.instructed, false));
  if (options.impossible !== undefined) applied.push(instructedRule(survey, options.impossible, true));

  const distances = options.mahalanobis === true ? squaredDistances(columns) : undefined;
  if (options.mahalanobis === true && distances === undefined)
    notes.push(
      "distances to the others need more respondents with all answers than items, and items that do not follow from each other",
    );
  if (distances !== undefined)
    applied.push({
      rule: "far from others",
      limit: alpha,
      meaning: `a Mahalanobis distance that ${percent(alpha)} of normal respondents exceed (chi-squared, ${items.length} degrees of freedom)`,
      reasons: Array.from(distances, (squared) =>
        Number.isNaN(squared)
          ? undefined
          : chiSquaredTail(squared, items.length) < alpha
            ? `a squared distance of ${readable(squared)} to the others`
            : "",
      ),
    });

  const reasons = each((i) => applied.map((rule) => rule.reasons[i] ?? "").filter((reason) => reason !== ""));
  const figures = {
    flags: reasons.map((found) => found.length),
    reasons: reasons.map((found) => found.join("; ")),
    longString: runs.map(({ length }) => length),
    variability,
    secondsPerItem: pace,
    synonyms,
    antonyms,
    evenOdd: halves,
    distance: each((i) => {
      const squared = distances?.[i];
      return squared === undefined || Number.isNaN(squared) ? null : squared;
    }),
  } satisfies { [K in keyof CarelessRow]: readonly CarelessRow[K][] };
  return {
    table: tableOf({ [survey.id]: survey.ids, ...figures } as unknown as Record<string, never[]>, [
      survey.id,
      ...Object.keys(figures),
    ]),
    rules: tableOf({
      rule: applied.map(({ rule }) => rule as string),
      limit: applied.map(({ limit }) => limit),
      judged: applied.map((rule) => rule.reasons.filter((reason) => reason !== undefined).length),
      flagged: applied.map((rule) => rule.reasons.filter((reason) => reason !== undefined && reason !== "").length),
      meaning: applied.map(({ meaning }) => meaning),
    }),
    flagged: survey.ids.filter((_, i) => reasons[i]!.length > 0),
    items: items.map(({ name }) => name),
    notes,
  };
}

const known = {
  items: true,
  longString: true,
  leastVariability: true,
  seconds: true,
  secondsPerItem: true,
  pairCorrelation: true,
  leastConsistency: true,
  instructed: true,
  impossible: true,
  mahalanobis: true,
  alpha: true,
} satisfies Record<keyof CarelessOptions, true>;

function requireWithin(name: string, value: number, low: number, high: number): void {
  if (typeof value !== "number" || !(value >= low && value <= high))
    throw new RangeError(
      `expected ${name} to be a number from ${low}${high === Number.POSITIVE_INFINITY ? " up" : ` to ${high}`}, got ${value}`,
    );
}

function chosenItems(survey: Survey, names: readonly string[] | undefined): Item[] {
  const items =
    names === undefined
      ? survey.items.filter(({ kind }) => kind === "likert")
      : names.map((name) => {
          requireColumn(
            survey.items.map((item) => item.name),
            name,
            "an item",
          );
          return survey.items.find((item) => item.name === name)!;
        });
  if (items.length < 2)
    throw new DataError(
      `expected at least two items to look at, got ${items.length}; declare Likert items in survey, or pass { items }`,
    );
  return items;
}

/** An item's answers as numbers, NaN where missing: codes of the levels where the answers are texts. */
function numbersOf(survey: Survey, name: string): Float64Array {
  const item = survey.items.find((one) => one.name === name)!;
  const cells = survey.answers.array(name) as ArrayLike<Value>;
  return Float64Array.from(cells, (cell) => {
    if (cell === null) return Number.NaN;
    if (typeof cell === "number") return cell;
    const at = item.levels?.indexOf(String(cell)) ?? -1;
    if (at < 0)
      throw new DataError("expected an item with levels or numbers, got open texts; leave it out of { items }", {
        column: name,
      });
    return item.codes?.[at] ?? at + 1;
  });
}

/** The answers of each respondent side by side, item by item. */
function rowsOf(columns: readonly Float64Array[], rows: number): (i: number) => Float64Array {
  const width = columns.length;
  const all = new Float64Array(rows * width);
  columns.forEach((column, j) => {
    for (let i = 0; i < rows; i++) all[i * width + j] = column[i]!;
  });
  return (i) => all.subarray(i * width, (i + 1) * width);
}

/** Numbers of the blocks of neighbors with the same levels, and the length of the longest. */
function blocks(items: readonly Item[]): { block: number[]; longest: number } {
  const block: number[] = [];
  let [number, length, longest] = [0, 0, 0];
  items.forEach((item, j) => {
    const same = j > 0 && JSON.stringify(item.levels) === JSON.stringify(items[j - 1]!.levels);
    if (!same) number++;
    length = same ? length + 1 : 1;
    longest = Math.max(longest, length);
    block.push(number);
  });
  return { block, longest };
}

/** The standard deviation (divisor n - 1) of the answers given, as irv of the R package careless has it. */
function spread(answers: Float64Array): number | null {
  const given = answers.filter((value) => !Number.isNaN(value));
  if (given.length < 2) return null;
  const mean = given.reduce((sum, value) => sum + value, 0) / given.length;
  return Math.sqrt(given.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (given.length - 1));
}

/** Three median absolute deviations, scaled to a standard deviation, below the median; 0 where that is negative. */
function lowOutlier(values: readonly (number | null)[]): number {
  const sorted = values.filter((value) => value !== null).sort((a, b) => a - b);
  if (sorted.length === 0) return 0;
  const middle = medianOf(sorted);
  const deviation = medianOf(sorted.map((value) => Math.abs(value - middle)).sort((a, b) => a - b));
  return Math.max(0, middle - 3 * 1.4826 * deviation);
}

function medianOf(sorted: readonly number[]): number {
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

function secondsOf(survey: Survey, asked: CarelessOptions["seconds"], notes: string[]): Float64Array | undefined {
  const name =
    asked ?? survey.about.columnNames().find((column) => /^duration \(in seconds\)$|^duration$/i.test(column));
  if (name === undefined) return undefined;
  if (typeof name !== "string") {
    if (name.length !== survey.ids.length)
      throw new RangeError(`expected seconds of ${survey.ids.length} respondents, got ${name.length}`);
    return Float64Array.from(name as ArrayLike<number | null>, (value) => value ?? Number.NaN);
  }
  const source = survey.about.columnNames().includes(name) ? survey.about : survey.answers;
  const all = [...new Set([...survey.about.columnNames(), ...survey.answers.columnNames()])];
  requireColumn(all, name, "a column of seconds");
  if (asked === undefined) notes.push(`seconds are taken from ${JSON.stringify(name)}`);
  return finiteNumbers(source, name).values;
}

/** The items of each scale that has at least two, by position. */
function scalesOf(items: readonly Item[]): number[][] {
  const scales = new Map<string, number[]>();
  items.forEach(({ scale }, j) => {
    if (scale !== undefined) scales.set(scale, [...(scales.get(scale) ?? []), j]);
  });
  return [...scales.values()].filter((members) => members.length > 1);
}

/** The answers turned where the item is reversed: lowest plus highest code minus the answer. */
function turn(column: Float64Array, item: Item): Float64Array {
  if (item.reversed !== true) return column;
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const code of item.codes ?? column.filter((value) => !Number.isNaN(value))) {
    low = Math.min(low, code);
    high = Math.max(high, code);
  }
  return column.map((value) => low + high - value);
}

/** Items with right answers, or with answers that nobody can give truly. Missing answers are not judged. */
function instructedRule(
  survey: Survey,
  answers: NonNullable<CarelessOptions["instructed"]>,
  impossible: boolean,
): Applied {
  const checks = Object.entries(answers).map(([name, expected]) => {
    requireColumn(
      survey.items.map((item) => item.name),
      name,
      "an item",
    );
    const item = survey.items.find((one) => one.name === name)!;
    const list = (Array.isArray(expected) ? expected : [expected]) as readonly (string | number)[];
    const listed = new Set(
      list.map((answer): string | number => {
        const at = typeof answer === "string" ? (item.levels?.indexOf(answer) ?? -1) : -1;
        if (typeof answer === "string" && item.levels !== undefined && at < 0)
          throw new RangeError(
            `expected an answer to ${JSON.stringify(name)} among ${item.levels.map((level) => JSON.stringify(level)).join(", ")}, got ${JSON.stringify(answer)}`,
          );
        return item.kind !== "choice" && at >= 0 ? item.codes![at]! : answer;
      }),
    );
    return { name, item, cells: survey.answers.array(name) as ArrayLike<string | number | null>, listed };
  });
  const said = (item: Item, answer: string | number) =>
    typeof answer === "number" ? (item.levels?.[item.codes?.indexOf(answer) ?? -1] ?? String(answer)) : answer;
  return {
    rule: impossible ? "impossible answer" : "wrong instructed answer",
    limit: null,
    meaning: impossible
      ? `claims to know what does not exist, in ${counted(checks.length, "item")}`
      : `${counted(checks.length, "item")} said what to answer, and another answer was given`,
    reasons: survey.ids.map((_, i) => {
      const judged = checks.filter(({ cells }) => cells[i] !== null);
      if (judged.length === 0) return undefined;
      const wrong = judged.filter(({ cells, listed }) => listed.has(cells[i]!) === impossible);
      return wrong
        .map(({ name, item, cells }) =>
          impossible
            ? `answered ${JSON.stringify(said(item, cells[i]!))} to ${name}, which nobody can`
            : `answered ${JSON.stringify(said(item, cells[i]!))} to ${name}, which said what to answer`,
        )
        .join("; ");
    }),
  };
}
