import type { Random } from "../random.js";
import { blockRows, type KmeansSpace, step } from "./kmeansSpace.js";
import { sortCenters } from "./sortCenters.js";

/** Does one step to every block of rows, in any order and on any thread. */
export type EachBlock = (what: number) => void;

/** How far one start goes. */
export interface DescendOptions {
  readonly maxIterations: number;
  /** Squared movement of the centers at which to stop; negative: only when no row changes. */
  readonly stopAt: number;
}

/** Where one start ended. */
export interface Descent {
  /** Rows of centers, in lexicographic order. */
  readonly centers: Float64Array;
  readonly inertia: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/**
 * One start of k-means, from drawn or given centers down to a solution that neither moving rows to the nearest center (Lloyd
 * 1982) nor a single move (Hartigan 1975) improves. Distances that the triangle inequality spares are not computed
 * (Hamerly 2010, with both bounds in one figure). A segment that loses all rows takes the row that is farthest from its own
 * center. Yields the number of each iteration, so that the caller can pause or stop; afterwards `labels` of the space belong to
 * the centers.
 *
 * @throws RangeError where squared distances are beyond what a double holds.
 */
export function* descend(
  space: KmeansSpace,
  each: EachBlock,
  from: Random | Float64Array,
  { maxIterations, stopAt }: DescendOptions,
): Generator<number, Descent> {
  const { labels, gap, centers, limit, counts, mass, figures, blocks } = space;
  if (from instanceof Float64Array) centers.set(from);
  else drawCenters(space, each, from);
  labels.fill(-1);
  gap.fill(0); // nothing is known yet
  limit.fill(0);
  const total = new Total(space);
  let converged = false;
  let iterations = 0;
  while (iterations < maxIterations && !converged) {
    yield ++iterations;
    clear(space);
    each(step.assign);
    const changed = sum(figures, blocks);
    total.add();
    if (total.counts.includes(0)) {
      fillEmpty(space, each, total.counts);
      total.renew(each);
    } else if (changed > 0) converged = total.follow() <= stopAt;
    else {
      total.renew(each);
      mass.set(total.mass);
      counts.set(total.counts);
      const before = centers.slice();
      converged = space.exchange() === 0;
      if (!converged) total.renew(each, before);
    }
  }
  sortCenters(space);
  each(step.assign);
  each(step.inertia);
  const inertia = sum(figures, blocks);
  if (!Number.isFinite(inertia))
    throw new RangeError(
      `expected rows whose squared distances a double can hold, got an inertia of ${inertia}; scale the columns`,
    );
  return { centers: centers.slice(), inertia, iterations, converged };
}

/** Sums, weights and numbers of rows by segment, over all blocks. */
class Total {
  readonly sums: Float64Array;
  readonly mass: Float64Array;
  readonly counts: Int32Array;
  readonly #space: KmeansSpace;

  constructor(space: KmeansSpace) {
    const { k, width } = space.shape;
    this.#space = space;
    this.sums = new Float64Array(k * width);
    this.mass = new Float64Array(k);
    this.counts = new Int32Array(k);
  }

  /** Adds what the blocks hold. */
  add(): void {
    const { blocks, sums, mass, counts } = this.#space;
    addUp(sums, blocks, this.sums);
    addUp(mass, blocks, this.mass);
    addUp(counts, blocks, this.counts);
  }

  /**
   * Counts anew and moves the centers to the means: sums that followed every change have gathered rounding. `before` says
   * where the centers were when bounds were last raised.
   */
  renew(each: EachBlock, before = this.#space.centers.slice()): void {
    const { centers, shape } = this.#space;
    clear(this.#space);
    each(step.tally);
    this.sums.fill(0);
    this.mass.fill(0);
    this.counts.fill(0);
    this.add();
    for (let at = 0; at < this.sums.length; at++) {
      const mass = this.mass[Math.floor(at / shape.width)]!;
      centers[at] = centers[at]! + this.sums[at]! / mass;
      this.sums[at] = centers[at]! * mass;
    }
    this.#raise(before);
  }

  /** Moves the centers to the means; returns the squared movement of all. */
  follow(): number {
    const { centers, shape } = this.#space;
    const before = centers.slice();
    for (let at = 0; at < this.sums.length; at++)
      centers[at] = this.sums[at]! / this.mass[Math.floor(at / shape.width)]!;
    return this.#raise(before);
  }

  /** Raises the limits by how far the centers have moved: a row's own may have gone away, the fastest other come nearer. */
  #raise(before: Float64Array): number {
    const { centers, limit, shape } = this.#space;
    const { k, width } = shape;
    const moves = new Float64Array(k);
    let all = 0;
    for (let c = 0; c < k; c++) {
      let squares = 0;
      for (let j = c * width; j < (c + 1) * width; j++) squares += (centers[j]! - before[j]!) ** 2;
      moves[c] = Math.sqrt(squares);
      all += squares;
    }
    for (let c = 0; c < k; c++) {
      let fastest = 0;
      for (let other = 0; other < k; other++) if (other !== c && moves[other]! > fastest) fastest = moves[other]!;
      limit[c] = limit[c]! + moves[c]! + fastest;
    }
    return all;
  }
}

function addUp(parts: Float64Array | Int32Array, blocks: number, into: Float64Array | Int32Array): void {
  const length = into.length;
  for (let block = 0; block < blocks; block++)
    for (let i = 0; i < length; i++) into[i] = into[i]! + parts[block * length + i]!;
}

function clear({ sums, mass, counts }: KmeansSpace): void {
  sums.fill(0);
  mass.fill(0);
  counts.fill(0);
}

function sum(values: Float64Array, count: number): number {
  let total = 0;
  for (let i = 0; i < count; i++) total += values[i]!;
  return total;
}

/** Gives each empty segment the row farthest from its own center, of those that do not stand alone. */
function fillEmpty(space: KmeansSpace, each: EachBlock, counts: Int32Array): void {
  const { labels, gap, nearest } = space;
  each(step.measure); // the labels are already the nearest ones

  for (let empty = counts.indexOf(0); empty >= 0; empty = counts.indexOf(0)) {
    let farthest = -1;
    for (let i = 0; i < labels.length; i++)
      if (counts[labels[i]!]! > 1 && (farthest < 0 || nearest[i]! > nearest[farthest]!)) farthest = i;
    counts[labels[farthest]!] = counts[labels[farthest]!]! - 1;
    counts[empty] = 1;
    labels[farthest] = empty;
    nearest[farthest] = 0;
    gap[farthest] = 0;
  }
}

/**
 * Greedy k-means++: each next center is drawn with probability proportional to its weight times the squared distance to the
 * centers so far; of a few draws the one that lowers the sum most is kept (Arthur and Vassilvitskii 2007, section 7).
 */
function drawCenters(space: KmeansSpace, each: EachBlock, generator: Random): void {
  const { nearest, weights, centers, x, tried, totals, trials, figures, blocks, shape } = space;
  const { k, width } = shape;
  nearest.fill(Number.POSITIVE_INFINITY);
  const first = weights === undefined ? generator.integer(shape.rows) : drawRow(weights, generator);
  let chosen = first;
  for (let c = 0; ; c++) {
    centers.set(x.subarray(chosen * width, (chosen + 1) * width), c * width);
    if (c === k - 1) return;
    tried[0] = chosen;
    each(step.nearer);
    const total = sum(figures, blocks);
    if (!(total > 0) || !Number.isFinite(total))
      throw new RangeError(
        `expected rows whose squared distances a double can hold, got a sum of ${total}; scale the columns`,
      );
    for (let t = 0; t < trials; t++) tried[t] = drawBlockwise(nearest, figures, blocks, total, generator);
    totals.fill(0);
    each(step.candidates);
    const sums = new Float64Array(trials);
    addUp(totals, blocks, sums);
    chosen = tried[sums.indexOf(sums.reduce((least, value) => Math.min(least, value)))]!;
  }
}

/** A row drawn in proportion to `mass`, whose sums by block are known: only one block is searched. */
function drawBlockwise(
  mass: Float64Array,
  sums: Float64Array,
  blocks: number,
  total: number,
  generator: Random,
): number {
  let left = generator.uniform() * total;
  let block = 0;
  while (block < blocks - 1 && left >= sums[block]!) left -= sums[block++]!;
  return draw(mass, left, block * blockRows);
}

function drawRow(weights: Float64Array, generator: Random): number {
  let total = 0;
  for (let i = 0; i < weights.length; i++) total += weights[i]!;
  return draw(weights, generator.uniform() * total, 0);
}

/** The row in which the running sum of `mass` from row `first` on passes `left`; rounding may leave the last row with any. */
function draw(mass: Float64Array, left: number, first: number): number {
  for (let i = first, rest = left; i < mass.length; i++) {
    rest -= mass[i]!;
    if (rest < 0 && mass[i]! > 0) return i;
  }
  let last = mass.length - 1;
  while (mass[last] === 0) last--;
  return last;
}
