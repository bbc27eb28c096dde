import { counted, readable } from "../../readable.js";
import { type ItemPair, withinPairs } from "./answerPairs.js";
import type { ChosenAnswers } from "./chosenAnswers.js";
import { type Found, notJudged, reasonsOf } from "./rule.js";

const words = {
  synonyms: { others: "alike", go: "against" },
  antonyms: { others: "the opposite way", go: "with" },
} as const;

/**
 * The correlation of each respondent's answers within pairs of synonyms, or of antonyms; at least three pairs are needed to judge. `critical` is the
 * correlation that found them; undefined where they were named.
 */
export function inconsistentPairs(
  kind: "synonyms" | "antonyms",
  pairs: readonly ItemPair[],
  { respondents, of }: ChosenAnswers,
  critical: number | undefined,
): Found {
  if (pairs.length < 3) {
    const limit = kind === "synonyms" ? `${critical} or more` : `-${critical} or less`;
    const [by, remedy] =
      critical === undefined
        ? ["named", ""]
        : [`correlation of ${limit}`, "; name what belongs together with { pairs }"];
    return notJudged(respondents, [
      `${counted(pairs.length, "pair")} of ${kind} (${by}): at least 3 are needed to judge by them${remedy}`,
    ]);
  }
  const { others, go } = words[kind];
  const values = Array.from({ length: respondents }, (_, i) => withinPairs(of(i), pairs) ?? null);
  return {
    values,
    rule: {
      rule: `inconsistent ${kind}`,
      limit: 0,
      meaning: `answers to ${counted(pairs.length, "pair")} of items that others answer ${others} go ${go} each other`,
      reasons: reasonsOf(
        values,
        (value) => (kind === "synonyms" ? value < 0 : value > 0),
        (value) => `a correlation of ${readable(value, 2)} within ${pairs.length} pairs of ${kind}`,
      ),
    },
  };
}
