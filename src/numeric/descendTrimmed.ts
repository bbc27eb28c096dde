import { quickselect } from "d3-array";
import type { Random } from "../random.js";
import type { DescendOptions, Descent, EachBlock } from "./descend.js";
import { type KmeansSpace, step } from "./kmeansSpace.js";
import { leaveOut } from "./leaveOut.js";
import { sortCenters } from "./sortCenters.js";

/** How far one start of trimmed k-means goes, and how many rows it leaves out. */
export interface DescendTrimmedOptions extends DescendOptions {
  readonly leftOut: number;
}

/**
 * One start of trimmed k-means (Cuesta-Albertos, Gordaliza and Matran 1997), from drawn or given centers: each concentration
 * step labels the rows by the nearest center, leaves out the `leftOut` rows farthest from theirs (label -1), and moves the
 * centers to the means of the rest. That never raises the inertia of the rest, which is where it ends. A segment without rows
 * takes the kept row that is farthest from its own center; where all lie on their centers, the nearest row that was left
 * out, in exchange for one of them. Starts whose distances are beyond what a double holds have an infinite inertia.
 */
export function* descendTrimmed(
  space: KmeansSpace,
  each: EachBlock,
  from: Random | Float64Array,
  { maxIterations, stopAt, leftOut }: DescendTrimmedOptions,
): Generator<number, Descent> {
  const { labels, centers } = space;
  if (from instanceof Float64Array) centers.set(from);
  else drawCenters(space, each, from, leftOut);
  labels.fill(-1);
  let least = Number.POSITIVE_INFINITY;
  let converged = false;
  let iterations = 0;
  while (iterations < maxIterations && !converged) {
    yield ++iterations;
    each(step.measure);
    leaveOut(space, leftOut);
    fillEmpty(space);
    const inertia = inertiaOf(space);
    converged = !(inertia < least) || moveToMeans(space, each) <= stopAt;
    least = inertia;
  }
  sortCenters(space);
  each(step.measure);
  leaveOut(space, leftOut);
  return { centers: centers.slice(), inertia: inertiaOf(space), iterations, converged };
}

function inertiaOf({ labels, nearest }: KmeansSpace): number {
  let total = 0;
  for (let i = 0; i < labels.length; i++) if (labels[i]! >= 0) total += nearest[i]!;
  return total;
}

/** Moves the centers to the means of the rows with their label; returns the squared movement of all. */
function moveToMeans({ centers, sums, mass, counts, blocks, shape }: KmeansSpace, each: EachBlock): number {
  const { k, width } = shape;
  sums.fill(0);
  mass.fill(0);
  counts.fill(0);
  each(step.tally);
  let all = 0;
  for (let c = 0; c < k; c++) {
    let rows = 0;
    for (let block = 0; block < blocks; block++) rows += counts[block * k + c]!;
    for (let j = c * width; j < (c + 1) * width; j++) {
      let sum = 0;
      for (let block = 0; block < blocks; block++) sum += sums[block * k * width + j]!;
      const before = centers[j]!;
      centers[j] = before + sum / rows;
      all += (centers[j]! - before) ** 2;
    }
  }
  return all;
}

function fillEmpty({ labels, nearest, shape }: KmeansSpace): void {
  const counts = new Int32Array(shape.k);
  for (let i = 0; i < labels.length; i++) if (labels[i]! >= 0) counts[labels[i]!]!++;
  for (let empty = counts.indexOf(0); empty >= 0; empty = counts.indexOf(0)) {
    let farthest = -1;
    let outside = -1;
    for (let i = 0; i < labels.length; i++)
      if (labels[i]! < 0) {
        if (nearest[i]! > 0 && (outside < 0 || nearest[i]! < nearest[outside]!)) outside = i;
      } else if (counts[labels[i]!]! > 1 && (farthest < 0 || nearest[i]! > nearest[farthest]!)) farthest = i;
    counts[labels[farthest]!]!--;
    const exchange = nearest[farthest] === 0 && outside >= 0;
    if (exchange) labels[farthest] = -1;
    const taken = exchange ? outside : farthest;
    labels[taken] = empty;
    nearest[taken] = 0;
    counts[empty] = 1;
  }
}

/**
 * k-means++ (Arthur and Vassilvitskii 2007) in which the `leftOut` rows farthest from the centers so far cannot be drawn, so that
 * outliers seldom become centers.
 */
function drawCenters(space: KmeansSpace, each: EachBlock, generator: Random, leftOut: number): void {
  const { nearest, centers, x, tried, shape } = space;
  const { k, width, rows } = shape;
  nearest.fill(Number.POSITIVE_INFINITY);
  let chosen = generator.integer(rows);
  for (let c = 0; ; c++) {
    centers.set(x.subarray(chosen * width, (chosen + 1) * width), c * width);
    if (c === k - 1) return;
    tried[0] = chosen;
    each(step.nearer);
    const cut = quickselect(nearest.slice(), rows - leftOut - 1)[rows - leftOut - 1]!;
    chosen =
      draw(nearest, cut, generator) ?? draw(nearest, Number.POSITIVE_INFINITY, generator) ?? generator.integer(rows);
  }
}

/** A row drawn in proportion to `mass`, of those with at most `cut`; undefined where their sum is zero or infinite. */
function draw(mass: Float64Array, cut: number, generator: Random): number | undefined {
  let total = 0;
  for (let i = 0; i < mass.length; i++) if (mass[i]! <= cut) total += mass[i]!;
  if (!(total > 0 && total < Number.POSITIVE_INFINITY)) return undefined;
  let rest = generator.uniform() * total;
  let last: number | undefined;
  for (let i = 0; i < mass.length; i++) {
    if (!(mass[i]! > 0 && mass[i]! <= cut)) continue;
    last = i;
    rest -= mass[i]!;
    if (rest < 0) return i;
  }
  return last;
}
