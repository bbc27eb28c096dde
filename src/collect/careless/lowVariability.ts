import { median, medianAbsoluteDeviation } from "simple-statistics";
import { momentsOf } from "../../numeric/moments.js";
import { readable } from "../../readable.js";
import type { ChosenAnswers } from "./chosenAnswers.js";
import { requireWithin } from "./requireWithin.js";
import { type Found, reasonsOf } from "./rule.js";

/** To give one answer to fewer items than this is common among the honest. */
const enoughItems = 5;

/**
 * The standard deviation of each respondent's answers; low is three (scaled) median deviations below the median of all. Where that leaves no room, as it does
 * where honest respondents differ much in it, low is no variation at all, if the items are enough to say so.
 */
export function lowVariability({ items, respondents, of }: ChosenAnswers, asked: number | undefined): Found {
  const values = Array.from({ length: respondents }, (_, i) => spread(of(i)));
  const limit = asked ?? lowOutlier(values.filter((value) => value !== null));
  requireWithin("leastVariability", limit, 0, Number.POSITIVE_INFINITY);
  const none = asked === undefined && limit === 0;
  if (none && items.length < enoughItems)
    return {
      values,
      notes: [
        `answers to ${items.length} items vary by chance so much that nobody is judged by how little they vary; pass { leastVariability } to judge all the same`,
      ],
    };
  return {
    values,
    rule: {
      rule: "low variability",
      limit,
      meaning: `a standard deviation of a respondent's answers ${none ? "of" : "below"} ${readable(limit)}`,
      reasons: reasonsOf(
        values,
        (value) => (none ? value === 0 : value < limit),
        (value) => `answers vary by ${readable(value)} only (limit ${readable(limit)})`,
      ),
    },
  };
}

/** The standard deviation (divisor n - 1) of the answers given, as irv of the R package careless has it. */
function spread(answers: Float64Array): number | null {
  const given = answers.filter((value) => !Number.isNaN(value));
  return given.length < 2 ? null : Math.sqrt(momentsOf([given]).squares[0]! / (given.length - 1));
}

/** Three median absolute deviations, scaled to a standard deviation, below the median; 0 where that is negative. */
function lowOutlier(values: number[]): number {
  return values.length === 0 ? 0 : Math.max(0, median(values) - 3 * 1.4826 * medianAbsoluteDeviation(values));
}
