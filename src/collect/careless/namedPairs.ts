import { DataError, quoted, requireColumn } from "../../errors.js";
import { correlationOf, type ItemPairs } from "./answerPairs.js";
import type { ChosenAnswers } from "./chosenAnswers.js";

/**
 * Pairs of items that ask the same or the opposite, by name. Which of the two, their correlation over all respondents says.
 *
 * @throws TypeError where a pair is no two names, RangeError where it is named twice; DataError where an item is not looked at, or a pair has no correlation.
 */
export function namedPairs(
  { items, columns }: ChosenAnswers,
  pairs: readonly (readonly [string, string])[],
): ItemPairs {
  if (!Array.isArray(pairs) || pairs.some((pair) => !Array.isArray(pair) || pair.length !== 2 || pair[0] === pair[1]))
    throw new TypeError(`expected pairs of two different items, such as [["q3", "q17"]], got ${quoted(pairs)}`);
  pairs.forEach(([first, second], k) => {
    const before = pairs.findIndex((pair) => pair.includes(first) && pair.includes(second));
    if (before < k)
      throw new RangeError(
        `expected every pair once, in whichever order, got ${quoted(pairs[before])} and ${quoted([first, second])}; leave one of them out`,
      );
  });
  const names = items.map(({ name }) => name);
  const found = pairs.map(([first, second]) => {
    for (const name of [first, second]) requireColumn(names, name, "an item of a pair, among those to look at");
    const [a, b] = [names.indexOf(first), names.indexOf(second)];
    const correlation = correlationOf(columns[a]!, columns[b]!);
    if (correlation === undefined)
      throw new DataError(
        `expected answers to the pair ${quoted(first)} and ${quoted(second)} that differ, from at least 3 respondents who gave both; leave the pair out`,
        { column: first },
      );
    return { a, b, correlation };
  });
  return {
    synonyms: found.filter(({ correlation }) => correlation >= 0).map(({ a, b }) => ({ a, b })),
    antonyms: found.filter(({ correlation }) => correlation < 0).map(({ a, b }) => ({ a, b })),
  };
}
