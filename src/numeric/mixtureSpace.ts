import { kernelsOn } from "./kernels.js";
import { type KmeansMemory, memoryOf } from "./kmeansSpace.js";
import { mixtureFactor } from "./mixtureFactor.js";
import { type MixturePass, sumsSize, tileRows } from "./plainMixture.js";

/** The size of a search for a mixture. */
export interface MixtureShape {
  readonly rows: number;
  readonly width: number;
  readonly k: number;
  /** Whether columns may be correlated within a component. */
  readonly full: boolean;
  /** Starts that run side by side, each in a lane of its own. */
  readonly lanes: number;
  readonly threads: number;
}

/** A mixture of normal distributions; rows one after the other. */
export interface Mixture {
  /** Rows, not whole numbers, of each component. */
  readonly mass: Float64Array;
  readonly means: Float64Array;
  /** For each component `width` variances or `width * width` covariances. */
  readonly spread: Float64Array;
}

/** Room for a search: the rows, which all lanes read, and for each lane a mixture and what its passes add up. */
export class MixtureSpace {
  readonly shape: MixtureShape;
  /** Rows are worked on in so many blocks, and sums over blocks are added in their order: so the number of threads changes no bit. */
  readonly blocks: number;
  readonly x: Float64Array;
  readonly #blockRows: number;
  readonly #size: number;
  readonly #means: Float64Array;
  readonly #factors: Float64Array;
  readonly #constants: Float64Array;
  readonly #sums: Float64Array;
  readonly #figures: Float64Array;
  readonly #pass: MixturePass;
  readonly #at: ReturnType<typeof layoutOf>;

  constructor(memory: KmeansMemory, shape: MixtureShape, lane: number) {
    const { rows, width, k, full } = shape;
    const buffer = memory instanceof WebAssembly.Memory ? memory.buffer : memory;
    const at = layoutOf(shape, lane);
    const doubles = (address: number, count: number) => new Float64Array(buffer, address, count);
    this.shape = shape;
    this.#at = at;
    this.#size = sumsSize(width, full);
    this.#blockRows = blockRows(rows);
    this.blocks = mixtureBlocks(rows);
    this.x = doubles(at.x, rows * width);
    this.#means = doubles(at.means, k * width);
    this.#factors = doubles(at.factors, k * factorSize(shape));
    this.#constants = doubles(at.constants, k);
    this.#sums = doubles(at.sums, this.blocks * k * this.#size);
    this.#figures = doubles(at.figures, this.blocks * 3);
    this.#pass = kernelsOn(memory).mixture;
  }

  /** Makes a mixture the one that passes look at. */
  set({ mass, means, spread }: Mixture): void {
    const { rows, width, k, full } = this.shape;
    const size = factorSize(this.shape);
    const each = spread.length / k;
    this.#means.set(means);
    for (let c = 0; c < k; c++) {
      const factor = this.#factors.subarray(c * size, (c + 1) * size);
      const half = mixtureFactor(spread.subarray(c * each, (c + 1) * each), width, full, factor);
      this.#constants[c] = Math.log(mass[c]! / rows) + half - (width / 2) * Math.log(2 * Math.PI);
    }
  }

  /** Looks at the rows of one block; `thread` tells which scratch memory is free. */
  block(block: number, thread: number): void {
    const { rows, width, k, full } = this.shape;
    const at = this.#at;
    const lo = block * this.#blockRows;
    const sums = block * k * this.#size;
    this.#sums.fill(0, sums, sums + k * this.#size);
    this.#pass(
      at.x,
      width,
      lo,
      Math.min(rows, lo + this.#blockRows),
      k,
      full ? 1 : 0,
      at.means,
      at.factors,
      at.constants,
      at.sums + sums * 8,
      at.figures + block * 24,
      at.scratch + thread * at.scratchBytes,
    );
  }

  /** Log likelihood of the mixture that was set, after all blocks were looked at. */
  logLikelihood(): number {
    let total = 0;
    for (let block = 0; block < this.blocks; block++) {
      const [peaks, product, folds] = this.#figures.subarray(block * 3, block * 3 + 3);
      total += peaks! + Math.log(product!) + folds! * 500 * Math.LN2;
    }
    return total;
  }

  /**
   * The mixture that the shares of the rows ask for, with covariances as the data have them. A component without rows stays as
   * it is in `before`.
   */
  next(before: Mixture): Mixture {
    const { width, k, full } = this.shape;
    const size = this.#size;
    const total = new Float64Array(k * size);
    for (let block = 0, at = 0; block < this.blocks; block++)
      for (let i = 0; i < total.length; i++) total[i] = total[i]! + this.#sums[at++]!;
    const mass = new Float64Array(k);
    const means = before.means.slice();
    const spread = before.spread.slice();
    const each = spread.length / k;
    const moved = new Float64Array(width);
    for (let c = 0; c < k; c++) {
      const of = c * size;
      const last = full ? of + (width * (width + 1)) / 2 : of + 1; // where the sums of differences stand
      mass[c] = total[full ? last + width : of]!;
      if (!(mass[c]! > tooLittle)) continue;
      for (let j = 0; j < width; j++) {
        moved[j] = total[last + j]! / mass[c]!;
        means[c * width + j] = before.means[c * width + j]! + moved[j]!;
      }
      if (full) {
        for (let i = 0, at = of; i < width; i++)
          for (let j = 0; j <= i; j++, at++) {
            const value = total[at]! / mass[c]! - moved[i]! * moved[j]!;
            spread[c * each + i * width + j] = value;
            spread[c * each + j * width + i] = value;
          }
      } else
        for (let j = 0; j < width; j++)
          spread[c * each + j] = Math.max(0, total[of + 1 + width + j]! / mass[c]! - moved[j]! * moved[j]!);
    }
    return { mass, means, spread };
  }
}

/** A component of so few rows has no mean. */
const tooLittle = 1e-200;

/** Memory for a search, zero everywhere. */
export function mixtureMemory(shape: MixtureShape, wasm: boolean): KmeansMemory {
  return memoryOf(layoutOf(shape, shape.lanes).means, wasm);
}

/** In how many blocks so many rows are worked on. */
export function mixtureBlocks(rows: number): number {
  return Math.ceil(rows / blockRows(rows));
}

/** Whole tiles, and no more than 64 blocks, whose sums take memory. */
function blockRows(rows: number): number {
  return Math.max(8, Math.ceil(rows / (64 * tileRows))) * tileRows;
}

function factorSize({ width, full }: MixtureShape): number {
  return full ? (width * (width + 1)) / 2 : width;
}

/** Where everything stands, in bytes. */
function layoutOf(shape: MixtureShape, lane: number) {
  const { rows, width, k, full, lanes, threads } = shape;
  let top = 64;
  const room = (bytes: number) => {
    const at = top;
    top = Math.ceil((top + bytes) / 64) * 64;
    return at;
  };
  const blocks = mixtureBlocks(rows);
  const scratchBytes = Math.ceil(((2 * width + k + 4) * tileRows * 8 + width * 32 + 64) / 64) * 64;
  const x = room(rows * width * 8);
  const first = top;
  const inLane = () => ({
    means: room(k * width * 8),
    factors: room(k * factorSize(shape) * 8),
    constants: room(k * 8),
    sums: room(blocks * k * sumsSize(width, full) * 8),
    figures: room(blocks * 24),
    scratch: room(threads * scratchBytes),
  });
  inLane();
  top = first + Math.min(lane, lanes) * (top - first);
  return { x, scratchBytes, ...inLane() };
}
