import { requireOptions, requireResult } from "../errors.js";
import type { Id } from "../matrix.js";
import { percent } from "../readable.js";
import { type Table, tableOf } from "../table.js";
import { itemPairs } from "./careless/answerPairs.js";
import { chosenAnswers } from "./careless/chosenAnswers.js";
import { farFromOthers } from "./careless/farFromOthers.js";
import { inconsistentHalves } from "./careless/inconsistentHalves.js";
import { inconsistentPairs } from "./careless/inconsistentPairs.js";
import { longString } from "./careless/longString.js";
import { lowVariability } from "./careless/lowVariability.js";
import { namedPairs } from "./careless/namedPairs.js";
import { requireWithin } from "./careless/requireWithin.js";
import { type Applied, notJudged } from "./careless/rule.js";
import { tooFast } from "./careless/tooFast.js";
import { type ListedAnswers, wrongAnswers } from "./careless/wrongAnswers.js";
import type { Survey } from "./survey.js";

/** Options of `careless`. Each limit decides who is flagged; the figures themselves are in the result. */
export interface CarelessOptions {
  /** The items to look at, in the order in which they were asked; by default all Likert items. */
  items?: readonly string[];
  /** Equal answers in a row that are flagged; by default half of the longest row of items with the same levels, and at least 5. Where no row is as long, nobody is judged. */
  longString?: number;
  /** The standard deviation of a respondent's answers below which it is flagged; by default three (scaled) median deviations below the median of all. Where that is below 0, one and the same answer to all items is flagged, if they are five or more. */
  leastVariability?: number;
  /** How long each respondent took, in seconds: a column of the survey, or a number each (null or NaN: not known). By default the duration of a Qualtrics export, or a column named "Duration (in seconds)". */
  seconds?: string | ArrayLike<number | null>;
  /** Seconds for a question below which answers are too fast (Huang et al. 2012: nobody reads an item in less than 2). Several choices or a ranking are one question. */
  secondsPerItem?: number;
  /** The least correlation, over all respondents, of two items that should be answered alike (or, if negative, the opposite way). */
  pairCorrelation?: number;
  /** Pairs of items that ask the same, or the opposite (their correlation says which), instead of those that `pairCorrelation` finds; at least three of a kind are needed. */
  pairs?: readonly (readonly [string, string])[];
  /** The even-odd consistency below which a respondent is flagged: .3 where there are ten scales or more; with three to nine, where chance decides, nobody is unless it is given. */
  leastConsistency?: number;
  /** Items that say what to answer, such as "choose Agree here", and the right answers: levels or codes. */
  instructed?: ListedAnswers;
  /** Items about what does not exist, such as an invented brand or word, and the answers that claim to know it: levels or codes. */
  impossible?: ListedAnswers;
  /** Whether answers far from all others (Mahalanobis distance) are flagged, too: rare is not careless, so not by default. */
  mahalanobis?: boolean;
  /** The probability below which a distance is too large. */
  alpha?: number;
}

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
 * within a respondent noisy, so the numbers of pairs are stated; seconds are those of the whole survey, pauses included, divided by all questions that were answered. A rule that
 * cannot judge anybody says so in `notes`: three or four items are too few for long runs and for little variation. What careless people share with an
 * honest minority is that they are rare.
 *
 * @throws DataError where the survey has no items to look at, or a column is absent; RangeError where a limit is out of range or a
 *   listed answer is none of its item.
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
 * console.log(found.table.get("reasons", 1)); // 6 equal answers in a row from q1 on (limit 5); answers vary by 0 only (limit 0.5); 0.833 seconds for an answered question (limit 2)
 */
export function careless(survey: Survey, options: CarelessOptions = {}): Careless {
  requireOptions(options, known, "careless");
  requireResult(survey, "answers", "survey");
  const { secondsPerItem = 2, pairCorrelation = 0.6, leastConsistency, alpha = 0.001 } = options;
  requireWithin("secondsPerItem", secondsPerItem, 0, Number.POSITIVE_INFINITY);
  requireWithin("pairCorrelation", pairCorrelation, 0, 1);
  if (leastConsistency !== undefined) requireWithin("leastConsistency", leastConsistency, -1, 1);
  requireWithin("alpha", alpha, 0, 1);
  const chosen = chosenAnswers(survey, options.items);
  const runs = longString(chosen, options.longString);
  const variability = lowVariability(chosen, options.leastVariability);
  const pace = tooFast(survey, options.seconds, secondsPerItem);
  const { pairs: named } = options;
  const pairs = named === undefined ? itemPairs(chosen.columns, pairCorrelation) : namedPairs(chosen, named);
  const critical = named === undefined ? pairCorrelation : undefined;
  const synonyms = inconsistentPairs("synonyms", pairs.synonyms, chosen, critical);
  const antonyms = inconsistentPairs("antonyms", pairs.antonyms, chosen, critical);
  const halves = inconsistentHalves(chosen, leastConsistency);
  const { instructed, impossible } = options;
  const instructedRule = instructed === undefined ? undefined : wrongAnswers(survey, instructed, false);
  const impossibleRule = impossible === undefined ? undefined : wrongAnswers(survey, impossible, true);
  const distance = options.mahalanobis === true ? farFromOthers(chosen, alpha) : notJudged(survey.ids.length, []);

  const applied = [
    runs.rule,
    variability.rule,
    pace.rule,
    synonyms.rule,
    antonyms.rule,
    halves.rule,
    instructedRule,
    impossibleRule,
    distance.rule,
  ].filter((rule) => rule !== undefined);
  const reasons = survey.ids.map((_, i) =>
    applied.map((rule) => rule.reasons[i] ?? "").filter((reason) => reason !== ""),
  );
  const figures = {
    flags: reasons.map((found) => found.length),
    reasons: reasons.map((found) => found.join("; ")),
    longString: runs.values,
    variability: variability.values,
    secondsPerItem: pace.values,
    synonyms: synonyms.values,
    antonyms: antonyms.values,
    evenOdd: halves.values,
    distance: distance.values,
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
    items: chosen.items.map(({ name }) => name),
    notes: [
      ...manyFlagged(applied),
      ...[runs, variability, pace, synonyms, antonyms, halves, distance].flatMap(({ notes = [] }) => notes),
    ],
  };
}

/** Careless people are few: a rule that flags many may have found an opinion. */
function manyFlagged(applied: readonly Applied[]): string[] {
  return applied.flatMap(({ rule, reasons }) => {
    const judged = reasons.filter((reason) => reason !== undefined).length;
    const flagged = reasons.filter((reason) => reason !== undefined && reason !== "").length;
    return flagged > judged / 10 && flagged > 1
      ? [
          `${rule} flags ${percent(flagged / judged)} of those judged: careless people are seldom so many, and equal answers can be an opinion; look at what they answered, or set another limit`,
        ]
      : [];
  });
}

const known = {
  items: true,
  longString: true,
  leastVariability: true,
  seconds: true,
  secondsPerItem: true,
  pairCorrelation: true,
  pairs: true,
  leastConsistency: true,
  instructed: true,
  impossible: true,
  mahalanobis: true,
  alpha: true,
} satisfies Record<keyof CarelessOptions, true>;
