import { inPieces } from "./inPieces.js";
import { hasWasm } from "./kernels.js";
import { type PairMeasure, type PairShape, PairSpace, pairMemory } from "./pairSpace.js";
import { runOnThread, usualThreads } from "./pool.js";
import { rowMajor } from "./rowMajor.js";
import { safeUnit } from "./safeUnit.js";
import { type PairTask, runTask } from "./tasks.js";

/** What is compared, and how. */
export interface RowDistancesPlan {
  readonly k: number;
  readonly what: PairMeasure;
  /** The rows to compare with all rows; all of them where absent. */
  readonly scored?: readonly number[];
  /** Threads at most; those of the machine where absent. */
  readonly threads?: number;
}

/** Per scored row, in units of `safeUnit`. */
export interface RowDistances {
  /** `sums[s * k + label]`: the sum of distances from scored row s to all rows of the label. */
  readonly sums: Float64Array;
  /** Squared distance to the nearest row of another label, and to the farthest of the own. */
  readonly near: Float64Array;
  readonly far: Float64Array;
}

/** Numbers to be compared (rows x scored rows x columns) below which starting threads takes longer than they save. */
const worthThreads = 1e8;

/** Pairs of rows per piece of work: some tens of milliseconds. */
const piecePairs = 1e7;

/**
 * Compares rows with all rows, label by label; negative labels are left out. Distances are in units of `safeUnit(columns)`,
 * so that their squares neither overflow nor vanish. `between` is called after each piece of work with the share done, which only
 * grows; it throws to end the work. The result is the same for any number of threads, for each row is one thread's work.
 */
export async function rowDistances(
  columns: readonly Float64Array[],
  labels: Int32Array,
  { k, what, scored, threads: wanted }: RowDistancesPlan,
  between: (share: number) => Promise<void>,
): Promise<RowDistances> {
  const rows = labels.length;
  const width = columns.length;
  const count = scored?.length ?? rows;
  const wasm = hasWasm();
  const large = wasm && rows * count * width >= worthThreads;
  const threads = large ? Math.max(1, wanted ?? usualThreads()) : 1;
  const shape: PairShape = { rows, width, k, threads, ...(scored === undefined ? {} : { scored: count }) };
  const memory = pairMemory(shape, wasm);
  const space = new PairSpace(memory, shape);
  rowMajor(columns, rows, space.x);
  const unit = safeUnit(columns);
  if (unit !== 1) for (let at = 0; at < space.x.length; at++) space.x[at] = space.x[at]! / unit;
  space.labels.set(labels);
  scored?.forEach((row, s) => {
    space.q.set(space.x.subarray(row * width, (row + 1) * width), s * width);
    space.own[s] = labels[row]!;
  });
  space.near.fill(Number.POSITIVE_INFINITY);

  const piece = Math.max(16, Math.min(4096, Math.ceil(piecePairs / rows / 4) * 4));
  const task = (lo: number, hi: number, thread: number): PairTask => ({
    task: "pairs",
    memory,
    shape,
    what,
    lo,
    hi,
    thread,
  });
  await inPieces(
    { count, piece, threads },
    (lo, hi, thread) => (threads === 1 ? runTask(task(lo, hi, 0)) : runOnThread(thread, task(lo, hi, thread))),
    between,
  );
  return { sums: space.sums, near: space.near, far: space.far };
}
