import type { Search } from "../segmentation.js";

/** Optima whose value differs by less than this share differ by a few customers. Much more, and in a round cloud they are others. */
const asGood = 1e-5;

/**
 * Whether the best solution, or one as good for any purpose (its value within a hundred-thousandth), came back too seldom to rely on it:
 * once, or in fewer than a tenth of the random starts.
 */
export function seldomFound({
  restarts,
  timesFound,
  best = 0,
  optima = [],
}: Pick<Search, "restarts" | "timesFound"> & Partial<Search>): boolean {
  const near = optima.filter(({ value }) => Math.abs(value - best) <= asGood * Math.abs(best));
  const times = Math.max(
    timesFound,
    near.reduce((sum, one) => sum + one.times, 0),
  );
  return restarts > 1 && (times === 1 || times < restarts / 10);
}
