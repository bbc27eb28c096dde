import type { Matrix } from "../../matrix.js";
import { referenceCloud } from "../../numeric/referenceCloud.js";
import { safeUnit } from "../../numeric/safeUnit.js";
import { withinSquares } from "../../numeric/withinSquares.js";
import type { Paced } from "../../pace.js";
import { random } from "../../random.js";
import type { Segmentation } from "../../segmentation.js";
import { type Table, tableOf } from "../../table.js";
import type { Method } from "./method.js";

/** How the gap statistic is computed. */
export interface GapOptions {
  /** Data sets without segments to compare with, 2 or more: more make the standard error smaller. */
  references?: number;
  /** Where they are drawn: evenly from the box along the principal axes of the data (default), or along the columns. */
  box?: "axes" | "columns";
}

/** One row per number of segments, k = 1 first. */
export interface GapRow {
  k: number;
  /** How much smaller the data's log W is than that of the references: `expected - logWithin`. */
  gap: number;
  /** Standard error of the gap, that of a finite number of references included. */
  gapError: number;
  /** Logarithm of W, the sum of squared distances to the segment means. */
  logWithin: number;
  /** Its mean over the references. */
  expected: number;
}

/** What the gap statistic says. */
export interface Gap {
  /** The smallest k whose gap is no less than that of the next k minus its standard error; 1 says that there are no segments. */
  readonly k: number;
  /** Whether no k fulfilled that, so that `k` is only the largest that was tried. */
  readonly rising: boolean;
  readonly table: Table<GapRow>;
  readonly references: number;
  readonly box: "axes" | "columns";
}

/** How the segments of the references are found: by the method that found those of the data. */
interface Fit extends Paced {
  readonly method: Method;
  readonly restarts: number;
  readonly seed: number;
  readonly threads?: number;
}

/**
 * The gap statistic of segmentations, k ascending from 2 or more (Tibshirani, Walther and Hastie 2001): W of the data beside W of
 * references without segments, drawn evenly from a box around the data, to which the same method is applied. k = 1 is added.
 * Options have been checked; progress is reported in references.
 */
export async function gap(
  matrix: Matrix,
  segmentations: readonly Segmentation[],
  { references = 20, box = "axes" }: GapOptions,
  { method, restarts, seed, threads, onProgress, signal }: Fit,
): Promise<Gap> {
  const unit = safeUnit(matrix.values); // a common factor of W goes out of the gap
  const data = { ...matrix, values: matrix.values.map((column) => column.map((value) => value / unit)) };
  const ks = [1, ...segmentations.map(({ k }) => k)];
  const logWithin = [one(data.rows), ...segmentations].map((found) => Math.log(within(data, found)));
  const sums = ks.map((): number[] => []);
  const deal = referenceCloud(data.values, box);
  for (let b = 0; b < references; b++) {
    const values = deal(random(seed).fork(b));
    const reference: Matrix = { ...data, values, categorical: [] };
    sums[0]!.push(Math.log(within(reference, one(data.rows))));
    for (const [at, { k }] of segmentations.entries()) {
      const report: Paced["onProgress"] = (done, total = 1, note) =>
        onProgress?.(
          b + (at + done / total) / segmentations.length,
          references,
          `gap, reference ${b + 1}: ${note ?? ""}`,
        );
      const found = await method(reference, {
        k,
        restarts,
        seed,
        ...(threads === undefined ? {} : { threads }),
        ...(onProgress === undefined ? {} : { onProgress: report }),
        ...(signal === undefined ? {} : { signal }),
      });
      sums[at + 1]!.push(Math.log(within(reference, found)));
    }
  }
  const mean = (list: readonly number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
  const expected = sums.map(mean);
  const gaps = expected.map((value, at) => value - logWithin[at]!);
  const errors = sums.map((list, at) =>
    Math.sqrt(mean(list.map((value) => (value - expected[at]!) ** 2)) * (1 + 1 / references)),
  );
  const at = gaps.findIndex((value, i) => i + 1 < gaps.length && value >= gaps[i + 1]! - errors[i + 1]!);
  return {
    k: at < 0 ? ks.at(-1)! : ks[at]!,
    rising: at < 0,
    table: tableOf<GapRow>({ k: ks, gap: gaps, gapError: errors, logWithin, expected }),
    references,
    box,
  };
}

function within({ values }: Matrix, { labels, sizes }: Pick<Segmentation, "labels" | "sizes">): number {
  return withinSquares(values, labels, sizes.length);
}

/** All rows in one segment. */
function one(rows: number): Pick<Segmentation, "labels" | "sizes"> {
  return { labels: new Int32Array(rows), sizes: [rows] };
}
