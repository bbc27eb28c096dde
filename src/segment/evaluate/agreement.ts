import type { Id } from "../../matrix.js";
import { assignment } from "../../numeric/assignment.js";
import { expectedInformation } from "../../numeric/expectedInformation.js";
import type { Segmentation } from "../../segmentation.js";
import { adjusted, pairsWithin } from "./adjustedRand.js";

/** How far two groupings of the same rows agree. */
export interface Agreement {
  readonly rows: number;
  /** 1: the same groups; about 0: no more than chance; below 0: less than chance. */
  readonly adjustedRand: number;
  /** Share of the pairs of rows that both put together or both put apart. */
  readonly rand: number;
  /** Of the pairs of rows that at least one puts together, the share that both do. */
  readonly jaccard: number;
  /** Shared information, corrected for chance, over the mean entropy: 1 for the same groups, about 0 for chance. */
  readonly adjustedMutualInformation: number;
  /** Shared information over the mean entropy, 0 to 1, not corrected: it rises with the number of groups even by chance. */
  readonly normalizedMutualInformation: number;
  /** 1: each group of the second lies within one group of the first, the first being taken as the truth. */
  readonly homogeneity: number;
  /** 1: each group of the first lies within one group of the second. */
  readonly completeness: number;
  /** Harmonic mean of homogeneity and completeness; the same number as `normalizedMutualInformation`. */
  readonly vMeasure: number;
  /** Information in nats that one grouping leaves open about the other, and the other about it; 0 for the same groups, at most log(rows). */
  readonly variationOfInformation: number;
  /**
   * Groups of the first and second that belong together: each at most once, so that as many rows as possible lie in
   * matched groups; in the order of the first. Groups without a row in common are not matched.
   */
  readonly matching: readonly MatchedGroups[];
  /** Share of the rows that lie in matched groups; with true groups, the accuracy of a clustering. */
  readonly matched: number;
  /** The groups of the first and second grouping, in the order of the table. */
  readonly groups: readonly [readonly (string | number)[], readonly (string | number)[]];
  /** `table[r][c]`: rows in group r of the first and c of the second. */
  readonly table: readonly (readonly number[])[];
}

/** Two groups that belong together, and the rows in both. */
export interface MatchedGroups {
  readonly first: string | number;
  readonly second: string | number;
  readonly rows: number;
}

/** A grouping: a segmentation, or one label per row. */
export type Grouping = Segmentation | ArrayLike<string | number>;

/**
 * Compares two groupings of the same customers, whatever the groups are called. The adjusted Rand index (Hubert and Arabie
 * 1985, equation 5) corrects the share of agreeing pairs for chance; the adjusted mutual information (Vinh, Epps and Bailey 2010, with the
 * arithmetic mean of the entropies) does so for shared information. Homogeneity, completeness and V (Rosenberg and Hirschberg
 * 2007) and the variation of information (Meila 2007) are not corrected. `matching` says which groups correspond
 * (Kuhn's Hungarian method on the table). Two segmentations are joined by id; a list of labels is taken in the order of the
 * rows. Noise (-1) counts as a group like any other.
 *
 * When it misleads: a high agreement of two runs says that the method repeats itself, not that the segments are real; and
 * large groups weigh most, so a small segment may have dissolved unnoticed: look at `matching` and `table`. Where the
 * groups differ much in size, prefer the adjusted mutual information; where they are of like size, the adjusted Rand index.
 *
 * @throws RangeError where the groupings have different rows, or none, or a row has no label (NaN, null, undefined).
 * @throws TypeError where a grouping is neither a segmentation nor a list.
 *
 * @example
 * const found = agreement([0, 0, 1, 2], [0, 0, 1, 1]);
 * console.log(found.adjustedRand.toFixed(4), found.homogeneity.toFixed(4), found.completeness); // 0.5714 0.6667 1
 * console.log(found.matching[0]); // { first: 0, second: 0, rows: 2 }
 */
export function agreement(a: Grouping, b: Grouping): Agreement {
  const [first, second] = joined(a, b);
  const rows = first.length;
  requireLabels(first, "first");
  requireLabels(second, "second");
  if (rows === 0) throw new RangeError("expected at least one row, got none");
  const rowOf = numberGroups(first);
  const columnOf = numberGroups(second);
  const table = Array.from(rowOf.keys(), () => new Array<number>(columnOf.size).fill(0));
  for (let i = 0; i < rows; i++) {
    const cells = table[rowOf.get(first[i]!)!]!;
    const at = columnOf.get(second[i]!)!;
    cells[at] = cells[at]! + 1;
  }
  const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);
  const both = total(table.map(pairsWithin));
  const firstSizes = table.map(total);
  const secondSizes = Array.from(columnOf.values(), (at) => total(table.map((cells) => cells[at]!)));
  const inFirst = pairsWithin(firstSizes);
  const inSecond = pairsWithin(secondSizes);
  const all = pairsWithin([rows]);
  const together = inFirst + inSecond - both;
  const groups = [[...rowOf.keys()], [...columnOf.keys()]] as const;
  const matching = matched(table, groups);
  return {
    rows,
    adjustedRand: adjusted(both, inFirst, inSecond, all),
    rand: all === 0 ? 1 : (all + 2 * both - inFirst - inSecond) / all,
    jaccard: together === 0 ? 1 : both / together,
    ...information(table, firstSizes, secondSizes, rows),
    matching,
    matched: matching.reduce((sum, pair) => sum + pair.rows, 0) / rows,
    groups,
    table,
  };
}

type Informed = Pick<
  Agreement,
  | "adjustedMutualInformation"
  | "normalizedMutualInformation"
  | "homogeneity"
  | "completeness"
  | "vMeasure"
  | "variationOfInformation"
>;

function information(
  table: readonly (readonly number[])[],
  first: readonly number[],
  second: readonly number[],
  rows: number,
): Informed {
  const entropy = (sizes: readonly number[]) =>
    sizes.reduce((sum, size) => sum - (size / rows) * Math.log(size / rows), 0);
  const [own, other] = [entropy(first), entropy(second)];
  let open = 0; // what is left open about the first where the second is known, and the other way around
  let back = 0;
  table.forEach((cells, r) => {
    cells.forEach((count, c) => {
      if (count === 0) return;
      open -= (count / rows) * Math.log(count / second[c]!);
      back -= (count / rows) * Math.log(count / first[r]!);
    });
  });
  const same = open === 0 && back === 0;
  const shared = Math.max(0, own - open);
  const mean = (own + other) / 2;
  const expected = expectedInformation(first, second);
  const normalized = same ? 1 : shared / mean;
  // Groupings that no deal could change (one group, or a group per row) share what chance gives.
  const room = mean - expected;
  return {
    adjustedMutualInformation: same ? 1 : Math.abs(room) < 1e-15 ? 0 : (shared - expected) / room,
    normalizedMutualInformation: normalized,
    homogeneity: own === 0 ? 1 : Math.max(0, 1 - open / own),
    completeness: other === 0 ? 1 : Math.max(0, 1 - back / other),
    vMeasure: normalized,
    variationOfInformation: open + back,
  };
}

function matched(
  table: readonly (readonly number[])[],
  [first, second]: readonly [readonly (string | number)[], readonly (string | number)[]],
): MatchedGroups[] {
  const wide = table.length <= second.length;
  const costs = wide
    ? table.map((cells) => cells.map((count) => -count))
    : second.map((_, c) => table.map((cells) => -cells[c]!));
  return Array.from(assignment(costs), (to, from) => (wide ? [from, to] : [to, from]) as [number, number])
    .sort(([a], [b]) => a - b)
    .map(([r, c]) => ({ first: first[r]!, second: second[c]!, rows: table[r]![c]! }))
    .filter((pair) => pair.rows > 0);
}

function joined(a: Grouping, b: Grouping): [ArrayLike<string | number>, ArrayLike<string | number>] {
  const first = isSegmentation(a) ? a.labels : a;
  const second = isSegmentation(b) ? b.labels : b;
  if (first.length !== second.length)
    throw new RangeError(`expected two groupings of the same rows, got ${first.length} and ${second.length} rows`);
  if (!isSegmentation(a) || !isSegmentation(b)) return [first, second];
  const rowOf = new Map<Id, number>(b.ids.map((id, i) => [id, i]));
  const absent = a.ids.filter((id) => !rowOf.has(id));
  if (absent.length > 0)
    throw new RangeError(
      `expected two groupings of the same rows, got ${absent.length} ids in the first only, such as ${JSON.stringify(absent[0])}`,
    );
  return [first, a.ids.map((id) => b.labels[rowOf.get(id)!]!)];
}

function isSegmentation(grouping: Grouping): grouping is Segmentation {
  if (typeof grouping !== "object" || grouping === null || !("labels" in grouping || "length" in grouping))
    throw new TypeError("expected a segmentation or a list with one label per row, got something else");
  return "labels" in grouping && "ids" in grouping;
}

function requireLabels(labels: ArrayLike<string | number>, which: string): void {
  for (let i = 0; i < labels.length; i++) {
    const label: unknown = labels[i];
    if (label === undefined || label === null || Number.isNaN(label))
      throw new RangeError(
        `expected a label for each row, got ${label} in row ${i + 1} of the ${which} grouping; give rows without a group a label of their own, such as -1`,
      );
  }
}

/** The distinct groups, in ascending order, numbers before texts, and their place in it. */
function numberGroups(labels: ArrayLike<string | number>): Map<string | number, number> {
  const groups = [...new Set(Array.from(labels))].sort((a, b) =>
    typeof a !== typeof b ? (typeof a === "number" ? -1 : 1) : a < b ? -1 : a > b ? 1 : 0,
  );
  return new Map(groups.map((group, place) => [group, place]));
}
