import { chiSquaredTail } from "../../numeric/chiSquaredTail.js";
import { percent, readable } from "../../readable.js";
import type { ChosenAnswers } from "./chosenAnswers.js";
import { type Found, notJudged, reasonsOf } from "./rule.js";
import { squaredDistances } from "./squaredDistances.js";

/** The squared Mahalanobis distance of each respondent to the mean of all. */
export function farFromOthers({ columns, respondents }: ChosenAnswers, alpha: number): Found {
  const distances = squaredDistances(columns);
  if (distances === undefined)
    return notJudged(respondents, [
      "distances to the others need more respondents with all answers than items, and items that do not follow from each other",
    ]);
  const values = Array.from(distances, (squared) => (Number.isNaN(squared) ? null : squared));
  return {
    values,
    rule: {
      rule: "far from others",
      limit: alpha,
      meaning: `a Mahalanobis distance that ${percent(alpha)} of normal respondents exceed (chi-squared, ${columns.length} degrees of freedom)`,
      reasons: reasonsOf(
        values,
        (squared) => chiSquaredTail(squared, columns.length) < alpha,
        (squared) => `a squared distance of ${readable(squared)} to the others`,
      ),
    },
  };
}
