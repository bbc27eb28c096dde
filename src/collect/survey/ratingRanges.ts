import { group } from "d3-array";

/** Whole numbers from the lowest to the highest. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** Whether distinct numbers, ascending, can be points of a rating: whole, from 0 to 11, and at least three; fewer are one only beside others. */
export function isRating(numbers: readonly number[] | undefined, least = 3): numbers is readonly number[] {
  return (
    numbers !== undefined &&
    numbers.length >= least &&
    numbers[0]! >= 0 &&
    numbers.at(-1)! <= 11 &&
    numbers.every(Number.isInteger)
  );
}

/** From the lowest to the highest of distinct numbers, ascending. */
export function rangeOf(numbers: readonly number[]): Range {
  return { low: numbers[0]!, high: numbers.at(-1)! };
}

export function isWithin(inner: Range, outer: Range): boolean {
  return inner.low >= outer.low && inner.high <= outer.high;
}

/** The ranges that at least so many ratings have in common, narrow ones first, with the places of these. */
export function ratingRanges(
  columns: readonly (readonly number[] | undefined)[],
  least = 3,
): { range: Range; columns: number[] }[] {
  const rated = columns.flatMap((numbers, j) => (isRating(numbers) ? [{ ...rangeOf(numbers), j }] : []));
  return [...group(rated, ({ low, high }) => `${low} ${high}`).values()]
    .filter((alike) => alike.length >= least)
    .map((alike) => ({ range: { low: alike[0]!.low, high: alike[0]!.high }, columns: alike.map(({ j }) => j) }))
    .sort((a, b) => a.range.high - a.range.low - (b.range.high - b.range.low) || a.columns[0]! - b.columns[0]!);
}
