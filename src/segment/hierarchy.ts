import { DataError, requireOptions } from "../errors.js";
import { type Id, type Matrix, type Preparation, requireFinite, requireMatrix } from "../matrix.js";
import { groupEqualRows } from "../numeric/groupEqualRows.js";
import { linkageChain } from "../numeric/linkageChain.js";
import { measureRows } from "../numeric/measureRows.js";
import { Merges } from "../numeric/merges.js";
import { numberMerges } from "../numeric/numberMerges.js";
import { packDoubles } from "../numeric/packDoubles.js";
import { rowMajor } from "../numeric/rowMajor.js";
import type { RowMeasure } from "../numeric/rowMeasure.js";
import { singleTree } from "../numeric/singleTree.js";
import { spanningTree } from "../numeric/spanningTree.js";
import { wardChain } from "../numeric/wardChain.js";
import { type Paced, pace } from "../pace.js";

/** How far apart two clusters are, by how far their rows are. */
export type Linkage = "ward" | "single" | "complete" | "average" | "weighted";

/** How far apart two rows are. */
export type RowDistance = "euclidean" | "gower";

/** Options of `hierarchy`. */
export interface HierarchyOptions extends Paced {
  /** How far apart two clusters are. */
  linkage?: Linkage;
  /** How far apart two rows are; "gower" counts categorical columns too. */
  distance?: RowDistance;
}

/** The rows that a dendrogram was made of, equal ones once: what it takes to label new rows. Plain JSON. */
export interface KeptRows {
  readonly columns: readonly string[];
  /** Categorical columns that the distance counts. */
  readonly categorical: readonly { readonly column: string; readonly levels: readonly string[] }[];
  readonly preparation: Preparation;
  /** Distinct rows, in the order in which they first occur. */
  readonly count: number;
  /** Their values row by row, then their codes (-1 is missing): doubles of eight bytes, the lowest first, in base64. */
  readonly packed: string;
  /** Which of them each row equals; absent where all rows are distinct. */
  readonly of?: readonly number[];
}

/** Which clusters merge, and how far apart they are. Plain JSON: `JSON.stringify` keeps everything. */
export interface Dendrogram {
  readonly kind: "dendrogram";
  readonly linkage: Linkage;
  readonly distance: RowDistance;
  readonly ids: readonly Id[];
  /**
   * The two clusters of each merge, lowest merge first: a number below the number of rows is that row, `rows + i` is what merge i made.
   * The lower number comes first.
   */
  readonly merges: readonly (readonly [number, number])[];
  /** How far apart the two clusters of each merge are, ascending, in units of the distance. */
  readonly heights: readonly number[];
  /** Rows in what each merge made. */
  readonly sizes: readonly number[];
  readonly rows: KeptRows;
  /** What a reader must know before trusting it, in words. */
  readonly warnings: readonly string[];
}

const known = { linkage: true, distance: true, onProgress: true, signal: true } satisfies Record<
  keyof HierarchyOptions,
  true
>;

/** Distinct rows at most where all pairs are kept: their distances then take 1.6 GB. */
const mostKept = 20_000;

/** From so many rows of so few columns on, a space tree finds a spanning tree sooner than comparing all pairs does. */
const largeTree = { rows: 8_000, columns: 8 };

/**
 * Merges the two nearest clusters, beginning with single rows, until one is left (hierarchical agglomerative clustering). `cut` makes
 * segments of the dendrogram, `plot.dendrogram` draws it, `copheneticCorrelation` says how far it is true to the distances.
 *
 * The linkage says how far apart two clusters are:
 * - "ward": how much the sum of squares within segments grows by merging them (Ward 1963), as the square root of twice that, which for
 *   two rows is their distance (scipy's and scikit-learn's "ward", R's "ward.D2"). Compact segments of like size.
 * - "single": their two nearest rows. Finds long and nested shapes; a thin chain of rows joins what it should not.
 * - "complete": their two farthest rows. "average": the mean over all pairs of rows (UPGMA). "weighted": the mean of what the two
 *   parts had, whatever their sizes (WPGMA, McQuitty).
 *
 * The distance is Euclidean in the numeric columns, or Gower's (1971) for mixed columns: the mean over columns of the difference in
 * shares of the column's range (numbers) and of 0 for equal, 1 for different levels. A missing level leaves its column out of the
 * pairs of its row. Ward's linkage reads Gower's distances as though they were Euclidean, which holds only roughly.
 *
 * Ward on Euclidean distances works by the nearest-neighbor chain (Murtagh 1983) on means, in memory in proportion to the rows; single
 * linkage by a minimum spanning tree, also in that memory, in time that grows with the pairs where columns are many. The other linkages, and Ward on Gower's
 * distances, keep the distances of all pairs: at most 20,000 distinct rows.
 *
 * Ties: equal rows merge first, at height 0. Of clusters equally near, the one whose first row comes first is merged, so with ties (whole
 * numbers, answers in a survey) another order of the rows can give another dendrogram; without ties it gives the same. Single linkage has the
 * same clusters at every height, ties or not.
 *
 * When it misleads: every data set has a dendrogram, also a cloud without segments. A merge is never undone, so k-means mostly finds less
 * inertia than Ward. Columns in larger units dominate (see `matrix`, scale); Gower's distance gives each column the same weight, so a
 * yes-no column, whose differences are 0 or 1, outweighs a number whose values are mostly alike.
 *
 * @returns A Dendrogram with one merge less than rows. It keeps the distinct rows, so that `cut` can label new ones.
 * @throws RangeError where an option has an unknown value, the matrix has no rows or no column that the distance counts, a value is not
 *   finite, or there are more distinct rows than the linkage can take.
 * @throws DataError where two rows have no column in common, because their levels are missing.
 *
 * @example
 * const tree = await hierarchy(matrixOf({ x: [0, 1, 5, 7] }), { linkage: "average" });
 * console.log(tree.merges); // [ [ 0, 1 ], [ 2, 3 ], [ 4, 5 ] ]
 * console.log(tree.heights); // [ 1, 2, 5.5 ]
 * console.log(cut(tree, { k: 2 }).labels); // Int32Array(4) [ 0, 0, 1, 1 ]
 */
export async function hierarchy(matrix: Matrix, options: HierarchyOptions = {}): Promise<Dendrogram> {
  requireOptions(options, known, "hierarchy");
  const { linkage = "ward", distance = "euclidean" } = options;
  checkOptions(matrix, linkage, distance);
  const counted = distance === "gower" ? matrix.categorical : [];
  const width = matrix.columns.length + counted.length;
  const all = rowMajor([...matrix.values, ...counted.map(({ codes }) => Float64Array.from(codes))], matrix.rows);
  const groups = groupEqualRows(all, width, matrix.rows);
  const count = groups.firsts.length;
  const distinct = count === matrix.rows ? all : new Float64Array(count * width);
  if (distinct !== all)
    groups.firsts.forEach((row, group) => {
      distinct.set(all.subarray(row * width, (row + 1) * width), group * width);
    });
  const pairwise = linkage !== "single" && !(linkage === "ward" && distance === "euclidean");
  if (pairwise && count > mostKept)
    throw new RangeError(
      `expected at most ${mostKept} distinct rows for linkage "${linkage}" and distance "${distance}", which keep the distances of all pairs, got ${count}; cut the dendrogram of a sample of the rows and label the others with assign, or take linkage ${distance === "euclidean" ? '"ward" or ' : ""}"single"`,
    );

  const clock = pace(matrix.rows, options);
  const note = `Hierarchy, ${linkage} linkage`;
  const { measure, unit, flat } = measureRows(distinct, { width, numbers: matrix.columns.length, distance });
  const told = distance === "gower" ? requireCommon(measure, (group) => matrix.ids[groups.firsts[group]!]!) : measure;
  const rest = async (share: number) => {
    if (clock.due()) await clock.rest(Math.floor(share * matrix.rows), note);
  };
  let found = new Merges(count - 1);
  if (linkage === "single" && distance === "euclidean" && count >= largeTree.rows && width <= largeTree.columns) {
    const columns = matrix.values.map((_, j) =>
      Float64Array.from({ length: count }, (_, i) => distinct[i * width + j]!),
    );
    // One thread, because ties may depend on their number.
    const edges = await spanningTree(columns, { neighbors: 1, unit, threads: 1 }, rest);
    edges.lengths.forEach((length, i) => {
      found.add(edges.a[i]!, edges.b[i]!, length);
    });
  } else {
    const steps =
      linkage === "single"
        ? singleTree(count, told)
        : pairwise
          ? linkageChain(told, groups.counts, linkage)
          : wardChain(flat, groups.counts, width);
    for (;;) {
      const { done, value } = steps.next();
      if (done) {
        found = value;
        break;
      }
      await rest(value / count);
    }
  }
  clock.finish(note);

  const { pairs, heights, sizes } = numberMerges(groups, found, unit);
  const highest = heights.at(-1) ?? 0;
  if (!(linkage === "ward" ? highest * highest * matrix.rows < Number.POSITIVE_INFINITY : Number.isFinite(highest)))
    throw new RangeError("expected rows whose squared distances a double can hold; scale the columns");
  return {
    kind: "dendrogram",
    linkage,
    distance,
    ids: matrix.ids,
    merges: pairs,
    heights,
    sizes,
    rows: {
      columns: matrix.columns,
      categorical: counted.map(({ name, levels }) => ({ column: name, levels })),
      preparation: matrix.preparation,
      count,
      packed: packDoubles(distinct),
      ...(count === matrix.rows ? {} : { of: Array.from(groups.of) }),
    },
    warnings: [...(matrix.preparation.warnings ?? []), ...unused(matrix, distance)],
  };
}

function checkOptions(matrix: Matrix, linkage: Linkage, distance: RowDistance): void {
  requireMatrix(matrix);
  if (!["ward", "single", "complete", "average", "weighted"].includes(linkage))
    throw new RangeError(
      `expected linkage to be "ward", "single", "complete", "average" or "weighted", got ${JSON.stringify(linkage)}`,
    );
  if (distance !== "euclidean" && distance !== "gower")
    throw new RangeError(`expected distance to be "euclidean" or "gower", got ${JSON.stringify(distance)}`);
  if (matrix.rows === 0) throw new RangeError("expected a matrix with at least one row, got none");
  if (distance === "gower" && matrix.columns.length + matrix.categorical.length === 0)
    throw new RangeError("expected a matrix with at least one column, got none");
  if (distance === "euclidean" && matrix.columns.length === 0)
    throw new RangeError(
      `expected a matrix with at least one numeric column, got none${matrix.categorical.length > 0 ? '; hierarchy with distance "gower" compares categories' : ""}`,
    );
  requireFinite(matrix);
}

/** The measure, which refuses two rows that cannot be compared. */
function requireCommon(measure: RowMeasure, idOf: (group: number) => Id): RowMeasure {
  return {
    from(row, others, begin, end, into) {
      measure.from(row, others, begin, end, into);
      for (let t = begin; t < end; t++)
        if (Number.isNaN(into[t - begin]!))
          throw new DataError(
            `expected each two rows to have a column in common, got none for ${JSON.stringify(idOf(row))} and ${JSON.stringify(idOf(others[t]!))}, whose levels are missing; leave such rows out, or add a column`,
          );
    },
  };
}

function unused({ categorical }: Matrix, distance: RowDistance): string[] {
  if (distance === "gower" || categorical.length === 0) return [];
  const names = categorical.map(({ name }) => name).join(", ");
  return [
    `Categorical columns were not used (${names}): Euclidean distances are of numbers. hierarchy with distance "gower" counts both; matrix(table, { oneHot }) makes numbers of levels.`,
  ];
}
