/** The longest run of equal answers, and how many columns it could have had. */
export interface LongestRun {
  readonly length: number;
  /** The column where it begins. */
  readonly from: number;
}

/**
 * The longest run of equal answers side by side (Johnson 2005). A missing answer (NaN) ends a run, and so does an item with other
 * levels: `block[j]` is equal for items that can be answered alike. Of equally long runs the first counts.
 */
export function longestRun(answers: ArrayLike<number>, block: ArrayLike<number>): LongestRun {
  let best: LongestRun = { length: 0, from: 0 };
  let length = 0;
  for (let j = 0; j < answers.length; j++) {
    const answer = answers[j]!;
    if (Number.isNaN(answer)) {
      length = 0;
      continue;
    }
    length = length > 0 && answers[j - 1] === answer && block[j - 1] === block[j] ? length + 1 : 1;
    if (length > best.length) best = { length, from: j - length + 1 };
  }
  return best;
}
