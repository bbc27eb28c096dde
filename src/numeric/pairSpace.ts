import { type Kernels, kernelsOn } from "./kernels.js";
import { type KmeansMemory, memoryOf } from "./kmeansSpace.js";

/** The size of a comparison of rows with all rows. */
export interface PairShape {
  readonly rows: number;
  readonly width: number;
  /** Labels: 0..k-1. */
  readonly k: number;
  /** How many rows are compared with all; absent: all of them. */
  readonly scored?: number;
  readonly threads: number;
}

/** What is measured of each scored row: the sum of distances to each label, or the nearest of other labels and the farthest of its own. */
export type PairMeasure = "sums" | "extremes";

/** All rows are gone through in ranges of this size, which stay in the cache; sums over ranges are added in their order. */
const rangeRows = 4096;

/** Room to compare rows with all rows, for all threads. */
export class PairSpace {
  readonly shape: PairShape;
  readonly x: Float64Array;
  readonly labels: Int32Array;
  /** The scored rows and their labels; those of all rows where all are scored. */
  readonly q: Float64Array;
  readonly own: Int32Array;
  /** Per scored row the sum of distances to the rows of each label. */
  readonly sums: Float64Array;
  /** Per scored row the least squared distance to another label and the greatest to its own. */
  readonly near: Float64Array;
  readonly far: Float64Array;
  readonly #kernels: Kernels;
  readonly #at: ReturnType<typeof layoutOf>;

  constructor(memory: KmeansMemory, shape: PairShape) {
    const { rows, width, k, scored = rows } = shape;
    const buffer = memory instanceof WebAssembly.Memory ? memory.buffer : memory;
    const at = layoutOf(shape);
    this.shape = shape;
    this.#at = at;
    this.#kernels = kernelsOn(memory);
    this.x = new Float64Array(buffer, at.x, rows * width);
    this.labels = new Int32Array(buffer, at.labels, rows);
    this.q = new Float64Array(buffer, at.q, scored * width);
    this.own = new Int32Array(buffer, at.own, scored);
    this.sums = new Float64Array(buffer, at.sums, scored * k);
    this.near = new Float64Array(buffer, at.near, scored);
    this.far = new Float64Array(buffer, at.far, scored);
  }

  /** Measures scored rows lo..hi; `thread` tells which scratch memory is free. */
  measure(what: PairMeasure, lo: number, hi: number, thread: number): void {
    const { rows, width, k } = this.shape;
    const at = this.#at;
    const pack = at.pack + thread * at.packBytes;
    for (let from = 0; from < rows; from += rangeRows) {
      const to = Math.min(rows, from + rangeRows);
      if (what === "sums")
        this.#kernels.distances(at.q, lo, hi, at.x, width, from, to, at.labels, k, at.sums + lo * k * 8, pack);
      else this.#kernels.extremes(at.q, lo, hi, at.own, at.x, width, from, to, at.labels, at.near, at.far, pack);
    }
  }
}

/** Memory for a comparison, zero everywhere. */
export function pairMemory(shape: PairShape, wasm: boolean): KmeansMemory {
  return memoryOf(layoutOf(shape).end, wasm);
}

/** Where everything stands, in bytes. */
function layoutOf({ rows, width, k, scored, threads }: PairShape) {
  let top = 64;
  const room = (bytes: number) => {
    const at = top;
    top = Math.ceil((top + bytes) / 64) * 64;
    return at;
  };
  const packBytes = Math.ceil((width * 32 + k * 32 + 128) / 64) * 64;
  const x = room(rows * width * 8);
  const labels = room(rows * 4);
  const q = scored === undefined ? x : room(scored * width * 8);
  const own = scored === undefined ? labels : room(scored * 4);
  const count = scored ?? rows;
  const sums = room(count * k * 8);
  const near = room(count * 8);
  const far = room(count * 8);
  const pack = room(threads * packBytes);
  return { x, labels, q, own, sums, near, far, pack, packBytes, end: top };
}
