import { quoted, requireOptions } from "../errors.js";
import { type Matrix, requireMatrix } from "../matrix.js";
import type { Paced } from "../pace.js";
import { orderBySize, requireSegmentation, type Segmentation, segmentName } from "../segmentation.js";
import { type FitOptions, type Method, requireMethod } from "./evaluate/method.js";
import { kmeans } from "./kmeans.js";
import { rowsOf } from "./rowsOf.js";

/** Options of `subsegments`. */
export interface SubsegmentsOptions extends Paced {
  /** Segments to find within each segment, or for each label how many; 1 leaves a segment as it is. */
  k: number | readonly number[];
  /** The method that looks for them; kmeans where absent. */
  method?: Method;
  restarts?: number;
  seed?: number;
  threads?: number;
}

const known = {
  k: true,
  method: true,
  restarts: true,
  seed: true,
  threads: true,
  onProgress: true,
  signal: true,
} satisfies Record<keyof SubsegmentsOptions, true>;

/**
 * Segments of segments: within each segment of a segmentation the method looks for k more, in features of its own (the matrix), as in
 * two-stage segmentation: first by value, then by need. The result is one segmentation, named "A / Segment 1" and so on; a segment that is
 * not divided keeps its name, and noise of either stage is noise. Each segment is divided along lines of its own, so "Segment 1" of one has nothing to do with that of
 * another; `combine` divides all along the same. `assign` labels new rows by the first model and then by that of their
 * segment, if the matrix holds the columns of both.
 *
 * When it misleads: a segment can always be divided, so what was a cut of a cloud becomes two; ask `clusterTendency` of the rows of a segment
 * first. Small segments give unstable subsegments. Columns scaled for all customers keep their scale within a segment.
 *
 * @throws RangeError where the customers differ, k holds no whole number of 1 or more or not one for each label; and what the method throws,
 *   with the segment in which it did; TypeError where an argument is something else.
 *
 * @example
 * const points = matrixOf({ x: [0, 1, 2, 50, 50, 51, 60, 61] });
 * const two = await kmeans(points, { k: 2 });
 * const found = await subsegments(two, points, { k: [2, 1] });
 * console.log(found.names); // [ 'Segment 2', 'Segment 1 / Segment 1', 'Segment 1 / Segment 2' ]
 * console.log(found.labels.join(" ")); // 0 0 0 1 1 1 2 2
 */
export async function subsegments(
  segmentation: Segmentation,
  matrix: Matrix,
  options: SubsegmentsOptions,
): Promise<Segmentation> {
  requireSegmentation(segmentation);
  requireMatrix(matrix);
  requireOptions(options, known, "subsegments");
  const { method = kmeans, seed = 1, restarts, threads, onProgress, signal } = options;
  requireMethod(method);
  const ks = Array.isArray(options.k) ? [...options.k] : segmentation.sizes.map(() => options.k as number);
  if (ks.length !== segmentation.k)
    throw new RangeError(`expected k for each of ${segmentation.k} segments, got ${ks.length}`);
  for (const k of ks)
    if (!Number.isInteger(k) || k < 1)
      throw new RangeError(`expected whole numbers of 1 or more in k, got ${quoted(k)}`);
  const outer = labelsFor(segmentation, matrix);
  const inner: (Segmentation | null)[] = [];
  for (const [label, k] of ks.entries()) {
    const rows = Int32Array.from(outer.keys()).filter((i) => outer[i] === label);
    const given: FitOptions = {
      k,
      seed,
      ...(restarts === undefined ? {} : { restarts }),
      ...(threads === undefined ? {} : { threads }),
      ...(signal === undefined ? {} : { signal }),
      ...(onProgress === undefined
        ? {}
        : { onProgress: (done, total = 1, note) => onProgress(label + done / total, ks.length, note) }),
    };
    if (k === 1 || rows.length === 0) inner.push(null);
    else
      try {
        inner.push(await method(rowsOf(matrix, rows), given));
      } catch (error) {
        // Which of the segments is too small is half of the answer.
        if (!(error instanceof RangeError)) throw error;
        const where = `within ${segmentName(segmentation, label)}, label ${label}`;
        throw new RangeError(`${error.message} (${where})`, { cause: error });
      }
  }

  const starts: number[] = [];
  let count = 0;
  for (const found of inner) {
    starts.push(count);
    count += found === null ? 1 : found.k;
  }
  const seen = new Array<number>(inner.length).fill(0);
  const flat = Int32Array.from(outer, (label) => {
    if (label < 0) return -1;
    const own = inner[label]?.labels[seen[label]!++] ?? 0;
    return own < 0 ? -1 : starts[label]! + own;
  });
  const { labels, sizes, order } = orderBySize(flat, count);
  const place = new Map(order.map((old, label) => [old, label]));
  const all = inner.flatMap((found, label) => {
    const name = segmentName(segmentation, label);
    return found === null ? [name] : found.sizes.map((_, own) => `${name} / ${segmentName(found, own)}`);
  });
  const part = ({ model, names }: Segmentation) => ({ model, ...(names === undefined ? {} : { names }) });
  return {
    method: "subsegments",
    k: count,
    ids: matrix.ids,
    labels,
    sizes,
    names: order.map((old) => all[old]!),
    parameters: { k: ks, methods: [segmentation.method, ...inner.map((found) => found?.method ?? null)] },
    quality: {},
    seed,
    converged: segmentation.converged && inner.every((found) => found?.converged ?? true),
    iterations: Math.max(0, ...inner.map((found) => found?.iterations ?? 0)),
    model: {
      kind: "nested",
      outer: part(segmentation),
      inner: inner.map((found, label) => ({
        ...(found === null ? {} : { part: part(found) }),
        labels: Array.from({ length: found?.k ?? 1 }, (_, own) => place.get(starts[label]! + own)!),
      })),
    },
    warnings: [
      ...segmentation.warnings,
      ...inner.flatMap((found, label) =>
        (found?.warnings ?? []).map((warning) => `${segmentName(segmentation, label)}: ${warning}`),
      ),
    ],
  };
}

function labelsFor(segmentation: Segmentation, matrix: Matrix): Int32Array {
  const rowOf = new Map(segmentation.ids.map((id, i) => [id, i]));
  const absent = matrix.ids.find((id) => !rowOf.has(id));
  if (absent !== undefined || matrix.rows !== segmentation.ids.length)
    throw new RangeError(
      absent === undefined
        ? `expected a matrix of the ${segmentation.ids.length} customers that were segmented, got ${matrix.rows}`
        : `expected a matrix of the customers that were segmented, got also ${JSON.stringify(absent)}`,
    );
  return Int32Array.from(matrix.ids, (id) => segmentation.labels[rowOf.get(id)!]!);
}
