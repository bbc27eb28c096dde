/**
 * How many of the starts, which ended at these values, were needed until the least (within a billionth) had come back `enough` times; undefined
 * where it has not yet. Infinite values are of starts that found nothing.
 */
export function startsNeeded(values: readonly number[], enough: number): number | undefined {
  let best = Number.POSITIVE_INFINITY;
  let times = 0;
  for (const [start, value] of values.entries()) {
    if (value === Number.POSITIVE_INFINITY) continue;
    if (value < best * (1 - 1e-9)) times = 0;
    best = Math.min(best, value);
    if (value <= best * (1 + 1e-9) && ++times >= enough) return start + 1;
  }
  return undefined;
}
