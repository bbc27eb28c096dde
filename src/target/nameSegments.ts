import { percent, readable } from "../readable.js";
import type { Model, Segmentation } from "../segmentation.js";
import type { Profile, ProfileSegment } from "./profile.js";

/** Options of `nameSegments`. */
export interface NameSegmentsOptions {
  /** Names by label, segment 0 first; proposed from the profile where absent. */
  names?: readonly string[];
}

/**
 * Gives the segments names: the ones given, or plain words proposed from the profile.
 *
 * The proposal names, in the order of the profile's columns, the up to three columns in which the segment's mean lies
 * farthest from that of all customers, provided that its lift is at least 1.25 or at most 0.8; from 2.5 and down to 0.4
 * it says "very". Low recency reads "recent", since recency counts the days since the last order. Columns in which a segment has no lift, such as scores around 0 or a negative mean,
 * go by the distance of the means in standard deviations: half of one, and "very" from 1.5; and so do all columns where no lift is clear, as on a
 * scale from 1 to 6. Where no number stands out, categories are named: the up to three levels that more than half of
 * the segment have, by most above their share of all customers, and by at least 20 percentage points: "Mostly tasty, not cheap, diet vegan".
 * A segment that stands out nowhere is "Typical", one without customers "Empty".
 * Segments that would have the same name get their mean behind it, "Very high spend (monetary 6,150)", in the column where
 * their lifts (or these distances) lie farthest apart, or else the share of the level where these do; where nothing tells them apart, a number.
 *
 * When it misleads: a name is read as a description of every member, but it only compares a mean, or a share, with the average customer;
 * and a proposed name changes when another segment changes, so give your own once they are agreed.
 *
 * @returns The same Segmentation with `names`; where it was made by rules, its rules carry the new names too.
 * @throws RangeError where there is not one name per segment, a name is empty or occurs twice, or the profile is of other
 *   segments.
 *
 * @example
 * const customers = toTable([
 *   { customer: 1, recency: 5, monetary: 900 },
 *   { customer: 2, recency: 200, monetary: 100 },
 *   { customer: 3, recency: 220, monetary: 120 },
 * ]);
 * const found = await kmeans(matrix(customers, { scale: "standard" }), { k: 2 });
 * console.log(nameSegments(found, profile(customers, found)).names); // [ 'Lapsed, very low spend', 'Very recent, high spend' ]
 */
export function nameSegments<S extends Segmentation>(
  segmentation: S,
  profile: Profile,
  options: NameSegmentsOptions = {},
): S {
  const described = profile.segments.filter((segment) => segment.label >= 0);
  if (
    described.length !== segmentation.k ||
    described.some((segment) => segment.size !== segmentation.sizes[segment.label])
  )
    throw new RangeError(
      `expected the profile of these ${segmentation.k} segments of sizes ${segmentation.sizes.join(", ")}, got one of sizes ${described.map((segment) => segment.size).join(", ")}`,
    );
  const names = options.names === undefined ? distinct(described, profile) : checkNames(options.names, segmentation.k);
  return { ...segmentation, names, model: renamed(segmentation, names) };
}

/** What is worth a word, and what a "very": logarithms of lifts, and standard deviations where there is no lift. */
const LIFT = { clear: Math.log(1.25), very: Math.log(2.5) };
const STANDARDIZED = { clear: 0.5, very: 1.5 };

/** Words for columns that every shop has: what a low and a high mean are called. */
const WORDS: Readonly<Record<string, readonly [low: string, high: string]>> = {
  recency: ["recent", "lapsed"],
  frequency: ["infrequent", "frequent"],
  orders: ["infrequent", "frequent"],
  monetary: ["low spend", "high spend"],
  amount: ["low spend", "high spend"],
  revenue: ["low spend", "high spend"],
  spend: ["low spend", "high spend"],
  sales: ["low spend", "high spend"],
  averageorder: ["small orders", "large orders"],
  tenure: ["new", "long-standing"],
  age: ["young", "old"],
};

/** Percentage points, as a share, by which a level has to be more frequent than among all. */
const ABOVE = 0.2;

function propose(segment: ProfileSegment, { columns, categories, all }: Profile): string {
  if (segment.size === 0) return "Empty";
  const clearest = (measure: typeof standing) =>
    columns
      .map((name, place) => ({ name, place, ...measure(segment, name) }))
      // A hair below the bounds, since 1 / 0.8 and the like are not exact.
      .filter(({ strength }) => Math.abs(strength) >= 1 - 1e-12)
      .sort((a, b) => Math.abs(b.strength) - Math.abs(a.strength) || a.place - b.place)
      .slice(0, 3)
      .sort((a, b) => a.place - b.place);
  const lifted = clearest(standing);
  // On a scale from 1 to 6 no mean is half of another, and yet they lie apart.
  const clear = lifted.length > 0 ? lifted : clearest(standingInDeviations);
  if (clear.length === 0) return mostly(segment, categories, all);
  const phrase = clear
    .map(({ name, strength, very }) => {
      const known = Object.hasOwn(WORDS, name.toLowerCase()) ? WORDS[name.toLowerCase()] : undefined;
      const word = (known ?? [`low ${name}`, `high ${name}`])[strength < 0 ? 0 : 1];
      return Math.abs(strength) >= very - 1e-12 ? `very ${word}` : word;
    })
    .join(", ");
  return phrase.charAt(0).toUpperCase() + phrase.slice(1);
}

/** The levels that most of the segment have, and far fewer of all. */
function mostly(segment: ProfileSegment, categories: Profile["categories"], all: Profile["all"]): string {
  const clear = categories
    .map((category, place) => {
      const level = segment.mode[category.column] ?? "";
      const share = segment.levels[category.column]?.[level] ?? 0;
      return { category, place, level, share, above: share - (all.levels[category.column]?.[level] ?? 0) };
    })
    // A hair below the bound, since 0.7 - 0.5 and the like are not exact.
    .filter(({ share, above }) => share > 0.5 && above >= ABOVE - 1e-12)
    .sort((a, b) => b.above - a.above || a.place - b.place)
    .slice(0, 3)
    .sort((a, b) => a.place - b.place);
  if (clear.length === 0) return "Typical";
  return `Mostly ${clear.map(({ category, level }) => spoken(category, level)).join(", ")}`;
}

/** "cheap", "not cheap", or "diet vegan". */
function spoken({ column, yes }: Profile["categories"][number], level: string): string {
  if (yes === undefined) return `${column} ${level}`;
  return level === yes ? column : `not ${column}`;
}

/** How far a mean lies from that of all: 1 or -1 is worth a word, and 0 says nothing. */
function standing(segment: ProfileSegment, name: string): { strength: number; very: number } {
  const own = segment.lift[name] ?? Number.NaN;
  return own >= 0
    ? { strength: Math.log(own) / LIFT.clear, very: LIFT.very / LIFT.clear }
    : standingInDeviations(segment, name);
}

/** The same, where all is measured in standard deviations. */
function standingInDeviations({ standardized }: ProfileSegment, name: string): { strength: number; very: number } {
  const away = standardized[name] ?? Number.NaN;
  return { strength: Number.isNaN(away) ? 0 : away / STANDARDIZED.clear, very: STANDARDIZED.very / STANDARDIZED.clear };
}

function distinct(segments: readonly ProfileSegment[], profile: Profile): string[] {
  const proposed = segments.map((segment) => propose(segment, profile));
  const names = segments.map((segment, label) => {
    const alike = segments.filter((_, other) => proposed[other] === proposed[label]);
    const figure = alike.length > 1 ? farthestApart(alike, profile) : undefined;
    return figure === undefined ? proposed[label]! : `${proposed[label]} (${figure(segment)})`;
  });
  return numbered(names);
}

/**
 * The mean of the column in which no two of the segments have the same one as a reader sees it, and their lifts differ most; where there is none,
 * the share of a level, by the same rule.
 */
function farthestApart(
  segments: readonly ProfileSegment[],
  { columns, categories }: Profile,
): ((segment: ProfileSegment) => string) | undefined {
  const means = columns.map((name) => ({
    // One measure for all of them: where one has no lift, the distances in standard deviations.
    at: segments.every(({ lift }) => lift[name]! >= 0)
      ? ({ lift }: ProfileSegment) => lift[name]!
      : ({ standardized }: ProfileSegment) => standardized[name]!,
    said: (segment: ProfileSegment) => `${name} ${readable(segment.mean[name]!)}`,
  }));
  const shares = categories.flatMap((category) =>
    (category.yes === undefined ? category.levels : [category.yes]).map((level) => ({
      at: (segment: ProfileSegment) => segment.levels[category.column]![level]!,
      said: (segment: ProfileSegment) =>
        `${spoken(category, level)} ${percent(segment.levels[category.column]![level]!)}`,
    })),
  );
  for (const figures of [means, shares]) {
    let farthest: ((segment: ProfileSegment) => string) | undefined;
    let most = 0;
    for (const { at, said } of figures) {
      const places = segments.map(at);
      const apart = Math.max(...places) - Math.min(...places);
      if (new Set(segments.map(said)).size < segments.length || !(apart > most)) continue;
      farthest = said;
      most = apart;
    }
    if (farthest !== undefined) return farthest;
  }
  return undefined;
}

function numbered(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let free = name;
    for (let number = 2; taken.has(free) || (free !== name && names.includes(free)); number++)
      free = `${name} ${number}`;
    taken.add(free);
    return free;
  });
}

function checkNames(names: readonly string[], k: number): string[] {
  if (!Array.isArray(names)) throw new TypeError("expected names to be a list of texts, one per segment");
  if (names.length !== k) throw new RangeError(`expected ${k} names, one per segment, got ${names.length}`);
  names.forEach((name, label) => {
    if (typeof name !== "string" || name.trim() === "")
      throw new RangeError(`expected a name for segment ${label}, got ${JSON.stringify(name)}`);
    if (names.indexOf(name) !== label)
      throw new RangeError(
        `expected different names, got ${JSON.stringify(name)} for segments ${names.indexOf(name)} and ${label}`,
      );
  });
  return [...names];
}

/** Rules find their segment by its name, so they are renamed along. */
function renamed(segmentation: Segmentation, names: readonly string[]): Model {
  const { model } = segmentation;
  if (model.kind !== "rules") return model;
  const now = (name: string) => names[segmentation.names?.indexOf(name) ?? -1] ?? name;
  return {
    ...model,
    rules: model.rules.map((rule) => ({ ...rule, name: now(rule.name) })),
    ...(model.otherwise === undefined ? {} : { otherwise: now(model.otherwise) }),
  };
}
