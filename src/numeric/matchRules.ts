import type { Rule } from "../segmentation.js";

/**
 * For each row the first rule that matches it (-1: none), how many rules match it, and whether it lacks a value that a
 * rule asks for. A missing value (NaN) lies within no bounds.
 */
export function matchRules(
  rules: readonly Rule[],
  columns: ReadonlyMap<string, Float64Array>,
  rows: number,
): { matched: Int32Array; times: Int32Array; lacking: Uint8Array } {
  const matched = new Int32Array(rows).fill(-1);
  const times = new Int32Array(rows);
  const lacking = new Uint8Array(rows);
  rules.forEach((rule, r) => {
    const bounds = Object.entries(rule.when).map(([name, [low, high]]) => ({ values: columns.get(name)!, low, high }));
    for (let i = 0; i < rows; i++) {
      let inside = true;
      for (const { values, low, high } of bounds) {
        const value = values[i]!;
        if (Number.isNaN(value)) lacking[i] = 1;
        if (!(value >= low && value <= high)) inside = false;
      }
      if (!inside) continue;
      if (matched[i]! < 0) matched[i] = r;
      times[i] = times[i]! + 1;
    }
  });
  return { matched, times, lacking };
}
