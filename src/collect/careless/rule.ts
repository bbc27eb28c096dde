/** The rules, in the order in which they are tried. */
export type CarelessRule =
  | "long string"
  | "low variability"
  | "too fast"
  | "inconsistent synonyms"
  | "inconsistent antonyms"
  | "inconsistent halves"
  | "wrong instructed answer"
  | "impossible answer"
  | "far from others";

/** A rule applied: who breaks it (a reason), who does not (""), and who cannot be judged (undefined). */
export interface Applied {
  readonly rule: CarelessRule;
  readonly limit: number | null;
  readonly meaning: string;
  readonly reasons: readonly (string | undefined)[];
}

/** What one way of looking finds. */
export interface Found<V = number | null> {
  /** A figure a respondent; null where it cannot be computed. */
  readonly values: readonly V[];
  /** The rule that judges by the figures, where they can judge. */
  readonly rule?: Applied;
  /** What was taken for granted, or why nobody can be judged, in words. */
  readonly notes?: readonly string[];
}

/** Nobody can be judged, and why. */
export function notJudged(rows: number, notes: readonly string[]): Found {
  return { values: new Array<null>(rows).fill(null), notes };
}

/** The reason of each respondent whose figure is wrong. */
export function reasonsOf(
  values: readonly (number | null)[],
  isWrong: (value: number) => boolean,
  reason: (value: number) => string,
): (string | undefined)[] {
  return values.map((value) => (value === null ? undefined : isWrong(value) ? reason(value) : ""));
}
