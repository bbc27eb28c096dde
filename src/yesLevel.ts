/** Pairs of levels that say yes and no. */
const pairs: readonly (readonly [yes: string, no: string])[] = [
  ["yes", "no"],
  ["true", "false"],
  ["y", "n"],
  ["1", "0"],
];

/**
 * The level that says yes where a column's levels are yes and no (in any case of letters), true and false, y and n, or 1 and 0;
 * undefined where they are others. The share of its yes tells all about such a column.
 */
export function yesLevel(levels: readonly string[]): string | undefined {
  if (levels.length !== 2) return undefined;
  const plain = levels.map((level) => level.trim().toLowerCase());
  const pair = pairs.find(([yes, no]) => plain.includes(yes) && plain.includes(no));
  return pair === undefined ? undefined : levels[plain.indexOf(pair[0])];
}
