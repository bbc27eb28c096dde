import type { Range } from "./ratingRanges.js";

/** The whole numbers from the lowest to the highest. */
export function wholeRange({ low, high }: Range): number[] {
  return Array.from({ length: high - low + 1 }, (_, i) => low + i);
}
