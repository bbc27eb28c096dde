import { anova, sumsOfSquares, welchAnova } from "../numeric/anova.js";
import { chiSquaredTest } from "../numeric/chiSquaredTest.js";
import { kruskalWallis } from "../numeric/kruskalWallis.js";
import { percent, readable } from "../readable.js";

/** How numbers are tested. */
export type NumberTest = "auto" | "welch" | "anova" | "kruskalWallis";

/** One variable, tested. What cannot be known is null. */
export interface Tested {
  readonly test: string;
  readonly statistic: number | null;
  readonly df1: number | null;
  readonly df2: number | null;
  readonly p: number | null;
  readonly effect: string;
  readonly effectSize: number | null;
  /** The effect as a correlation: the root of eta or epsilon squared, or Cramer's V. */
  readonly strength: number | null;
  readonly reading: string;
  readonly warning: string | null;
}

/** Fewer values than this in a segment are ranked. */
export const fewValues = 10;
/** Skewness within segments beyond which values are ranked. */
export const muchSkewness = 2;

/** Numbers by segment; segments without a value are left out. */
export function testNumbers(all: readonly Float64Array[], asked: NumberTest): Tested {
  const groups = all.filter((group) => group.length > 0);
  const test = asked === "auto" ? usualTest(groups) : asked;
  const nothing = untested(
    test === "kruskalWallis" ? "Kruskal-Wallis" : test === "welch" ? "Welch's ANOVA" : "ANOVA",
    test === "kruskalWallis" ? "epsilon squared" : "eta squared",
  );
  if (groups.length < 2) return { ...nothing, warning: "fewer than two segments have a value" };
  const left = all.length - groups.length;
  const warning = left === 0 ? null : `${left} of ${all.length} segments have no value and are left out`;
  if (test === "kruskalWallis") {
    const found = kruskalWallis(groups);
    if (found === undefined) return { ...nothing, warning: "all values are equal" };
    const { h, df, p, epsilonSquared } = found;
    return { ...nothing, statistic: h, df1: df, p, ...squaredEffect(epsilonSquared), warning };
  }
  const { between, within, etaSquared } = sumsOfSquares(groups);
  if (!(between + within > 0)) return { ...nothing, warning: "all values are equal" };
  const found = test === "welch" ? welchAnova(groups) : anova(groups);
  if (found === undefined)
    return {
      ...nothing,
      ...squaredEffect(etaSquared),
      warning: `${nothing.test} needs two values that differ in each segment: not tested; take numbers: "kruskalWallis"`,
    };
  const { f, df1, df2, p } = found;
  return { ...nothing, statistic: f, df1, df2, p, ...squaredEffect(etaSquared), warning };
}

/** Welch's test, or ranks where a mean says little: few or equal values in a segment, or a long tail. */
function usualTest(groups: readonly Float64Array[]): "welch" | "kruskalWallis" {
  const few = groups.some((group) => group.length < fewValues || group.every((value) => value === group[0]));
  return few || Math.abs(skewnessWithin(groups)) > muchSkewness ? "kruskalWallis" : "welch";
}

/** Skewness of the distances from the segments' means. */
function skewnessWithin(groups: readonly Float64Array[]): number {
  let [rows, squares, cubes] = [0, 0, 0];
  for (const group of groups) {
    const mean = group.reduce((sum, value) => sum + value, 0) / group.length;
    rows += group.length;
    for (const value of group) {
      squares += (value - mean) ** 2;
      cubes += (value - mean) ** 3;
    }
  }
  return squares > 0 ? cubes / rows / (squares / rows) ** 1.5 : 0;
}

/** Counts of levels by segment (row-major, segments in rows). */
export function testCategories(counts: Float64Array, segments: number, levels: number, biasCorrected: boolean): Tested {
  const nothing = untested("chi-squared", biasCorrected ? "Cramer's V (bias-corrected)" : "Cramer's V");
  const found = chiSquaredTest(counts, segments, levels);
  if (found === undefined)
    return { ...nothing, warning: "fewer than two segments, or fewer than two answers, have a value" };
  const { chiSquared, df, p, cramersV, correctedV, smaller, smallestExpected, belowFive } = found;
  const effectSize = biasCorrected ? correctedV : cramersV;
  // Cochran's rule.
  const thin = smallestExpected < 1 || belowFive > 0.2;
  return {
    ...nothing,
    statistic: chiSquared,
    df1: df,
    p,
    effectSize,
    strength: effectSize,
    reading: wordFor(effectSize * Math.sqrt(smaller), [0.1, 0.3, 0.5]),
    warning: thin
      ? `p is rough: ${percent(belowFive)} of the cells are expected to hold fewer than 5 (the smallest ${readable(smallestExpected, 2)}); merge rare answers`
      : null,
  };
}

function untested(test: string, effect: string): Tested {
  return {
    test,
    statistic: null,
    df1: null,
    df2: null,
    p: null,
    effect,
    effectSize: null,
    strength: null,
    reading: "unknown",
    warning: null,
  };
}

function squaredEffect(effectSize: number): Pick<Tested, "effectSize" | "strength" | "reading"> {
  return { effectSize, strength: Math.sqrt(effectSize), reading: wordFor(effectSize, [0.01, 0.06, 0.14]) };
}

/** Cohen's words. */
function wordFor(size: number, bounds: readonly [number, number, number]): string {
  return size < bounds[0] ? "negligible" : size < bounds[1] ? "small" : size < bounds[2] ? "medium" : "large";
}
