import { bestOf, type Peak } from "../numeric/bestOf.js";
import type { Search } from "../segmentation.js";

/**
 * The search of a likelihood from several starts: its optima, best first, and how often each was found. Those within `same` of each other are one; starts in
 * which something collapsed count only where it did in all.
 */
export function peaksReport(peaks: readonly Peak[], same: number): Search {
  const { collapsed, logLikelihood } = bestOf(peaks);
  const optima: { value: number; times: number }[] = [];
  const values = peaks.filter((peak) => peak.collapsed === collapsed).map((peak) => peak.logLikelihood);
  for (const value of values.sort((a, b) => b - a)) {
    const last = optima.at(-1);
    if (last !== undefined && value >= last.value - same) last.times++;
    else optima.push({ value, times: 1 });
  }
  return {
    restarts: peaks.length,
    timesFound: optima[0]!.times,
    best: logLikelihood,
    optima,
    ...(collapsed ? { collapsed } : {}),
  };
}
