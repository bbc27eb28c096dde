/** Two items that respondents answer alike, or the opposite way, by position. */
export interface ItemPair {
  readonly a: number;
  readonly b: number;
}

/** Pearson's correlation of the places where both have a value (NaN is missing); undefined where one of them is constant or there are fewer than 3. */
function pairwiseCorrelation(x: ArrayLike<number>, y: ArrayLike<number>): number | undefined {
  let [count, sumX, sumY] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    if (Number.isNaN(x[i]! + y[i]!)) continue;
    count++;
    sumX += x[i]!;
    sumY += y[i]!;
  }
  if (count < 3) return undefined;
  const [meanX, meanY] = [sumX / count, sumY / count];
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    if (Number.isNaN(x[i]! + y[i]!)) continue;
    const [dx, dy] = [x[i]! - meanX, y[i]! - meanY];
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  // A constant leaves only what rounding leaves.
  const nothing = 1e-20 * count;
  if (xx <= nothing * (1 + meanX ** 2) || yy <= nothing * (1 + meanY ** 2)) return undefined;
  return Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
}

/**
 * Psychometric synonyms and antonyms: pairs of items whose correlation over all respondents is at least `critical`, or at most minus that. In
 * the R package careless the limit is .60.
 */
export function itemPairs(
  columns: readonly Float64Array[],
  critical: number,
): { synonyms: ItemPair[]; antonyms: ItemPair[] } {
  const synonyms: ItemPair[] = [];
  const antonyms: ItemPair[] = [];
  for (let a = 0; a < columns.length; a++)
    for (let b = a + 1; b < columns.length; b++) {
      const correlation = pairwiseCorrelation(columns[a]!, columns[b]!);
      if (correlation === undefined) continue;
      if (correlation >= critical) synonyms.push({ a, b });
      if (correlation <= -critical) antonyms.push({ a, b });
    }
  return { synonyms, antonyms };
}

/** The correlation of a respondent's answers over pairs of items: first items with second ones. */
export function withinPairs(answers: ArrayLike<number>, pairs: readonly ItemPair[]): number | undefined {
  const first = new Float64Array(pairs.length);
  const second = new Float64Array(pairs.length);
  for (let k = 0; k < pairs.length; k++) {
    first[k] = answers[pairs[k]!.a]!;
    second[k] = answers[pairs[k]!.b]!;
  }
  return pairwiseCorrelation(first, second);
}

/**
 * Even-odd consistency: for each scale the mean of its items in odd and in even places, correlated over the scales and stepped up to the full
 * length by Spearman and Brown's formula, 2r / (1 + r), no lower than -1. Items are to be turned the same way before.
 */
export function evenOdd(answers: ArrayLike<number>, scales: readonly (readonly number[])[]): number | undefined {
  const half = (items: readonly number[], odd: number) => {
    const given = items.filter((_, k) => k % 2 === odd).map((j) => answers[j]!);
    const known = given.filter((value) => !Number.isNaN(value));
    return known.length === 0 ? Number.NaN : known.reduce((sum, value) => sum + value, 0) / known.length;
  };
  const r = pairwiseCorrelation(
    scales.map((items) => half(items, 0)),
    scales.map((items) => half(items, 1)),
  );
  if (r === undefined) return undefined;
  return r <= -1 ? -1 : Math.max(-1, (2 * r) / (1 + r));
}
