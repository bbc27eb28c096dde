import { correlations } from "../../numeric/correlations.js";

/** Two items that respondents answer alike, or the opposite way, by position. */
export interface ItemPair {
  readonly a: number;
  readonly b: number;
}

/** Pairs of items that respondents answer alike, and pairs that they answer the opposite way. */
export interface ItemPairs {
  readonly synonyms: readonly ItemPair[];
  readonly antonyms: readonly ItemPair[];
}

/** Fewer places than this have a correlation of 1 or -1, whatever stands there. */
const leastPlaces = 3;

/**
 * Psychometric synonyms and antonyms: pairs of items whose correlation over all respondents is at least `critical`, or at most minus that. In
 * the R package careless the limit is .60.
 */
export function itemPairs(columns: readonly Float64Array[], critical: number): ItemPairs {
  const synonyms: ItemPair[] = [];
  const antonyms: ItemPair[] = [];
  const { matrix } = correlations(columns);
  for (let a = 0; a < columns.length; a++)
    for (let b = a + 1; b < columns.length; b++) {
      const correlation = matrix[a * columns.length + b]!;
      if (!(Math.abs(correlation) >= critical) || !haveEnough(columns[a]!, columns[b]!)) continue;
      if (correlation >= critical) synonyms.push({ a, b });
      if (correlation <= -critical) antonyms.push({ a, b });
    }
  return { synonyms, antonyms };
}

/** The correlation of a respondent's answers over pairs of items: first items with second ones. */
export function withinPairs(answers: ArrayLike<number>, pairs: readonly ItemPair[]): number | undefined {
  return correlationOf(
    Float64Array.from(pairs, ({ a }) => answers[a]!),
    Float64Array.from(pairs, ({ b }) => answers[b]!),
  );
}

/**
 * Even-odd consistency: for each scale the mean of its items in odd and in even places, correlated over the scales and stepped up to the full
 * length by Spearman and Brown's formula, 2r / (1 + r), no lower than -1. Items are to be turned the same way before.
 */
export function evenOdd(answers: ArrayLike<number>, scales: readonly (readonly number[])[]): number | undefined {
  const half = (items: readonly number[], odd: number) => {
    const given = items.filter((_, k) => k % 2 === odd).map((j) => answers[j]!);
    const known = given.filter((value) => !Number.isNaN(value));
    // Measured from the first answer, equal answers have that mean exactly.
    const first = known[0] ?? Number.NaN;
    return first + known.reduce((sum, value) => sum + (value - first), 0) / known.length;
  };
  const r = correlationOf(
    Float64Array.from(scales, (items) => half(items, 0)),
    Float64Array.from(scales, (items) => half(items, 1)),
  );
  if (r === undefined) return undefined;
  return r <= -1 ? -1 : Math.max(-1, (2 * r) / (1 + r));
}

/** Pearson's correlation of the places where both have a value (NaN is missing); undefined where one of them is constant or there are fewer than 3. */
export function correlationOf(x: Float64Array, y: Float64Array): number | undefined {
  const correlation = correlations([x, y]).matrix[1]!;
  return Number.isNaN(correlation) || !haveEnough(x, y) ? undefined : correlation;
}

function haveEnough(x: Float64Array, y: Float64Array): boolean {
  let count = 0;
  for (let i = 0; i < x.length && count < leastPlaces; i++) if (!Number.isNaN(x[i]! + y[i]!)) count++;
  return count >= leastPlaces;
}
