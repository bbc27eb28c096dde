import { fTail } from "./fTail.js";

/** An F test of equal means. */
export interface Anova {
  readonly f: number;
  readonly df1: number;
  readonly df2: number;
  readonly p: number;
}

/** Sums of squares between and within groups of numbers. */
export interface SumsOfSquares {
  readonly between: number;
  readonly within: number;
  /** Share of the sum of squares that lies between groups; NaN where nothing varies. */
  readonly etaSquared: number;
}

/** Sums of squares of groups that each hold a number at least, measured from the overall mean so that no digits are lost. */
export function sumsOfSquares(groups: readonly Float64Array[]): SumsOfSquares {
  const rows = groups.reduce((sum, group) => sum + group.length, 0);
  const first = groups[0]![0]!;
  const overall = groups.reduce((sum, group) => sum + group.reduce((own, value) => own + (value - first), 0), 0) / rows;
  let [between, within] = [0, 0];
  for (const group of groups) {
    const mean = group.reduce((sum, value) => sum + (value - first), 0) / group.length;
    between += group.length * (mean - overall) ** 2;
    for (const value of group) within += (value - first - mean) ** 2;
  }
  return { between, within, etaSquared: between / (between + within) };
}

/** The classical one-way analysis of variance, which takes the groups' variances to be equal; undefined where nothing varies or there are too few numbers. */
export function anova(groups: readonly Float64Array[]): Anova | undefined {
  const rows = groups.reduce((sum, group) => sum + group.length, 0);
  const [df1, df2] = [groups.length - 1, rows - groups.length];
  if (df1 < 1 || df2 < 1) return undefined;
  const { between, within } = sumsOfSquares(groups);
  if (!(between + within > 0)) return undefined;
  const f = between / df1 / (within / df2);
  return { f, df1, df2, p: fTail(f, df1, df2) };
}

/**
 * Welch's analysis of variance, which lets each group have its own variance; undefined where a group has fewer than two numbers or does not vary.
 *
 * Source: Welch, On the comparison of several mean values, Biometrika 38 (1951).
 */
export function welchAnova(groups: readonly Float64Array[]): Anova | undefined {
  const k = groups.length;
  if (k < 2) return undefined;
  const means: number[] = [];
  const weights: number[] = [];
  for (const group of groups) {
    const mean = group.reduce((sum, value) => sum + (value - group[0]!), 0) / group.length + group[0]!;
    const variance = group.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (group.length - 1);
    if (!(variance > 1e-24 * mean * mean)) return undefined;
    means.push(mean);
    weights.push(group.length / variance);
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const center = means.reduce((sum, mean, g) => sum + weights[g]! * mean, 0) / total;
  const between = means.reduce((sum, mean, g) => sum + weights[g]! * (mean - center) ** 2, 0) / (k - 1);
  const spread = groups.reduce((sum, group, g) => sum + (1 - weights[g]! / total) ** 2 / (group.length - 1), 0);
  const lambda = (3 * spread) / (k * k - 1);
  const f = between / (1 + (2 * lambda * (k - 2)) / 3);
  return { f, df1: k - 1, df2: 1 / lambda, p: fTail(f, k - 1, 1 / lambda) };
}
