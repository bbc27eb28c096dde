import { orNull } from "../table.js";
import { countsFromZero } from "./countsFromZero.js";

/** Values of one variable by segment: numbers, or counts of levels (row-major, segments in rows). */
export type Measured =
  | { readonly kind: "number"; readonly name: string; readonly groups: readonly Float64Array[]; readonly n: number }
  | {
      readonly kind: "category";
      readonly name: string;
      readonly levels: readonly string[];
      readonly counts: Float64Array;
      readonly n: number;
    };

/** When a variable marks a segment. */
export interface MarkerRule {
  /** Distance from the mean of all, as a share of the way from the lowest value to the maximum. */
  readonly absolute: number;
  /** Distance from the mean of all, as a share of that mean. */
  readonly relative: number;
  /** Distance from the mean of all, in standard deviations, for numbers that go below 0 as scores do: shares say nothing there. */
  readonly standardized: number;
  /** Whose maximum: the largest overall mean of all variables, or each variable's own largest value. */
  readonly maximum: "all" | "each";
}

/** One segment on one variable, or on one level of a category. */
export type MarkerRow = {
  variable: string;
  /** The answer whose share is given; null for numbers. */
  level: string | null;
  label: number;
  segment: string;
  size: number;
  /** Mean of the segment, or its share of the level; null where it has no value. */
  mean: number | null;
  overall: number;
  difference: number | null;
  /** The difference as a share of the mean of all; null where that is 0, and for numbers that go below 0 as scores do. */
  relative: number | null;
  /** Whether the variable marks the segment. */
  marker: boolean;
};

/** One bar of each segment. */
interface Line {
  readonly variable: string;
  readonly level: string | null;
  readonly means: readonly number[];
  readonly overall: number;
  /** From where to where values go: for numbers from the lowest, but at least 0; for shares 0 and 1. */
  readonly lowest: number;
  readonly largest: number;
  /** The standard deviation of numbers of which shares say nothing. */
  readonly spread?: number;
}

/** The rule with its defaults, and the maximum decided. */
export function markerRule(
  measured: readonly Measured[],
  options: { absolute?: number; relative?: number; standardized?: number; maximum?: "auto" | "all" | "each" },
): MarkerRule {
  const { absolute = 0.25, relative = 0.5, standardized = 0.5, maximum = "auto" } = options;
  for (const [name, value] of [
    ["absolute", absolute],
    ["relative", relative],
    ["standardized", standardized],
  ] as const)
    if (!(value > 0)) throw new RangeError(`expected markers.${name} to be a number above 0, got ${value}`);
  if (maximum !== "auto" && maximum !== "all" && maximum !== "each")
    throw new RangeError(`expected markers.maximum to be "auto", "all" or "each", got ${JSON.stringify(maximum)}`);
  return {
    absolute,
    relative,
    standardized,
    maximum: maximum === "auto" ? (oneUnit(measured) ? "all" : "each") : maximum,
  };
}

/** Whether all number variables have the same lowest and highest value, as answers on one scale have. */
function oneUnit(measured: readonly Measured[]): boolean {
  const spans = measured.flatMap((one) => {
    if (one.kind !== "number") return [];
    const [low, high] = span(one.groups);
    return [`${low} ${high}`];
  });
  return spans.length > 1 && new Set(spans).size === 1;
}

/** How far each segment lies from all, on each variable. */
export function markerRows(
  measured: readonly Measured[],
  segments: readonly { readonly label: number; readonly name: string; readonly size: number }[],
  rule: MarkerRule,
): MarkerRow[] {
  const lines = measured.flatMap((one) => linesOf(one, segments.length));
  const numbers = lines.filter(({ level, spread }) => level === null && spread === undefined);
  const together =
    Math.max(...numbers.map(({ overall }) => overall)) - Math.min(...numbers.map(({ lowest }) => lowest));
  return lines.flatMap(({ variable, level, means, overall, lowest, largest, spread }) =>
    segments.map(({ label, name, size }): MarkerRow => {
      const mean = means[label]!;
      const difference = mean - overall;
      const way = rule.maximum === "all" && level === null ? together : largest - lowest;
      const far = spread === undefined ? rule.absolute * way : rule.standardized * spread;
      const share = overall === 0 || spread !== undefined ? Number.NaN : difference / overall;
      return {
        variable,
        level,
        label,
        segment: name,
        size,
        mean: orNull(mean),
        overall,
        difference: orNull(difference),
        relative: orNull(share),
        // Where all values are the same, nothing lies apart.
        marker: (far > 0 && Math.abs(difference) >= far) || Math.abs(share) >= rule.relative,
      };
    }),
  );
}

function linesOf(one: Measured, k: number): Line[] {
  if (one.n === 0) return [];
  if (one.kind === "number") {
    const sums = one.groups.map((group) => group.reduce((sum, value) => sum + value, 0));
    const overall = sums.reduce((sum, value) => sum + value, 0) / one.n;
    const [low, largest] = span(one.groups);
    const squares = one.groups.reduce(
      (sum, group) => group.reduce((own, value) => own + (value - overall) ** 2, sum),
      0,
    );
    return [
      {
        variable: one.name,
        level: null,
        means: sums.map((sum, label) => sum / one.groups[label]!.length),
        overall,
        lowest: Math.max(0, low),
        largest,
        ...(countsFromZero(valuesOf(one.groups)) ? {} : { spread: Math.sqrt(squares / one.n) }),
      },
    ];
  }
  const { levels, counts } = one;
  const rows = Array.from({ length: k }, (_, label) =>
    levels.reduce((sum, _, code) => sum + counts[label * levels.length + code]!, 0),
  );
  return levels.flatMap((level, code) => {
    const of = rows.map((_, label) => counts[label * levels.length + code]!);
    const overall = of.reduce((sum, count) => sum + count, 0) / one.n;
    if (overall === 0) return [];
    const means = of.map((count, label) => count / rows[label]!);
    return [{ variable: one.name, level, means, overall, lowest: 0, largest: 1 }];
  });
}

function* valuesOf(groups: readonly Float64Array[]): Generator<number> {
  for (const group of groups) yield* group;
}

function span(groups: readonly Float64Array[]): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const group of groups) {
    for (const value of group) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return [low, high];
}
