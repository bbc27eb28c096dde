import type { Id } from "../../matrix.js";
import type { Segmentation } from "../../segmentation.js";

/** How far two groupings of the same rows agree. */
export interface Agreement {
  readonly rows: number;
  /** 1: the same groups; about 0: no more than chance; below 0: less than chance. */
  readonly adjustedRand: number;
  /** Share of the pairs of rows that both put together or both put apart. */
  readonly rand: number;
  /** The groups of the first and second grouping, in the order of the table. */
  readonly groups: readonly [readonly (string | number)[], readonly (string | number)[]];
  /** `table[r][c]`: rows in group r of the first and c of the second. */
  readonly table: readonly (readonly number[])[];
}

/** A grouping: a segmentation, or one label per row. */
export type Grouping = Segmentation | ArrayLike<string | number>;

/**
 * Compares two groupings of the same customers, whatever the groups are called: the adjusted Rand index (Hubert and Arabie
 * 1985, equation 5) corrects the share of agreeing pairs for chance. Two segmentations are joined by id; a list of
 * labels is taken in the order of the rows. Noise (-1) counts as a group like any other.
 *
 * When it misleads: a high agreement of two runs says that the method repeats itself, not that the segments are real; and
 * large groups weigh most, so a small segment may have dissolved unnoticed.
 *
 * @throws RangeError where the groupings have different rows, or none.
 *
 * @example
 * console.log(agreement([0, 0, 1, 2], [0, 0, 1, 1]).adjustedRand.toFixed(4)); // 0.5714
 */
export function agreement(a: Grouping, b: Grouping): Agreement {
  const [first, second] = joined(a, b);
  const rows = first.length;
  if (rows === 0) throw new RangeError("expected at least one row, got none");
  const rowOf = numberGroups(first);
  const columnOf = numberGroups(second);
  const table = Array.from(rowOf.keys(), () => new Array<number>(columnOf.size).fill(0));
  for (let i = 0; i < rows; i++) {
    const cells = table[rowOf.get(first[i]!)!]!;
    const at = columnOf.get(second[i]!)!;
    cells[at] = cells[at]! + 1;
  }
  const pairs = (count: number) => (count * (count - 1)) / 2;
  const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);
  const pairsOf = (counts: readonly number[]) => total(counts.map(pairs));
  const both = total(table.map(pairsOf));
  const inFirst = pairsOf(table.map(total));
  const inSecond = pairsOf(Array.from(columnOf.values(), (at) => total(table.map((cells) => cells[at]!))));
  const all = pairs(rows);
  // Equation 5 times the number of pairs: whole numbers, so that small tables come out exact.
  const chance = inFirst * inSecond;
  const most = ((inFirst + inSecond) / 2) * all;
  return {
    rows,
    // Where both put all rows together, or all apart, there is nothing to correct: the groupings are the same.
    adjustedRand: most === chance ? 1 : (both * all - chance) / (most - chance),
    rand: all === 0 ? 1 : (all + 2 * both - inFirst - inSecond) / all,
    groups: [[...rowOf.keys()], [...columnOf.keys()]],
    table,
  };
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
  return "labels" in grouping && "ids" in grouping;
}

/** The distinct groups, in ascending order, and their place in it. */
function numberGroups(labels: ArrayLike<string | number>): Map<string | number, number> {
  const groups = [...new Set(Array.from(labels))].sort((a, b) =>
    typeof a === "number" && typeof b === "number" ? a - b : String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0,
  );
  return new Map(groups.map((group, place) => [group, place]));
}
