import { random } from "../../random.js";
import { hasWasm } from "../kernels.js";
import { runOnThread, usualThreads } from "../pool.js";
import { sharedCopy } from "../sharedCopy.js";
import { startsInLanes } from "../startsInLanes.js";
import { startsInTurn } from "../startsInTurn.js";
import { type NeighborsTask, neighborsWithin } from "./neighborsWithin.js";

/** Neighbors of rows. */
export interface Neighbors {
  /** Neighbors of each row. */
  readonly count: number;
  /** Row by row. */
  readonly rows: Int32Array;
}

/** What is looked for, and with how many threads at most. */
export interface BlockNeighborsOptions {
  readonly most: number;
  readonly seed: number;
  /** By row what is added to its squared distance from all others (see `expectedRows`); absent: nothing. */
  readonly farther?: Float64Array | undefined;
  readonly threads?: number | undefined;
}

/** Rows that are compared with each other: all where they are few, else blocks of so many that are drawn. */
const [few, block] = [5000, 2500];

/**
 * The rows nearest to each row (`values` row by row), `most` of them: among all where there are up to 5,000, else among some 2,500 that are drawn, so that the time grows with the rows and not
 * with their pairs. Blocks are shared by the threads; what comes out does not depend on them. `between` is called before blocks or every 50 ms, and may throw to end the search.
 */
export async function blockNeighbors(
  values: Float32Array,
  width: number,
  { most, seed, farther, threads = usualThreads() }: BlockNeighborsOptions,
  between: (done: number) => Promise<void>,
): Promise<Neighbors> {
  const size = values.length / width;
  const blocks = size <= few ? 1 : Math.ceil(size / block);
  const order = Int32Array.from({ length: size }, (_, i) => i);
  if (blocks > 1) random(seed).fork(7).shuffle(order);
  const count = Math.max(0, Math.min(most, Math.floor(size / blocks) - 1));
  const rows = new Int32Array(size * count);
  if (count === 0) return { count, rows };
  const lanes = hasWasm() ? Math.min(threads, blocks) : 1;
  const read = lanes > 1 ? sharedCopy(values) : values;
  const membersOf = (one: number) =>
    order.slice(Math.floor((one * size) / blocks), Math.floor(((one + 1) * size) / blocks));
  const task = (one: number): NeighborsTask => {
    const members = membersOf(one);
    const own = farther && Float64Array.from(members, (row) => farther[row]!);
    return { task: "neighbors", values: read, width, members, farther: own, count };
  };
  const limit = { starts: blocks, needed: () => undefined };
  const look = (done: number) => between(done / blocks);
  const found =
    lanes === 1
      ? await startsInTurn((one) => afterPause(() => neighborsWithin(task(one))), limit, look)
      : await startsInLanes(
          (one, lane) => runOnThread(lane, task(one)),
          { ...limit, lanes },
          look,
          () => undefined,
        );
  found.forEach((near, one) => {
    membersOf(one).forEach((row, i) => {
      rows.set(near.subarray(i * count, (i + 1) * count), row * count);
    });
  });
  return { count, rows };
}

function* afterPause<T>(work: () => T): Generator<void, T> {
  yield;
  return work();
}
