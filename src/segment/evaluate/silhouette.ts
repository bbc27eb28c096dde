import { requireOptions } from "../../errors.js";
import type { Id, Matrix } from "../../matrix.js";
import { rowDistances } from "../../numeric/rowDistances.js";
import { type Paced, pace } from "../../pace.js";
import { random } from "../../random.js";
import { type Segmentation, segmentName } from "../../segmentation.js";
import { sameRows } from "./sameRows.js";
import { scoredColumns } from "./scoredColumns.js";

/** Options of `silhouette`. */
export interface SilhouetteOptions extends Paced {
  /** Rows to score: all of them, or so many drawn at random. Default: all up to 5,000 rows, else 2,000 drawn. */
  sample?: number | "all";
  /** Seed of the draw. */
  seed?: number;
  /** Threads at most; all of the machine where absent. The result is the same for any number. */
  threads?: number;
}

const known = {
  sample: true,
  seed: true,
  threads: true,
  onProgress: true,
  signal: true,
} satisfies Record<keyof SilhouetteOptions, true>;

/** How well rows lie in their segments. */
export interface Silhouette {
  /** Mean over the scored rows. */
  readonly mean: number;
  /** 95 % interval of the mean over all rows, where only a sample was scored. */
  readonly interval?: readonly [number, number];
  /** Whether only a sample of the rows was scored. */
  readonly sampled: boolean;
  /** Which rows were scored, in the order of the matrix. */
  readonly ids: readonly Id[];
  /** Segment of each scored row. */
  readonly labels: Int32Array;
  /** Value of each scored row, -1 to 1. */
  readonly values: Float64Array;
  /** The nearest other segment of each scored row. */
  readonly neighbors: Int32Array;
  /** Label order; `mean` is null where no row of the segment was scored. */
  readonly segments: readonly {
    readonly label: number;
    readonly name: string;
    readonly size: number;
    readonly scored: number;
    readonly mean: number | null;
  }[];
}

/**
 * Whether rows lie nearer to their own segment than to the next one (Rousseeuw 1987). For a row, a is the mean Euclidean
 * distance to the other rows of its segment, b the least mean distance to the rows of another segment, and the value
 * (b - a) / max(a, b): near 1 well inside, about 0 between two segments, negative nearer to another one. A row that is
 * alone in its segment has value 0, as Rousseeuw defines it. Noise rows (-1) are left out. With k-modes and k-prototypes the distance is
 * the root of the method's own, so that each answer that differs adds 1, or gamma, to its square; a missing answer lies in the middle of
 * all answers. With other methods categories do not count.
 *
 * All pairs of rows are compared up to 5,000 rows, or with `sample: "all"` (20,000 rows take about a second). Beyond, 2,000 rows drawn at random are scored, each against ALL rows,
 * so that their values are exact and only the mean has an error: `interval` is the mean plus and minus 1.96 standard errors
 * (with the finite-population correction).
 *
 * When it misleads: it favors round, compact segments of like spread, and rises when a few extreme rows are put into a
 * segment of their own. Kaufman and Rousseeuw (1990) read a mean of .25 or less as no substantial structure, up to .5 as
 * weak, up to .7 as reasonable. Use the matrix that was segmented: other columns or scales give another answer.
 *
 * @throws RangeError where fewer than two segments have rows, the matrix has other rows, or an option is out of range.
 *
 * @example
 * const points = matrixOf({ x: [0, 1, 10, 11] });
 * const found = await silhouette(points, await kmeans(points, { k: 2 }));
 * console.log(found.mean.toFixed(4)); // 0.8997
 */
export async function silhouette(
  matrix: Matrix,
  segmentation: Segmentation,
  options: SilhouetteOptions = {},
): Promise<Silhouette> {
  sameRows(matrix, segmentation);
  requireOptions(options, known, "silhouette");
  const { sample = matrix.rows > 5000 ? 2000 : "all", seed = 1, threads } = options;
  if (sample !== "all" && (!Number.isInteger(sample) || sample < 2))
    throw new RangeError(`expected sample to be "all" or a whole number of 2 or more, got ${sample}`);
  if (threads !== undefined && (!Number.isInteger(threads) || threads < 1))
    throw new RangeError(`expected threads to be a whole number of 1 or more, got ${threads}`);
  const { labels, sizes, k } = segmentation;
  if (sizes.filter((size) => size > 0).length < 2)
    throw new RangeError("expected at least two segments with rows, since a silhouette compares segments, got fewer");

  const inSegments: number[] = [];
  for (let i = 0; i < labels.length; i++) if (labels[i]! >= 0) inSegments.push(i);
  const sampled = sample !== "all" && sample < inSegments.length;
  const scored = sampled ? drawSorted(inSegments, sample, seed) : inSegments;

  const clock = pace(1, options);
  const note = `silhouette of ${scored.length} rows`;
  const { sums } = await rowDistances(
    scoredColumns(matrix, segmentation),
    labels,
    {
      k,
      what: "sums",
      ...(scored.length === labels.length ? {} : { scored }),
      ...(threads === undefined ? {} : { threads }),
    },
    async (share) => {
      if (clock.due()) await clock.rest(share, note);
    },
  );
  clock.finish(note);
  const values = new Float64Array(scored.length);
  const neighbors = new Int32Array(scored.length);
  const total = new Float64Array(k);
  const count = new Int32Array(k);
  scored.forEach((i, at) => {
    const label = labels[i]!;
    const { value, neighbor } = widthOf(sums.subarray(at * k, (at + 1) * k), sizes, label);
    values[at] = value;
    neighbors[at] = neighbor;
    total[label] = total[label]! + value;
    count[label] = count[label]! + 1;
  });

  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const result: Silhouette = {
    mean,
    sampled,
    ids: scored.map((i) => matrix.ids[i]!),
    labels: Int32Array.from(scored, (i) => labels[i]!),
    values,
    neighbors,
    segments: sizes.map((size, label) => ({
      label,
      name: segmentName(segmentation, label),
      size,
      scored: count[label]!,
      mean: count[label] === 0 ? null : total[label]! / count[label]!,
    })),
  };
  if (!sampled) return result;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  const error = Math.sqrt((variance / values.length) * (1 - values.length / inSegments.length));
  return { ...result, interval: [mean - 1.96 * error, mean + 1.96 * error] };
}

function widthOf(sums: Float64Array, sizes: readonly number[], own: number): { value: number; neighbor: number } {
  let neighbor = -1;
  let between = Number.POSITIVE_INFINITY;
  for (let label = 0; label < sizes.length; label++) {
    if (label === own || sizes[label] === 0) continue;
    const distance = sums[label]! / sizes[label]!;
    if (distance < between) {
      between = distance;
      neighbor = label;
    }
  }
  if (sizes[own] === 1) return { value: 0, neighbor };
  const within = sums[own]! / (sizes[own]! - 1);
  const larger = Math.max(within, between);
  return { value: larger === 0 ? 0 : (between - within) / larger, neighbor };
}

/** `count` of the items, each set equally likely, in their order. */
function drawSorted(items: number[], count: number, seed: number): number[] {
  return random(seed)
    .shuffle(items.slice())
    .slice(0, count)
    .sort((a, b) => a - b);
}
