import { quoted } from "../../errors.js";

/** The values with their counts, the most frequent first (ties by text), six at most: '"Unspecified" (446), "RSA" (58) and 3 more'. */
export function frequentValues(counts: ReadonlyMap<string, number>): string {
  const sorted = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const named = sorted.slice(0, 6).map(([value, count]) => `${quoted(value)} (${count})`);
  return `${named.join(", ")}${sorted.length > 6 ? ` and ${sorted.length - 6} more` : ""}`;
}

/** How often each value occurs. */
export function countValues(values: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
