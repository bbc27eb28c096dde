import type { BaseGroup } from "../features.js";
import { percent, readable } from "../readable.js";
import type { Profile } from "../target/profile.js";
import { userText } from "./theme.js";

/** What the plots read of a profile. */
export type Described = Pick<Profile, "columns" | "segments" | "all"> & Partial<Pick<Profile, "categories" | "bases">>;

/** How far a segment lies from all customers: doublings of their figure, or standard deviations of a mean of which multiples say nothing; NaN where neither is known. */
export interface Comparison {
  readonly strength: number;
  readonly unit: "lift" | "SD";
  readonly said: string;
}

/** What a plot of a profile shows of each segment: the mean of a number, or the share of a level. */
export interface Feature {
  readonly name: string;
  /** The column that it is of: several levels may be of one. */
  readonly column: string;
  /** The name for an axis, safe for Plotly. */
  readonly label: string;
  readonly of: (figures: Described["all"]) => number;
  readonly against: (segment: Described["segments"][number]) => Comparison;
  /** The figure as a reader wants it, and what kind of figure it is. */
  readonly said: (figure: number, digits?: number) => string;
  readonly kind: "mean" | "share";
}

/** Levels of a category that are drawn; more would bury the others. */
const mostLevels = 12;

/**
 * The numbers of a profile, and then the levels of its categories: of yes and no the yes alone, else at most the twelve most frequent levels in
 * their order. `notes` says what is not drawn.
 */
export function profileFeatures({ columns, categories = [], bases = [], all }: Described): {
  features: Feature[];
  /** The features by base, where the profile has bases; `features` then stand in the same order. */
  groups: { base: string; of: Feature[] }[];
  notes: string[];
} {
  const notes: string[] = [];
  const features = columns.map(
    (name): Feature => ({
      name,
      column: name,
      label: userText(name, 28),
      of: ({ mean }) => mean[name] ?? Number.NaN,
      against: ({ lift, standardized }) => compared(lift[name], standardized[name]),
      said: readable,
      kind: "mean",
    }),
  );
  for (const { column, levels, yes } of categories) {
    const shares = all.levels[column] ?? {};
    const common = [...levels]
      .sort((a, b) => (shares[b] ?? 0) - (shares[a] ?? 0) || levels.indexOf(a) - levels.indexOf(b))
      .slice(0, mostLevels);
    if (common.length < levels.length)
      notes.push(`Of ${column} the ${mostLevels} most frequent of ${levels.length} levels are shown`);
    for (const level of yes === undefined ? levels.filter((one) => common.includes(one)) : [yes])
      features.push({
        name: `${column}: ${level}`,
        column,
        label: `${userText(column, 28)}: ${userText(level, 28)}`,
        of: (figures) => figures.levels[column]?.[level] ?? Number.NaN,
        against: ({ levelLift }) => compared(levelLift[column]?.[level]),
        said: percent,
        kind: "share",
      });
  }
  const groups = grouped(features, bases);
  return { features: groups.length > 0 ? groups.flatMap(({ of }) => of) : features, groups, notes };
}

/** What is of no base that the profile names comes last. */
function grouped(features: readonly Feature[], bases: readonly BaseGroup[]): { base: string; of: Feature[] }[] {
  if (bases.length === 0) return [];
  const baseOf = new Map(bases.flatMap(({ base, columns }) => columns.map((column) => [column, base] as const)));
  const order = [...new Set([...bases.map(({ base }) => base), "other" as const])];
  return order
    .map((base) => ({ base, of: features.filter(({ column }) => (baseOf.get(column) ?? "other") === base) }))
    .filter(({ of }) => of.length > 0);
}

function compared(lift = Number.NaN, standardized = Number.NaN): Comparison {
  if (Number.isFinite(lift) && lift >= 0)
    return { strength: Math.log2(lift), unit: "lift", said: `×${readable(lift, 2)}` };
  if (Number.isFinite(standardized)) {
    const said = readable(standardized, Math.abs(standardized) < 1 ? 1 : 2);
    return { strength: standardized, unit: "SD", said: `${standardized > 0 ? "+" : ""}${said} SD` };
  }
  return { strength: Number.NaN, unit: "lift", said: "no lift" };
}
