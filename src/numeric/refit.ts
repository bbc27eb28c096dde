import { random } from "../random.js";
import { type Descent, descend } from "./descend.js";
import { type KmeansMemory, type KmeansShape, KmeansSpace, kmeansMemory } from "./kmeansSpace.js";
import { nearestCenter } from "./nearestCenter.js";

/** k-means on resampled rows, as it is sent to a thread: a whole fit, in the memory of that thread. */
export interface RefitTask {
  readonly task: "refit";
  /** All distinct rows, one after the other. */
  readonly rows: Float64Array;
  readonly width: number;
  /** How often each row was drawn. */
  readonly times: Int32Array;
  readonly k: number;
  readonly restarts: number;
  readonly seed: number;
  readonly wasm: boolean;
  /** Told to stop by a 1. */
  readonly stop: Int32Array;
}

/** The best of the starts on the resampled rows. */
export interface Refit {
  readonly inertia: number;
  /** Nearest of its centers for every row, drawn or not. */
  readonly labels: Int32Array;
}

/** Iterations of one start, far beyond what samples need. */
const maxIterations = 300;

/** Memory that no fit of this thread works in, and what fits into it: the next one mostly needs no more. */
let spare: { memory: KmeansMemory; wasm: boolean; shape: KmeansShape } | undefined;

/**
 * Fits k-means to the rows that were drawn, each once and with its number as weight, which comes to the same as rows that stand
 * several times and takes less time. Then gives all rows the nearest center. Yields at each iteration, so that the caller can pause.
 */
export function* refit(task: RefitTask): Generator<number, Refit> {
  const { rows, width, times, k, restarts, seed, wasm, stop } = task;
  const drawn: number[] = [];
  for (let i = 0; i < times.length; i++) if (times[i]! > 0) drawn.push(i);
  const shape: KmeansShape = { rows: drawn.length, width, k, weighted: true, lanes: 1, threads: 1 };
  const room = memoryFor({ ...shape, rows: times.length }, wasm);
  const space = new KmeansSpace(room.memory, shape, 0);
  drawn.forEach((row, i) => {
    space.x.set(rows.subarray(row * width, (row + 1) * width), i * width);
    space.weights![i] = times[row]!;
  });
  const each = (what: number) => {
    for (let block = 0; block < space.blocks; block++) space.block(what, block, 0);
  };
  space.shrink(each);
  const generator = random(seed);
  let best: Descent | undefined;
  for (let start = 0; start < restarts; start++) {
    const steps = descend(space, each, generator.fork(start), { maxIterations, stopAt: -1 });
    for (;;) {
      const { done, value } = steps.next();
      if (done) {
        if (best === undefined || value.inertia < best.inertia) best = value;
        break;
      }
      if (Atomics.load(stop, 0) === 1) throw new Error("stopped");
      yield start;
    }
  }
  const labels = new Int32Array(times.length);
  spare = room;
  nearestCenter(rows, best!.centers, width, labels, new Float64Array(times.length));
  return { inertia: best!.inertia, labels };
}

/** Memory that holds the shape; what an earlier fit left in it is overwritten before it is read. */
function memoryFor(shape: KmeansShape, wasm: boolean): NonNullable<typeof spare> {
  const free = spare;
  spare = undefined; // another fit of this thread may begin while this one pauses
  const fits =
    free?.wasm === wasm && free.shape.rows >= shape.rows && free.shape.width >= shape.width && free.shape.k >= shape.k;
  return fits ? free : { memory: kmeansMemory(shape, wasm), wasm, shape };
}
