import { quoted, requireOptions, requireResult } from "../errors.js";
import { cutMerges } from "../numeric/cutMerges.js";
import { orderBySize, type Segmentation } from "../segmentation.js";
import type { Dendrogram } from "./hierarchy.js";

/** Where to cut: into `k` segments, or at a height. */
export type CutOptions =
  | { readonly k: number; readonly height?: never }
  | { readonly height: number; readonly k?: never };

/**
 * Cuts a dendrogram into segments (R's `cutree`): into `k`, by undoing the last k - 1 merges; or at a height, by keeping the merges at
 * that height and below, so that what is left is more than `height` apart.
 *
 * The segmentation labels new rows by their nearest row of the fit (see `assign`). For Ward on Euclidean distances `quality.inertia` is the
 * sum of squared distances to the segments' means, as k-means reports it.
 *
 * When it misleads: cutting into k takes the k that is asked for. Where the merge that was undone and the one before it have the same height,
 * nothing but the order of the rows decides which segments come apart; a warning says so. Single linkage often cuts off single rows.
 *
 * @throws RangeError where k is not a whole number from 1 to the number of distinct rows (equal rows never come apart), height is not a
 *   finite number of 0 or more, or both or none are given.
 *
 * @example
 * const tree = await hierarchy(matrixOf({ x: [0, 1, 5, 7, 20] }), { linkage: "single" });
 * console.log(cut(tree, { k: 2 }).labels); // Int32Array(5) [ 0, 0, 0, 0, 1 ]
 * console.log(cut(tree, { height: 2 }).labels); // Int32Array(5) [ 0, 0, 1, 1, 2 ]
 */
export function cut(dendrogram: Dendrogram, options: CutOptions): Segmentation {
  requireResult(dendrogram, "merges", "hierarchy");
  requireOptions(options, { k: true, height: true }, "cut");
  const { ids, merges, heights, linkage, distance, rows } = dendrogram;
  const done = mergesKept(dendrogram, options);
  const k = ids.length - done;
  const { labels, sizes } = orderBySize(cutMerges(merges, ids.length, done), k);
  const kept = new Array<number>(rows.count);
  labels.forEach((label, i) => {
    kept[rows.of?.[i] ?? i] = label;
  });
  const inertia = heights.slice(0, done).reduce((sum, height) => sum + (height * height) / 2, 0);
  return {
    method: linkage === "ward" ? "ward" : "hierarchy",
    k,
    ids,
    labels,
    sizes,
    parameters: { linkage, distance, ...(options.k === undefined ? { height: options.height } : { k }) },
    quality: linkage === "ward" && distance === "euclidean" ? { inertia } : {},
    converged: true,
    iterations: done,
    model: {
      kind: "neighbors",
      distance,
      columns: rows.columns,
      categorical: rows.categorical,
      preparation: rows.preparation,
      packed: rows.packed,
      segmentOf: kept,
    },
    warnings: [...dendrogram.warnings, ...tied(heights, done)],
  };
}

/** How many of the merges, lowest first, are kept. */
function mergesKept({ ids, heights, rows }: Dendrogram, options: CutOptions): number {
  const { k, height } = options as { k?: number; height?: number };
  if ((k === undefined) === (height === undefined))
    throw new RangeError(`expected either k or height, got ${k === undefined ? "neither" : "both"}`);
  if (k !== undefined) {
    if (!Number.isInteger(k) || k < 1)
      throw new RangeError(`expected k to be a whole number of 1 or more, got ${quoted(k)}`);
    if (k > rows.count)
      throw new RangeError(
        `expected k of at most ${rows.count}, the number of distinct rows of the matrix, got ${k}; ask for fewer segments`,
      );
    return ids.length - k;
  }
  if (!(height! >= 0 && height! < Number.POSITIVE_INFINITY))
    throw new RangeError(`expected height to be a number of 0 or more, got ${quoted(height)}`);
  let low = 0;
  let high = heights.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (heights[middle]! <= height!) low = middle + 1;
    else high = middle;
  }
  return low;
}

function tied(heights: readonly number[], done: number): string[] {
  const [last, next] = [heights[done - 1], heights[done]];
  if (last === undefined || next === undefined || next - last > 1e-12 * next) return [];
  return [
    `The cut goes through merges of equal height (${Number(next.toPrecision(6))}), so another order of the rows can give other segments; take another k, or cut at a height.`,
  ];
}
