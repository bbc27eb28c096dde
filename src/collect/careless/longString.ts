import { counted } from "../../readable.js";
import type { Item } from "../survey/item.js";
import type { ChosenAnswers } from "./chosenAnswers.js";
import { requireWithin } from "./requireWithin.js";
import { longestRun } from "./responseRuns.js";
import type { Found } from "./rule.js";

/**
 * The longest run of equal answers of each respondent; long are half of the longest row of items with the same levels, and at least 5. Nobody is judged where no
 * row of items is as long as that.
 */
export function longString({ items, respondents, of }: ChosenAnswers, asked: number | undefined): Found<number> {
  const { block, longest } = blocks(items);
  const limit = asked ?? Math.max(5, Math.ceil(longest / 2));
  requireWithin("longString", limit, 2, Number.POSITIVE_INFINITY);
  const runs = Array.from({ length: respondents }, (_, i) => longestRun(of(i), block));
  const values = runs.map(({ length }) => length);
  if (longest < limit)
    return {
      values,
      notes: [
        `no more than ${counted(longest, "item")} with the same levels side by side, so ${limit} equal answers in a row cannot come about and nobody is judged by them; pass { longString } to judge by fewer`,
      ],
    };
  return {
    values,
    rule: {
      rule: "long string",
      limit,
      meaning: `${limit} or more equal answers in a row, of ${longest} items with the same levels side by side`,
      reasons: runs.map(({ length, from }) => {
        if (length === 0) return undefined;
        return length >= limit ? `${length} equal answers in a row from ${items[from]!.name} on (limit ${limit})` : "";
      }),
    },
  };
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
