import { DataError, quoted, requireOneOf, requireOptions } from "../errors.js";
import { dictionaryOf, type FeatureRow, ownId } from "../features.js";
import { type Id, rowIds } from "../matrix.js";
import { counted, readable } from "../readable.js";
import {
  type AnyColumn,
  type NumericColumn,
  type Row,
  type Table,
  type TableLike,
  tableOf,
  toTable,
} from "../table.js";
import { isSurvey } from "./itemAnswers.js";
import { type MissingRule, type Reliability, reliability } from "./reliability.js";
import { type AnswerRange, declaredKeys, type KeyedScale, type KeyedSurvey, keyedScales } from "./scaleKeys.js";

/** Items by scale; a minus before the name reverses an item. */
export type ScaleKeys<K extends string = string> = Readonly<Record<string, readonly (K | `-${K}`)[]>>;

/** Options of `scales`. */
export interface ScalesOptions<S extends ScaleKeys = ScaleKeys, I extends string = string> {
  /** Items by scale, such as `{ price: ["q1", "q2", "-q3"] }`; what the survey declares where absent. */
  scales?: S;
  /** Lowest and highest answer that could be given, for all items or by item. Needed to reverse; a survey's codes say it, too. */
  range?: AnswerRange;
  /** A score is the mean of a person's answers, or that mean times the number of items. */
  score?: "mean" | "sum";
  /** Answers that a person must have given to a scale's items to get a score: a number, `"half"` (rounded up) or `"all"`. */
  minimum?: number | "half" | "all";
  /** How missing answers count in the reliability. */
  missing?: MissingRule;
  /** Level of the interval of alpha. */
  level?: number;
  /** Column that names the respondents; the survey's, or "customer", where absent. */
  id?: I;
}

const known = {
  scales: true,
  range: true,
  score: true,
  minimum: true,
  missing: true,
  level: true,
  id: true,
} satisfies Record<keyof ScalesOptions, true>;

/** One scale. What cannot be known is null. */
export type ScaleRow<N extends string = string> = {
  scale: N;
  items: number;
  /** Items that were turned. */
  reversed: number;
  /** Answers that a score needs. */
  minimum: number;
  /** Respondents with a score, and without. */
  scored: number;
  unscored: number;
  /** How missing answers counted in what follows, and the respondents that it stands on: complete ones, all, or those of the thinnest pair of items. */
  missing: MissingRule;
  n: number;
  /** Cronbach's alpha of the answers as they are (raw), its interval and the interval's level. */
  alpha: number | null;
  alphaLower: number | null;
  alphaUpper: number | null;
  level: number;
  /** Alpha of the answers with every item's variance made 1. */
  standardizedAlpha: number | null;
  /** McDonald's omega total of one factor; needs three items. */
  omega: number | null;
  /** Mean correlation of two items. */
  interItem: number | null;
  /** The field's word for alpha. */
  reading: string;
};

/** One item of one scale, reversed items as they were turned. What cannot be known is null. */
export type ScaleItemRow<N extends string = string> = {
  scale: N;
  item: string;
  reversed: boolean;
  answers: number;
  missing: number;
  mean: number | null;
  sd: number | null;
  /** Correlation with the sum of the scale's other items. */
  itemRest: number | null;
  /** Alpha of the scale without this item. */
  alphaIfDropped: number | null;
  /** Correlation with the one factor behind omega. */
  loading: number | null;
};

/** The id and one score per scale. */
export type ScaleScores<N extends string = string, I extends string = string> = { [P in I]: Id } & {
  [P in N]: number | null;
};

/** Scores of scales, and what they are worth. */
export interface Scales<N extends string = string, I extends string = string> {
  /** One row per respondent, in the order they came: the id and one score per scale (null where too few answers), ready for `matrix`. */
  readonly table: Table<ScaleScores<N, I>>;
  /** What each score means: these are Features, and go into `joinFeatures` as they are. */
  readonly dictionary: Table<FeatureRow>;
  /** One row per scale: reliability and the rules it was computed by. */
  readonly summary: Table<ScaleRow<N>>;
  /** One row per item of each scale. */
  readonly items: Table<ScaleItemRow<N>>;
  readonly id: I;
  readonly score: "mean" | "sum";
  readonly missing: MissingRule;
  readonly level: number;
  /** What to know before trusting the scores, in words. */
  readonly warnings: readonly string[];
}

/**
 * Scores scales: several questions that ask for one thing, such as how much price matters, become one number a person, with less noise than any one
 * answer. A minus reverses an item (`"-q3"`: 2 on a scale from 1 to 5 becomes 4).
 *
 * `score: "mean"` is the person's mean of the answers given, if they are at least `minimum`; `"sum"` is that mean times the number of items, so that
 * a missing answer counts as the person's mean of the others. Scores are in `table`, ready for `matrix(scored.table, { id, scale: "standard" })`.
 *
 * `summary` says how reliable each scale is. Cronbach's alpha is the share of the score's variance that the items have in common, if all of them
 * measure one thing equally well; it grows with the number of items and says nothing about whether they measure one thing. Its interval is Feldt's. Omega
 * total is the same share without "equally well": from the loadings of one factor by least squares. `items` shows which item spoils a scale:
 * a low or negative item-rest correlation, and an alpha that would grow without it.
 *
 * `missing` decides what the reliability stands on: `"pairwise"` takes for each pair of items who answered both (the interval counts the respondents of the
 * thinnest pair), `"complete"` only who answered all items of the scale, `"item mean"` and `"item median"` put the
 * item's mean or median for a missing answer (psych's `scoreItems` takes the median), which makes alpha too small and its interval too narrow. The figures differ, so the rule stands beside them.
 *
 * When it misleads: a high alpha is no proof of one dimension (see `factors`), and above .95 usually means that the same is asked twice. An alpha that
 * was made higher by dropping items on the same answers is too good.
 *
 * @throws DataError where an item does not exist (the closest is named) or an answer is no number or outside the range (row and column are named).
 * @throws TypeError where an item is to be reversed and its range is neither declared nor in the survey's codes: it is never guessed.
 * @throws RangeError where an option has an unknown value, a scale has no item or one twice, or `minimum` exceeds a scale's items.
 *
 * Source: Cronbach, Coefficient alpha and the internal structure of tests, Psychometrika 16 (1951); Feldt, Psychometrika 30 (1965); McDonald, Test Theory
 * (1999); readings: Nunnally, Psychometric Theory (1978), George and Mallery, SPSS for Windows Step by Step (2003).
 *
 * @example
 * const answers = [
 *   { customer: "Ada", q1: 5, q2: 4, q3: 1 },
 *   { customer: "Alan", q1: 2, q2: 1, q3: 4 },
 *   { customer: "Grace", q1: 4, q2: null, q3: 2 },
 *   { customer: "Kurt", q1: 1, q2: 2, q3: 5 },
 * ];
 * const scored = scales(answers, { scales: { price: ["q1", "q2", "-q3"] }, range: [1, 5] });
 * console.log(scored.table.array("price").map((score) => score?.toFixed(2))); // [ '4.67', '1.67', '4.00', '1.33' ]
 * console.log(scored.summary.get("alpha", 0)?.toFixed(3), scored.missing); // 0.987 pairwise
 */
export function scales<
  C extends Row,
  const S extends ScaleKeys<NumericColumn<C>>,
  const I extends AnyColumn<C> = "customer",
>(answers: TableLike<C>, options: ScalesOptions<S, I> & { scales: S }): Scales<keyof S & string, I>;
export function scales(survey: KeyedSurvey, options?: ScalesOptions): Scales;
export function scales(data: TableLike | KeyedSurvey, options: ScalesOptions = {}): Scales {
  requireOptions(options, known, "scales");
  const { score = "mean", minimum = "half", missing = "pairwise", level = 0.95, range } = options;
  requireOneOf("score", score, ["mean", "sum"]);
  requireOneOf("missing", missing, ["pairwise", "complete", "item mean", "item median"]);
  if (!(level > 0 && level < 1)) throw new RangeError(`expected a level between 0 and 1, such as 0.95, got ${level}`);
  const survey = isSurvey(data) ? data : undefined;
  const table: Table = survey?.answers ?? toTable(data as TableLike);
  const keys = options.scales ?? (survey === undefined ? undefined : declaredKeys(survey));
  if (keys === undefined)
    throw new TypeError(
      'expected scales such as { price: ["q1", "q2", "-q3"] }, or a survey that declares them, got neither',
    );
  if (typeof keys !== "object" || keys === null || Array.isArray(keys))
    throw new TypeError(`expected scales such as { price: ["q1", "q2", "-q3"] }, got ${quoted(keys)}`);
  const { name: id, ids } = rowIds(table, options.id ?? survey?.id ?? ownId(data));
  if (ids.length === 0) throw new DataError("expected at least one respondent, got none");

  const read = keyedScales(table, keys, id, range, survey);
  const scored = read.map((scale) => scoresOf(scale, minimumOf(scale, minimum), score));
  const found = read.map(({ items }) =>
    reliability(
      items.map(({ values }) => values),
      missing,
      level,
    ),
  );
  const columns: Record<string, ArrayLike<Id | number | null>> = { [id]: ids };
  read.forEach(({ scale }, s) => {
    columns[scale] = scored[s]!.scores;
  });
  return {
    table: tableOf(columns as Record<string, ArrayLike<never>>, [id, ...read.map(({ scale }) => scale)]),
    dictionary: dictionaryOf(
      read.map(({ scale, items }, s) => ({
        feature: scale,
        base: "psychographic",
        unit: "points",
        source: items.map(({ item, reversed }) => (reversed ? `-${item}` : item)).join(", "),
        definition: `${score === "mean" ? "Mean" : "Mean times their number"} of the answers to ${counted(items.length, "item")}${items.some(({ reversed }) => reversed) ? " (those with a minus turned)" : ""}; missing with fewer than ${scored[s]!.minimum}.`,
      })),
    ),
    summary: toTable(read.map((scale, s) => summaryOf(scale, scored[s]!, found[s]!, missing, level))),
    items: toTable(read.flatMap((scale, s) => itemsOf(scale, found[s]!))),
    id,
    score,
    missing,
    level,
    warnings: read.flatMap((scale, s) => warningsOf(scale, scored[s]!, found[s]!, ids.length, level)),
  };
}

interface Scored {
  readonly minimum: number;
  readonly scores: readonly (number | null)[];
  readonly unscored: number;
}

function minimumOf({ scale, items }: KeyedScale, minimum: number | "half" | "all"): number {
  if (minimum === "all") return items.length;
  if (minimum === "half") return Math.ceil(items.length / 2);
  if (!Number.isInteger(minimum) || minimum < 1 || minimum > items.length)
    throw new RangeError(
      `expected minimum to be "half", "all" or a whole number from 1 to the ${items.length} items of ${quoted(scale)}, got ${quoted(minimum)}`,
    );
  return minimum;
}

function scoresOf({ items }: KeyedScale, minimum: number, score: "mean" | "sum"): Scored {
  const scores = Array.from(items[0]!.values, (_, row) => {
    let [answers, sum] = [0, 0];
    for (const { values } of items) {
      if (Number.isNaN(values[row]!)) continue;
      answers++;
      sum += values[row]!;
    }
    if (answers < minimum) return null;
    return score === "mean" ? sum / answers : answers === items.length ? sum : (sum / answers) * items.length;
  });
  return { minimum, scores, unscored: scores.filter((one) => one === null).length };
}

function summaryOf(
  { scale, items }: KeyedScale,
  { minimum, scores, unscored }: Scored,
  { n, alpha, alphaLower, alphaUpper, standardizedAlpha, omega, interItem }: Reliability,
  missing: MissingRule,
  level: number,
): ScaleRow {
  return {
    scale,
    items: items.length,
    reversed: items.filter(({ reversed }) => reversed).length,
    minimum,
    scored: scores.length - unscored,
    unscored,
    missing,
    n,
    alpha,
    alphaLower,
    alphaUpper,
    level,
    standardizedAlpha,
    omega,
    interItem,
    reading: readingOf(alpha),
  };
}

function itemsOf({ scale, items }: KeyedScale, found: Reliability): ScaleItemRow[] {
  return items.map(({ item, reversed, values }, i) => {
    const missing = values.filter(Number.isNaN).length;
    return { scale, item, reversed, answers: values.length - missing, missing, ...found.items[i]! };
  });
}

/** George and Mallery's words. */
function readingOf(alpha: number | null): string {
  if (alpha === null) return "unknown";
  const words = ["excellent", "good", "acceptable", "questionable", "poor"];
  return words[[0.9, 0.8, 0.7, 0.6, 0.5].findIndex((least) => alpha >= least)] ?? "unacceptable";
}

/** Fewer respondents than this leave alpha a guess. */
const fewRespondents = 30;

function warningsOf(
  { scale, items }: KeyedScale,
  { minimum, unscored }: Scored,
  found: Reliability,
  respondents: number,
  level: number,
): string[] {
  const { n, alpha, alphaLower, alphaUpper, heywood } = found;
  const said: string[] = [];
  if (unscored > 0)
    said.push(
      `${unscored} of ${counted(respondents, "respondent")} ${unscored === 1 ? "has" : "have"} no score on ${scale}: fewer than ${minimum} of its ${counted(items.length, "item")} answered.`,
    );
  const spans = new Set(items.map(({ range }) => range?.join(" to ")));
  spans.delete(undefined);
  if (spans.size > 1)
    said.push(`${scale} mixes items with different ranges (${[...spans].join("; ")}): the wider ones weigh more.`);
  if (items.length === 1) {
    said.push(`${scale} has one item, and nothing tells how reliable a single item is.`);
    return said;
  }
  const empty = items.filter(({ values }) => values.every(Number.isNaN)).map(({ item }) => item);
  const constant = items.filter(({ values }) => isConstant(values)).map(({ item }) => item);
  if (empty.length > 0) said.push(`${empty.join(", ")} of ${scale}: nobody answered; leave it out of the scale.`);
  if (constant.length > 0)
    said.push(
      `${constant.join(", ")} of ${scale}: everybody gave one answer, which tells nobody apart; leave it out of the scale.`,
    );
  items.forEach(({ item, reversed }, i) => {
    const itemRest = found.items[i]!.itemRest;
    if (itemRest === null || itemRest >= 0) return;
    if (itemRest > -0.1 || itemRest > -2 / Math.sqrt(n)) {
      said.push(
        `${item} does not go with the rest of ${scale} (item-rest correlation ${readable(itemRest, 2)}): it measures something else; leave it out.`,
      );
      return;
    }
    const remedy = reversed
      ? `it is reversed and probably should not be (write ${quoted(item)})`
      : `it is probably not reversed (write ${quoted(`-${item}`)})`;
    said.push(
      `${item} runs against the rest of ${scale} (item-rest correlation ${readable(itemRest, 2)}): ${remedy}, or it measures something else.`,
    );
  });
  if (alpha === null) {
    said.push(`The reliability of ${scale} cannot be known from these answers.`);
    return said;
  }
  if (n < fewRespondents)
    said.push(
      `Too few respondents to know how reliable ${scale} is: alpha is ${alpha.toFixed(2)} from ${n}, and its ${readable(level * 100, 4)} % interval goes from ${alphaLower!.toFixed(2)} to ${alphaUpper!.toFixed(2)}.`,
    );
  const reading = `Alpha of ${scale} is ${alpha.toFixed(2)}, ${readingOf(alpha)} by the usual reading`;
  if (alpha < 0)
    said.push(
      `Alpha of ${scale} is negative (${alpha.toFixed(2)}): its items do not run together; check which are to be reversed.`,
    );
  else if (alpha < 0.6) said.push(`${reading}: much of a score is noise, so do not make segments of it.`);
  else if (alpha < 0.7)
    said.push(`${reading} (Nunnally asks for .70): it may serve to explore, not to decide on single persons.`);
  else if (alpha > 0.95) said.push(`Alpha of ${scale} is ${alpha.toFixed(2)}: its items may ask the same thing twice.`);
  if (heywood)
    said.push(
      `Omega of ${scale} is doubtful: one item shares nearly all its variance with the factor (a Heywood case).`,
    );
  return said;
}

function isConstant(values: Float64Array): boolean {
  const present = values.filter((value) => !Number.isNaN(value));
  return present.length > 0 && present.every((value) => value === present[0]);
}
