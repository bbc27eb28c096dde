import { levelsOf, levelText, otherLevel } from "../levels.js";
import { counted, percent } from "../readable.js";
import type { Value } from "../table.js";

/** Which levels of a category are kept apart, in order, and the one that stands for all others where there are any. */
export interface KeptLevels {
  /** The pooled level, where there is one, is the last. */
  readonly levels: readonly string[];
  readonly other?: string;
  readonly warnings: readonly string[];
}

/**
 * The levels that a category keeps: at most `mostLevels`, the most frequent (of equal ones the first in their order), each with at least `leastShare` of the
 * rows that have one. Where all but one are kept, that one is, too: a pool of one would only hide its name.
 */
export function keptLevels(
  cells: ArrayLike<Value>,
  name: string,
  rule: { readonly mostLevels: number; readonly leastShare: number },
): KeptLevels {
  const levels = levelsOf(cells, name);
  const counts = new Map(levels.map((level) => [level, 0]));
  let rows = 0;
  for (let i = 0; i < cells.length; i++) {
    const text = levelText(cells[i], i, name);
    if (text === null) continue;
    counts.set(text, counts.get(text)! + 1);
    rows++;
  }
  const frequent = levels
    .map((level, place) => ({ level, place, count: counts.get(level)! }))
    .sort((a, b) => b.count - a.count || a.place - b.place)
    .slice(0, rule.mostLevels)
    // A quotient, for 0.07 * 100 is more than 7.
    .filter(({ count }) => count / rows >= rule.leastShare);
  if (frequent.length >= levels.length - 1) return { levels, warnings: [] };
  const chosen = new Set(frequent.map(({ level }) => level));
  const other = otherLevel(levels);
  const pooled = rows - frequent.reduce((sum, { count }) => sum + count, 0);
  return {
    levels: [...levels.filter((level) => chosen.has(level)), other],
    other,
    warnings: [
      `${name}: ${counted(levels.length - chosen.size, "level")} of ${levels.length} became ${JSON.stringify(other)}, ${counted(pooled, "row")} of ${rows} (${percent(pooled / rows)}).`,
    ],
  };
}
