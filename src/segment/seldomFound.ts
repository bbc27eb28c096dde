import type { Search } from "../segmentation.js";

/** Whether the best solution came back too seldom to rely on it: once, or in fewer than a tenth of the random starts. */
export function seldomFound({ restarts, timesFound }: Pick<Search, "restarts" | "timesFound">): boolean {
  return restarts > 1 && (timesFound === 1 || timesFound < restarts / 10);
}
