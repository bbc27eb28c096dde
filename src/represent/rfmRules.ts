import type { Rule } from "../segmentation.js";

/** A rule on the three scores. */
export interface RfmRule extends Rule {
  readonly when: {
    readonly recencyScore: readonly [number, number];
    readonly frequencyScore: readonly [number, number];
    readonly monetaryScore: readonly [number, number];
  };
}

/**
 * Rule tables for scores from 1 (low) to 5 (high), for `rfmSegments`.
 *
 * `classic` holds the names and bounds that the R package rfm 0.3.0 documents, and that many articles repeat. The first rule that
 * matches wins; 58 of the 125 score cells match several rules and 10 match none (see `lintRules`), so that the order of the rules
 * decides and some customers become "Others".
 *
 * `complete` is ours: eleven segments that cover every cell exactly once, in whatever order the rules stand.
 *
 * @example
 * console.log(rfmRules.complete.map((rule) => rule.name).slice(0, 2)); // [ 'Champions', 'Loyal Regulars' ]
 */
export const rfmRules: { readonly classic: readonly RfmRule[]; readonly complete: readonly RfmRule[] } = {
  classic: [
    rule("Champions", [5, 5], [5, 5], [5, 5]),
    rule("Potential Loyalist", [3, 5], [3, 5], [2, 5]),
    rule("Loyal", [2, 4], [2, 4], [2, 4]),
    rule("Promising", [3, 4], [1, 3], [3, 5]),
    rule("New", [4, 5], [1, 3], [1, 5]),
    rule("Can't Lose", [1, 2], [3, 4], [4, 5]),
    rule("At Risk", [1, 2], [2, 5], [4, 5]),
    rule("Need Attention", [1, 3], [3, 5], [3, 5]),
    rule("About To Sleep", [2, 3], [1, 3], [1, 4]),
    rule("Lost", [1, 1], [1, 5], [1, 5]),
  ],
  complete: [
    rule("Champions", [4, 5], [4, 5], [4, 5]),
    rule("Loyal Regulars", [4, 5], [4, 5], [1, 3]),
    rule("Potential Loyalists", [4, 5], [2, 3], [1, 5]),
    rule("New Big Spenders", [4, 5], [1, 1], [4, 5]),
    rule("New Customers", [4, 5], [1, 1], [1, 3]),
    rule("Need Attention", [3, 3], [3, 5], [1, 5]),
    rule("About to Sleep", [3, 3], [1, 2], [1, 5]),
    rule("Can't Lose", [1, 2], [3, 5], [4, 5]),
    rule("At Risk", [1, 2], [3, 5], [1, 3]),
    rule("Hibernating", [2, 2], [1, 2], [1, 5]),
    rule("Lost", [1, 1], [1, 2], [1, 5]),
  ],
};

function rule(
  name: string,
  recencyScore: readonly [number, number],
  frequencyScore: readonly [number, number],
  monetaryScore: readonly [number, number],
): RfmRule {
  return { name, when: { recencyScore, frequencyScore, monetaryScore } };
}
