import { type Kernels, kernelsOn } from "./kernels.js";

/** The size of a k-means search. */
export interface KmeansShape {
  readonly rows: number;
  readonly width: number;
  readonly k: number;
  readonly weighted: boolean;
  /** Searches that run side by side, each in a lane of its own. */
  readonly lanes: number;
  /** Threads that share the rows of one lane. */
  readonly threads: number;
}

/** Memory that WebAssembly and every thread of a search work in; a plain buffer where WebAssembly is missing. */
export type KmeansMemory = WebAssembly.Memory | ArrayBufferLike;

/** Rows are worked on in blocks of this size, and sums over blocks are added in their order: so the number of threads changes no bit. */
export const blockRows = 4096;

/** What is done to a block of rows. */
export const step = { assign: 0, measure: 1, tally: 2, candidates: 3, nearer: 4, inertia: 5, shrink: 6 } as const;

/** Room for a search: the rows, which all lanes read, and for each lane the labels, bounds and centers of one start. */
export class KmeansSpace {
  readonly shape: KmeansShape;
  readonly blocks: number;
  /** Draws per center of k-means++ (Arthur and Vassilvitskii 2007, section 7). */
  readonly trials: number;
  readonly x: Float64Array;
  readonly weights: Float64Array | undefined;
  readonly labels: Int16Array;
  /** Zero for rows whose label was set from outside: the next `assign` looks at them. See assembly/assign.ts. */
  readonly gap: Float32Array;
  /** Squared distances to the nearest center: times the weight while centers are drawn, and plain after `measure`. */
  readonly nearest: Float64Array;
  readonly centers: Float64Array;
  /** How far the centers have come, see `assign` in assembly/assign.ts. */
  readonly limit: Float64Array;
  readonly sums: Float64Array;
  readonly mass: Float64Array;
  readonly counts: Int32Array;
  /** Rows that may become centers, and what the distances would sum up to. */
  readonly tried: Int32Array;
  readonly totals: Float64Array;
  /** One figure per block: labels that changed, the sum of `nearest`, or the inertia. */
  readonly figures: Float64Array;
  /** Told to stop (1), and the iteration that runs, for those who watch. */
  readonly signals: Int32Array;
  /** For the crew that shares the rows (see crew.ts). */
  readonly control: Int32Array;
  readonly #origin: Float64Array;
  readonly #kernels: Kernels;
  readonly #at: Layout;

  constructor(memory: KmeansMemory, shape: KmeansShape, lane: number) {
    const { rows, width, k, weighted } = shape;
    const buffer = memory instanceof WebAssembly.Memory ? memory.buffer : memory;
    this.shape = shape;
    this.blocks = Math.ceil(rows / blockRows);
    this.trials = trialsOf(k);
    const at = layoutOf(shape, lane);
    this.#at = at;
    this.#kernels = kernelsOn(memory);
    const doubles = (address: number, count: number) => new Float64Array(buffer, address, count);
    const integers = (address: number, count: number) => new Int32Array(buffer, address, count);
    this.x = doubles(at.x, rows * width);
    this.#origin = doubles(at.origin, width);
    this.weights = weighted ? doubles(at.weights, rows) : undefined;
    this.labels = new Int16Array(buffer, at.labels, rows);
    this.gap = new Float32Array(buffer, at.gap, rows);
    this.nearest = doubles(at.nearest, rows);
    this.centers = doubles(at.centers, k * width);
    this.limit = doubles(at.limit, k);
    this.sums = doubles(at.sums, this.blocks * k * width);
    this.mass = doubles(at.mass, this.blocks * k);
    this.counts = integers(at.counts, this.blocks * k);
    this.tried = integers(at.tried, this.trials);
    this.totals = doubles(at.totals, this.blocks * this.trials);
    this.figures = doubles(at.figures, this.blocks);
    this.signals = integers(at.signals, 2);
    this.control = integers(at.control, 4);
  }

  /**
   * Makes the copy of the rows in 32 bits that `assign` looks at first; to be called once `x` is filled. They are seen from the
   * mean of some rows, so that rows far from zero keep their digits.
   */
  shrink(each: (what: number) => void): void {
    const { rows, width } = this.shape;
    const every = Math.ceil(rows / blockRows);
    const some = Math.ceil(rows / every);
    const origin = this.#origin.fill(0);
    for (let i = 0; i < rows; i += every)
      for (let j = 0; j < width; j++) origin[j] = origin[j]! + this.x[i * width + j]! / some;
    each(step.shrink);
  }

  /** Does one step to one block; `thread` tells which scratch memory is free. */
  block(what: number, block: number, thread: number): void {
    const { width, k, rows } = this.shape;
    const at = this.#at;
    const lo = block * blockRows;
    const hi = Math.min(rows, lo + blockRows);
    const sums = at.sums + block * k * width * 8;
    const mass = at.mass + block * k * 8;
    const counts = at.counts + block * k * 4;
    const list = at.list + thread * at.listBytes;
    const pack = at.pack + thread * at.packBytes;
    const kernels = this.#kernels;
    if (what === step.assign)
      this.figures[block] = kernels.assign(
        at.x,
        at.thin,
        at.origin,
        width,
        lo,
        hi,
        at.weights,
        at.centers,
        k,
        at.labels,
        at.gap,
        at.limit,
        sums,
        mass,
        counts,
        list,
        pack,
      );
    else if (what === step.measure)
      kernels.measure(at.x, width, lo, hi, at.centers, k, at.labels, at.gap, at.limit, at.nearest, pack);
    else if (what === step.tally)
      kernels.tally(at.x, width, lo, hi, at.weights, at.centers, at.labels, sums, mass, counts);
    else if (what === step.candidates)
      kernels.candidates(
        at.x,
        width,
        lo,
        hi,
        at.weights,
        at.tried,
        this.trials,
        at.nearest,
        at.totals + block * this.trials * 8,
        pack,
      );
    else if (what === step.shrink) kernels.shrink(at.x, width, lo, hi, at.origin, at.thin);
    else if (what === step.inertia)
      this.figures[block] = kernels.inertia(at.x, width, lo, hi, at.weights, at.centers, at.labels);
    else this.figures[block] = kernels.nearer(at.x, width, lo, hi, at.weights, this.tried[0]!, at.nearest, pack);
  }

  /** Single moves over all rows (see `exchange` in assembly/kmeans.ts); `mass` and `counts` of the whole stand in the first block. */
  exchange(): number {
    const at = this.#at;
    const { width, rows, k } = this.shape;
    return this.#kernels.exchange(
      at.x,
      width,
      rows,
      at.weights,
      at.centers,
      k,
      at.labels,
      at.gap,
      at.limit,
      at.mass,
      at.counts,
    );
  }
}

/** Memory for a search, zero everywhere. */
export function kmeansMemory(shape: KmeansShape, wasm: boolean): KmeansMemory {
  return memoryOf(layoutOf(shape, shape.lanes).labels, wasm);
}

/** So many bytes that WebAssembly and all threads share; a plain buffer without WebAssembly. */
export function memoryOf(bytes: number, wasm: boolean): KmeansMemory {
  const pages = Math.ceil(bytes / 65536);
  if (pages > 65536)
    throw new RangeError(
      `expected a matrix that fits into 4 GiB with its bounds, got one that needs ${(bytes / 2 ** 30).toFixed(1)} GiB; use fewer rows or columns`,
    );
  if (!wasm) return new ArrayBuffer(Math.ceil(bytes / 8) * 8);
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
}

function trialsOf(k: number): number {
  return 2 + Math.floor(Math.log(k));
}

/** Bytes of the cache lines that hold so many. */
function wholeLines(bytes: number): number {
  return Math.ceil(bytes / 64) * 64;
}

type Layout = ReturnType<typeof layoutOf>;

/** Where everything stands, in bytes. Address 0 means "none", so the first bytes stay free. */
function layoutOf({ rows, width, k, weighted, lanes, threads }: KmeansShape, lane: number) {
  let top = 64;
  const room = (bytes: number) => {
    const at = top;
    top = wholeLines(top + bytes);
    return at;
  };
  const blocks = Math.ceil(rows / blockRows);
  const trials = trialsOf(k);
  // The scratch of each thread begins at a cache line of its own.
  const listBytes = wholeLines((Math.min(rows, blockRows) + 8) * 4);
  const packBytes = wholeLines(width * 32 + Math.max(192 + (k + 1) * (width + 1) * 4, 96 + trials * 32));
  const signals = room(8);
  const x = room(rows * width * 8);
  const thin = room(rows * width * 4 + 16); // read four at a time
  const origin = room(width * 8);
  const weights = weighted ? room(rows * 8) : 0;
  const first = top;
  const inLane = () => ({
    labels: room(rows * 2),
    gap: room(rows * 4),
    nearest: room(rows * 8),
    centers: room(k * width * 8),
    limit: room(k * 8),
    sums: room(blocks * k * width * 8),
    mass: room(blocks * k * 8),
    counts: room(blocks * k * 4),
    tried: room(trials * 4),
    totals: room(blocks * trials * 8),
    figures: room(blocks * 8),
    control: room(16),
    list: room(threads * listBytes),
    pack: room(threads * packBytes),
  });
  inLane();
  top = first + Math.min(lane, lanes) * (top - first);
  return { signals, x, thin, origin, weights, listBytes, packBytes, ...inLane() };
}
