import { counted, readable } from "../../readable.js";
import type { Item } from "../survey/item.js";
import { evenOdd } from "./answerPairs.js";
import { type ChosenAnswers, sideBySide } from "./chosenAnswers.js";
import { type Found, notJudged, reasonsOf } from "./rule.js";

/** The correlation over fewer scales hangs on chance so much that one honest respondent in ten and more falls below the usual limit. */
const enoughScales = 10;

/** The consistency below which halves are inconsistent where nobody says otherwise. */
const usualLeast = 0.3;

/**
 * The consistency of the halves of the scales of each respondent, reversed items turned. It takes three scales to compute, and many to judge by unless
 * the limit is given.
 */
export function inconsistentHalves({ items, columns, respondents }: ChosenAnswers, asked: number | undefined): Found {
  const leastConsistency = asked ?? usualLeast;
  const scales = scalesOf(items);
  if (scales.length < 3)
    return notJudged(respondents, [
      `${counted(scales.length, "scale")} of two items or more: halves are compared over at least 3; declare { scale } of the items`,
    ]);
  const of = sideBySide(
    columns.map((column, j) => turn(column, items[j]!)),
    respondents,
  );
  const values = Array.from({ length: respondents }, (_, i) => evenOdd(of(i), scales) ?? null);
  if (asked === undefined && scales.length < enoughScales)
    return {
      values,
      notes: [
        `the halves of ${scales.length} scales are compared (evenOdd), but nobody is judged by them: with fewer than ${enoughScales} chance decides; pass { leastConsistency } to judge all the same`,
      ],
    };
  return {
    values,
    rule: {
      rule: "inconsistent halves",
      limit: leastConsistency,
      meaning: `a correlation of the halves of ${scales.length} scales, stepped up to full length, below ${readable(leastConsistency)}`,
      reasons: reasonsOf(
        values,
        (value) => value < leastConsistency,
        (value) =>
          `halves of ${scales.length} scales agree by ${readable(value, 2)} only (limit ${readable(leastConsistency)})`,
      ),
    },
  };
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
