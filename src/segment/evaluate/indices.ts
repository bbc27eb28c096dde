import type { Matrix } from "../../matrix.js";
import { centroids } from "../../numeric/centroids.js";
import { rowDistances } from "../../numeric/rowDistances.js";
import { rowMajor } from "../../numeric/rowMajor.js";
import { safeUnit } from "../../numeric/safeUnit.js";
import { squaredDistance } from "../../numeric/squaredDistance.js";
import { pace } from "../../pace.js";
import type { Segmentation } from "../../segmentation.js";
import { scoredColumns } from "./scoredColumns.js";
import { type SilhouetteOptions, silhouette } from "./silhouette.js";

/** Figures of how compact and how separate segments are. */
export interface Indices {
  /** Rows in segments (noise left out). */
  readonly rows: number;
  /** Segments that have rows. */
  readonly k: number;
  /** Sum of squared distances to the segment means; smaller is more compact, and it always falls with k. */
  readonly inertia: number;
  /** Mean silhouette, -1 to 1; larger is better. */
  readonly silhouette: number;
  /**
   * Variance between over variance within, per degree of freedom; larger is better. Infinity where nothing varies within, but 0
   * where nothing varies at all.
   */
  readonly calinskiHarabasz: number;
  /** Mean over segments of the worst ratio of spreads to the distance of means; smaller is better. */
  readonly daviesBouldin: number;
  /**
   * Least distance of two rows of different segments over the largest diameter of a segment; larger is better. Infinity where
   * nothing varies within, but 0 where two segments share a row's place. Null where only a sample of rows was scored: the least of a sample says little about the least of all.
   */
  readonly dunn: number | null;
}

/**
 * The usual indices of a segmentation: inertia, mean silhouette (Rousseeuw 1987), Calinski-Harabasz (1974), Davies-Bouldin
 * (1979) and Dunn (1974), all with Euclidean distances on the matrix that was segmented, unweighted. Noise rows and empty
 * segments are left out. With k-modes and k-prototypes categories count too, as in `silhouette`. All pairs of rows are compared up to 5,000 rows or with `sample: "all"`; see `silhouette` for larger data.
 *
 * When it misleads: all of them favor round segments of like spread, so they agree with k-means more than with the truth,
 * and none of them says whether there are segments at all. Dunn's index hangs on three rows, the two nearest and the
 * farthest, so one odd customer decides it. Compare segmentations of the same matrix only.
 *
 * @throws RangeError where fewer than two segments have rows, every row is a segment of its own, or the matrix has other rows.
 *
 * @example
 * const points = matrixOf({ x: [0, 2, 10, 12] });
 * const found = await indices(points, await kmeans(points, { k: 2 }));
 * console.log(found.inertia, found.calinskiHarabasz, found.daviesBouldin, found.dunn); // 4 50 0.2 4
 */
export async function indices(
  matrix: Matrix,
  segmentation: Segmentation,
  options: SilhouetteOptions = {},
): Promise<Indices> {
  const { onProgress } = options;
  // The two passes over all pairs take about the same time; a sampled silhouette is the only one.
  const first = onProgress && ((done: number, total = 1, note?: string) => onProgress(done / total / 2, 1, note));
  const { mean, sampled } = await silhouette(matrix, segmentation, {
    ...options,
    ...(first === undefined ? {} : { onProgress: first }),
  }); // checks the arguments
  const { labels, sizes } = segmentation;
  const used = sizes.flatMap((size, label) => (size > 0 ? [label] : []));
  const rows = used.reduce((sum, label) => sum + sizes[label]!, 0);
  if (rows === used.length)
    throw new RangeError(`expected fewer segments than rows, got ${used.length} segments of ${rows} rows`);
  const dunn = sampled ? null : await dunnIndex(matrix, segmentation, options);
  if (sampled) onProgress?.(1, 1, "indices");

  const values = scoredColumns(matrix, segmentation);
  const flat = rowMajor(values, matrix.rows);
  const unit = safeUnit(values); // squares of 1e300 would be infinite
  if (unit !== 1) for (let at = 0; at < flat.length; at++) flat[at] = flat[at]! / unit;
  const width = values.length;
  const { centers } = centroids(flat, width, labels, sizes.length);
  const everyone = centroids(
    flat,
    width,
    Int32Array.from(labels, (label) => (label < 0 ? -1 : 0)),
    1,
  ).centers;
  let within = 0;
  const spread = new Float64Array(sizes.length);
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    if (label < 0) continue;
    const square = squaredDistance(flat, i * width, centers, label * width, width);
    within += square;
    spread[label] = spread[label]! + Math.sqrt(square) / sizes[label]!;
  }
  const between = used.reduce(
    (sum, label) => sum + sizes[label]! * squaredDistance(centers, label * width, everyone, 0, width),
    0,
  );
  const worst = used.map((a) =>
    used.reduce((most, b) => {
      if (a === b) return most;
      const apart = Math.sqrt(squaredDistance(centers, a * width, centers, b * width, width));
      return Math.max(most, apart === 0 ? Number.POSITIVE_INFINITY : (spread[a]! + spread[b]!) / apart);
    }, 0),
  );
  const varied = between / (used.length - 1);
  return {
    rows,
    k: used.length,
    inertia: within * unit * unit,
    silhouette: mean,
    calinskiHarabasz: varied === 0 ? 0 : varied / (within / (rows - used.length)), // Infinity where nothing varies within
    daviesBouldin: worst.reduce((sum, ratio) => sum + ratio, 0) / used.length,
    dunn,
  };
}

async function dunnIndex(matrix: Matrix, segmentation: Segmentation, options: SilhouetteOptions): Promise<number> {
  const { labels, k } = segmentation;
  const { threads, onProgress } = options;
  const clock = pace(1, options);
  const note = "Dunn index";
  // Noise rows are in no segment, so they are measured for nothing, and passed over.
  const { near, far } = await rowDistances(
    scoredColumns(matrix, segmentation),
    labels,
    { k, what: "extremes", ...(threads === undefined ? {} : { threads }) },
    async (share) => {
      if (clock.due()) await clock.rest(0.5 + share / 2, note);
    },
  );
  onProgress?.(1, 1, note);
  let [least, most] = [Number.POSITIVE_INFINITY, 0];
  labels.forEach((label, i) => {
    if (label < 0) return;
    least = Math.min(least, near[i]!);
    most = Math.max(most, far[i]!);
  });
  return least === 0 ? 0 : Math.sqrt(least / most); // Infinity where nothing varies within
}
