import { ckmeans } from "simple-statistics";

/** Natural breaks are sought among this many values at most. */
const mostValues = 5000;

/** The level of each value: 1 plus the number of cuts at or below it. Equal values get equal levels. */
export function levelsOf(values: Float64Array, cuts: readonly number[]): Int32Array {
  const levels = new Int32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    let level = 1;
    for (const cut of cuts) if (value >= cut) level++;
    levels[i] = level;
  }
  return levels;
}

/**
 * Cuts between `levels` groups of equal size. Level j ends with the j-th quantile (Hyndman and Fan's type 7), so its cut is the
 * first value after it: in a column of whole numbers the quantile plus 1, as the R package rfm cuts, else the next
 * value in the data.
 *
 * Where several quantiles fall on one value, its rows stand across several levels. They get the lowest where `tiesLow`, else the highest.
 */
export function quantileCuts(values: Float64Array, levels: number, tiesLow: boolean): number[] {
  const sorted = values.slice().sort();
  const whole = sorted.every(Number.isInteger);
  const ends = Array.from({ length: levels - 1 }, (_, j) => quantile(sorted, (j + 1) / levels));
  const cuts = ends.map((end) => {
    const tied = ends.filter((other) => other === end).length > 1;
    if (tied && !tiesLow) return end;
    return whole ? end + 1 : (sorted[firstAbove(sorted, end)] ?? nextAbove(end));
  });
  // One above a quantile can lie beyond the next, tied quantile; cuts never descend.
  for (let j = cuts.length - 2; j >= 0; j--) cuts[j] = Math.min(cuts[j]!, cuts[j + 1]!);
  return cuts;
}

/**
 * Cuts that leave the groups as alike inside as can be: the least sum of squares in one dimension (Fisher 1958; Wang and Song 2011), by
 * simple-statistics. Each cut is the smallest value of its group. Where distinct values are fewer than levels, the groups spread
 * evenly over the levels: cuts repeat, and no value gets the levels between.
 */
export function naturalCuts(values: Float64Array, levels: number): number[] {
  const sorted = values.slice().sort();
  const step = (sorted.length - 1) / (mostValues - 1);
  const seen =
    sorted.length <= mostValues
      ? Array.from(sorted)
      : Array.from({ length: mostValues }, (_, i) => sorted[Math.floor(i * step)]!);
  const groups = ckmeans(seen, Math.min(levels, new Set(seen).size)).map((group) => group[0]!);
  const level = (group: number) =>
    groups.length === 1 ? Math.ceil(levels / 2) : 1 + Math.round((group * (levels - 1)) / (groups.length - 1));
  return Array.from(
    { length: levels - 1 },
    (_, j) => groups.find((_, group) => level(group) >= j + 2) ?? nextAbove(sorted.at(-1)!),
  );
}

/** A double just above the value. */
function nextAbove(value: number): number {
  return value + Math.max(Math.abs(value) * Number.EPSILON, Number.MIN_VALUE);
}

/** The type 7 quantile of ascending values; twelve digits, so that 14.8 does not come out as 14.800000000000182. */
function quantile(sorted: Float64Array, p: number): number {
  const at = (sorted.length - 1) * p;
  const below = sorted[Math.floor(at)]!;
  const above = sorted[Math.ceil(at)]!;
  return below === above ? below : Number((below + (at - Math.floor(at)) * (above - below)).toPrecision(12));
}

/** Position of the first value above the bound in ascending values. */
function firstAbove(sorted: Float64Array, bound: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! > bound) high = middle;
    else low = middle + 1;
  }
  return low;
}
