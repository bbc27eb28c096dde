import { quoted, requireOptions } from "../errors.js";
import type { Matrix } from "../matrix.js";
import { distinctRows } from "../numeric/distinctRows.js";
import type { Paced } from "../pace.js";
import type { Segmentation } from "../segmentation.js";
import { cut } from "./cut.js";
import type { FitOptions } from "./evaluate/method.js";
import { hierarchy } from "./hierarchy.js";

/** Options of `ward`. */
export interface WardOptions extends Paced {
  /** Number of segments. */
  k: number;
}

/** With what `chooseK` and `stability` give to every method; there is no start to draw, so it has no effect here. */
const known = {
  k: true,
  onProgress: true,
  signal: true,
  restarts: true,
  seed: true,
  threads: true,
} satisfies Record<keyof WardOptions | keyof FitOptions, true>;

/**
 * Finds `k` segments by Ward's method (1963): beginning with single rows, it always merges the two clusters whose merging makes the inertia
 * (the sum of squared distances to the segments' means) grow least, until k are left. There is no chance in it, so there are no
 * starts and no seed. It is `cut(await hierarchy(matrix, { linkage: "ward" }), { k })`; take these two to look at the dendrogram, or
 * at several k without merging again.
 *
 * New rows get the label of their nearest row of the fit (see `assign`). Ties are as `hierarchy` has them.
 *
 * When it misleads: it finds k segments in any cloud, likes them round and of like size, and never undoes a merge, so k-means mostly
 * has less inertia. Columns in larger units dominate (see `matrix`, scale).
 *
 * @returns A Segmentation with `quality.inertia` in squared units of the matrix, segment 0 being the largest.
 * @throws RangeError where k is not a whole number from 1 to the number of distinct rows, or the matrix has no row or no numeric column.
 *
 * Source: Ward, Journal of the American Statistical Association 58 (1963); Murtagh and Legendre, Journal of Classification 31 (2014).
 *
 * @example
 * const segments = await ward(matrixOf({ x: [0, 1, 2, 10, 11] }), { k: 2 });
 * console.log(segments.labels); // Int32Array(5) [ 0, 0, 0, 1, 1 ]
 * console.log(segments.quality.inertia); // 2.5
 */
export async function ward(matrix: Matrix, options: WardOptions): Promise<Segmentation> {
  requireOptions(options, known, "ward");
  const { k, onProgress, signal } = options;
  if (!Number.isInteger(k) || k < 1)
    throw new RangeError(`expected k to be a whole number of 1 or more, got ${quoted(k)}`);
  // Before the work, not after it.
  const distinct = Array.isArray(matrix?.values) ? distinctRows(matrix.values, k) : k;
  if (distinct < k && matrix.columns.length > 0 && matrix.rows > 0)
    throw new RangeError(
      `expected k of at most ${distinct}, the number of distinct rows of the matrix, got ${k}; ask for fewer segments`,
    );
  const dendrogram = await hierarchy(matrix, {
    linkage: "ward",
    ...(onProgress === undefined ? {} : { onProgress }),
    ...(signal === undefined ? {} : { signal }),
  });
  return cut(dendrogram, { k });
}
