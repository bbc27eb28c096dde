import type { Search } from "../segmentation.js";

/** How often each optimum was found by starts that ended at these values (0 or more, the least being the best); within a billionth they are the same. */
export function searchReport(values: readonly number[]): Search {
  const optima: { value: number; times: number }[] = [];
  for (const value of [...values].sort((a, b) => a - b)) {
    const last = optima.at(-1);
    if (last !== undefined && value <= last.value * (1 + 1e-9)) last.times++;
    else optima.push({ value, times: 1 });
  }
  return { restarts: values.length, timesFound: optima[0]!.times, best: optima[0]!.value, optima };
}
