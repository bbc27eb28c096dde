import type { Answered, Given } from "./answersGiven.js";
import { orderedLevels } from "./orderedLevels.js";
import type { Proposal } from "./proposal.js";

interface Pool {
  readonly scale: string;
  readonly ranks: Map<string, number>;
  readonly of: string | undefined;
  readonly column: number;
}

/** Ordered levels for each column whose answers are known in English: its own levels, or those of another column that include them. */
export function knownOrders(columns: readonly Answered[], given: readonly Given[]): (Proposal | undefined)[] {
  const order = columns
    .map((_, j) => j)
    .filter((j) => given[j]!.numbers === undefined && given[j]!.total > 0 && given[j]!.texts.length <= 12)
    .sort((a, b) => given[b]!.texts.length - given[a]!.texts.length || a - b);
  const pools: Pool[] = [];
  const poolOf = new Map<number, Pool>();
  for (const j of order) {
    const { texts } = given[j]!;
    const { of } = columns[j]!.raw;
    const matrix = pools.find((pool) => {
      if (of === undefined || pool.of !== of) return false;
      const all = orderedLevels([...new Set([...pool.ranks.keys(), ...texts])]);
      return all !== undefined && all.scale === pool.scale;
    });
    const wider = pools.find((pool) => wereOffered(pool, given[pool.column]!, given[j]!));
    const own = orderedLevels(texts);
    const pool = matrix ?? wider ?? (own && { scale: own.scale, ranks: new Map(own.ranks), of, column: j });
    if (pool === undefined) continue;
    if (pool === matrix)
      for (const [level, rank] of orderedLevels([...new Set([...pool.ranks.keys(), ...texts])])!.ranks)
        pool.ranks.set(level, rank);
    if (!pools.includes(pool)) pools.push(pool);
    poolOf.set(j, pool);
  }
  return columns.map((_, j) => {
    const pool = poolOf.get(j);
    return pool === undefined ? undefined : ordered(pool, given[j]!);
  });
}

/**
 * Whether the levels of another column were probably offered in this one. Levels that few would have chosen here were. Levels that others often chose were, too, where all
 * of them lie beyond the same end: nobody disagrees with a popular statement. Where they lie between those that were chosen, or beyond both ends, they hardly were.
 */
function wereOffered({ ranks }: Pool, other: Given, { texts, total }: Given): boolean {
  if (!texts.every((text) => ranks.has(text))) return false;
  const often = [...ranks].filter(
    ([level]) => !texts.includes(level) && ((other.counts.get(level) ?? 0) / other.total) * total >= 5,
  );
  const seen = texts.map((text) => ranks.get(text)!);
  const [low, high] = [Math.min(...seen), Math.max(...seen)];
  return often.every(([, rank]) => rank < low) || often.every(([, rank]) => rank > high);
}

function ordered({ scale, ranks }: Pool, { counts }: Given): Proposal {
  const levels = [...ranks].sort((a, b) => a[1] - b[1]).map(([level]) => level);
  const unseen = levels.filter((level) => !counts.has(level));
  // Agree and disagree are a question of two answers; strongly agree and disagree are what was given of a longer scale.
  const two = levels.length === 2 && ranks.get(levels[0]!)! === -ranks.get(levels[1]!)!;
  return {
    kind: two ? "binary" : "likert",
    levels,
    codes: levels.map((_, i) => i + (two ? 0 : 1)),
    because: `levels of ${scale} in English`,
    ...(unseen.length === 0
      ? {}
      : {
          note: `nobody answered ${unseen.map((level) => JSON.stringify(level)).join(", ")}: the level is taken from other items; declare levels if it was not offered`,
        }),
  };
}
