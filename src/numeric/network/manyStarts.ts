import type { Random } from "../../random.js";
import { type Descent, descend } from "../descend.js";
import { distinctRows } from "../distinctRows.js";
import { hasWasm } from "../kernels.js";
import { KmeansSpace, kmeansMemory, step } from "../kmeansSpace.js";

/** k-means of rows on this thread: the best of some starts. */
export interface Starts {
  readonly centers: Float64Array;
  readonly labels: Int32Array;
  readonly inertia: number;
}

/** Distances of rows to centers that all starts together may take, by a guess of the iterations; there are never fewer than three starts. */
const work = 1e8;
const iterations = 30;

/**
 * Finds centers for `rows` (row by row, `width` numbers each), the best of up to twenty starts.
 *
 * @throws RangeError where fewer than k of the rows differ.
 */
export function manyStarts(rows: Float64Array, width: number, k: number, generator: Random): Starts {
  const count = rows.length / width;
  const columns = Array.from({ length: width }, (_, j) =>
    Float64Array.from({ length: count }, (_, i) => rows[i * width + j]!),
  );
  const distinct = distinctRows(columns, k);
  if (distinct < k)
    throw new RangeError(
      `expected k of at most ${distinct}, the number of rows that the network tells apart in 32 bits, got ${k}; ask for fewer segments, or scale the columns`,
    );
  const shape = { rows: count, width, k, weighted: false, lanes: 1, threads: 1 };
  const space = new KmeansSpace(kmeansMemory(shape, hasWasm()), shape, 0);
  space.x.set(rows);
  const each = (what: number) => {
    for (let block = 0; block < space.blocks; block++) space.block(what, block, 0);
  };
  space.shrink(each);
  const starts = k === 1 ? 1 : Math.max(3, Math.min(20, Math.floor(work / (count * width * k * iterations))));
  let best: Descent | undefined;
  for (let start = 0; start < starts; start++) {
    const steps = descend(space, each, generator.fork(start), { maxIterations: 300, stopAt: -1 });
    for (;;) {
      const { done, value } = steps.next();
      if (done) {
        if (best === undefined || value.inertia < best.inertia) best = value;
        break;
      }
    }
  }
  space.centers.set(best!.centers);
  each(step.measure);
  return { centers: best!.centers, labels: Int32Array.from(space.labels), inertia: best!.inertia };
}
