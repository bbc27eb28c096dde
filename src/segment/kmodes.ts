import { requireOptions } from "../errors.js";
import type { Matrix } from "../matrix.js";
import type { Paced } from "../pace.js";
import type { Segmentation } from "../segmentation.js";
import { prototypeFit, requireRows } from "./prototypeFit.js";

/** Options of `kmodes`. */
export interface KmodesOptions extends Paced {
  /** Number of segments; may be left out where `modes` are given. */
  k?: number;
  /**
   * How two answers to a question differ: "matching" by 1; "frequency" the more the rarer they are, by 1/n of either, n being
   * the rows that gave the answer (Huang 1998).
   */
  distance?: "matching" | "frequency";
  /**
   * How starts are drawn: "cao" is one start, from rows that are frequent and far from each other (Cao, Liang and Bai 2009); "huang" draws every answer
   * by its frequency and takes the nearest rows (Huang 1998); "spread" draws rows in proportion to their distance to those drawn
   * before. Where absent: Cao's start first, then spread ones.
   */
  start?: "cao" | "huang" | "spread";
  /** A start that is given: for each segment a level per categorical column, null for none. It is the only one unless `restarts` asks for more. */
  modes?: readonly (readonly (string | null)[])[];
  /**
   * Starts, the best of which is kept. Where absent: until the best solution has come back twenty times, but no more than 500 or,
   * for large data, fewer (at least 10); one for Cao's start and for given modes.
   */
  restarts?: number;
  /** Most passes over the rows in one start, and again after each swap. */
  maxIterations?: number;
  /** Whether single moves follow Huang's passes. Without them a start ends where Huang's algorithm does. */
  singleMoves?: boolean;
  /**
   * How often each start then puts one segment on another row, drawn at random, to see whether that leads lower. Where absent: 10, fewer for large
   * data, and none where `restarts` or the start is given or single moves are not wanted.
   */
  swaps?: number;
  /** Seed of the starts: a whole number. */
  seed?: number;
  /** Threads at most; all of the machine where absent. The result is the same for any number. */
  threads?: number;
}

/**
 * Finds `k` segments of rows with like answers in the categorical columns (k-modes: Huang 1998). Each segment has a mode: its most
 * frequent answer to every question. The cost is the number of answers, over all rows, that differ from the mode of their
 * segment. Numeric columns are not used (see `kprototypes`).
 *
 * Each start goes through the rows, gives each to the segment whose mode it differs from least, and moves the modes at once, until that
 * no longer helps; then it tries single moves that count how the modes follow, until none helps. Answers leave many solutions that neither
 * improves, so a start then puts one segment at a time on another row and goes on from there, and keeps what costs less (`swaps`). Rows go in an order of their
 * own, equal rows together, so that the order in which they came changes nothing. `search` tells in how many starts, swaps included, the least cost came
 * back. Of equally frequent answers the present mode stays until one of its rows leaves, else the first level is the mode; of equally near modes the one that came first
 * in the start gets the row. A segment that loses all rows takes the row that differs most from its own mode.
 *
 * Missing answers are allowed: a missing answer counts nothing, neither in the distance of its row nor in the mode; `warnings` says
 * how many there are. A segment in which nobody answered has no mode there (null), which matches nothing.
 *
 * With "frequency" a difference between rare answers costs more, and the mode is the level from which the answers of the segment differ
 * least by that measure; it need not be the most frequent one.
 *
 * When it misleads: it always finds k segments. Distances are small whole numbers, so many rows are equally near to several modes, and
 * many different solutions cost nearly the same: look at how often the best was found. Each column counts the same, however many levels it has:
 * one that hardly anybody shares adds a constant, and several that ask the same thing count several times. `variableImportance`
 * tells which columns separate the segments.
 *
 * @returns A Segmentation with `quality.cost`, the number of answers given that differ from the mode (with "frequency", the sum of the distances).
 * @throws RangeError where the matrix has no categorical column, k is not a whole number from 1 to the number of distinct rows, or
 *   another option is out of range.
 *
 * @example
 * const answers = matrix(
 *   ["red tea", "red tea", "red milk", "blue beer", "blue beer"].map((both, customer) => {
 *     const [color, drink] = both.split(" ");
 *     return { customer, color, drink };
 *   }),
 *   { columns: [], categorical: ["color", "drink"] },
 * );
 * const segments = await kmodes(answers, { k: 2 });
 * console.log(segments.labels); // Int32Array(5) [ 0, 0, 0, 1, 1 ]
 * console.log(segments.quality.cost); // 1
 */
export async function kmodes(matrix: Matrix, options: KmodesOptions): Promise<Segmentation> {
  requireOptions(options, known, "kmodes");
  const {
    modes,
    k = modes?.length ?? Number.NaN,
    distance = "matching",
    start,
    restarts,
    maxIterations = 300,
  } = options;
  const { singleMoves = true, swaps, seed = 1, threads, onProgress, signal } = options;
  requireRows(matrix);
  const { categorical } = matrix;
  if (categorical.length === 0)
    throw new RangeError(
      "expected a matrix with at least one categorical column, got none; make it with matrix(table, { categorical: [...] })",
    );
  if (distance !== "matching" && distance !== "frequency")
    throw new RangeError(`expected distance to be "matching" or "frequency", got ${JSON.stringify(distance)}`);
  const found = await prototypeFit([], categorical, matrix.rows, {
    name: "k-modes",
    k,
    restarts,
    start,
    given: modes,
    maxIterations,
    singleMoves,
    swaps,
    seed,
    threads,
    gamma: 1,
    rare: distance === "frequency",
    ...(onProgress === undefined ? {} : { onProgress }),
    ...(signal === undefined ? {} : { signal }),
  });
  const { labels, sizes, search, converged, iterations } = found;
  return {
    method: "kmodes",
    k,
    ids: matrix.ids,
    labels,
    sizes,
    parameters: {
      k,
      distance,
      start: modes === undefined ? (start ?? "cao, then spread") : "given",
      restarts: search.restarts,
      maxIterations,
      singleMoves,
      swaps: found.swaps,
      ...(modes === undefined ? {} : { modes: modes.map((row) => [...row]) }),
    },
    quality: { cost: found.cost },
    search,
    seed,
    converged,
    iterations,
    model: {
      kind: "modes",
      categorical: categorical.map(({ name }) => name),
      modes: found.modes,
      ties: found.ties,
      ...(distance === "frequency" ? { frequencies: found.frequencies } : {}),
      preparation: { ...matrix.preparation, columns: [] },
    },
    warnings: [
      ...(matrix.preparation.warnings ?? []),
      ...found.warnings,
      ...(matrix.columns.length === 0
        ? []
        : [`k-modes uses categories only; the numeric columns ${matrix.columns.join(", ")} were not used.`]),
    ],
  };
}

const known = {
  k: true,
  distance: true,
  start: true,
  modes: true,
  restarts: true,
  maxIterations: true,
  singleMoves: true,
  swaps: true,
  seed: true,
  threads: true,
  onProgress: true,
  signal: true,
} satisfies Record<keyof KmodesOptions, true>;
