import type { Random } from "../random.js";

/**
 * Row numbers of `k` starting centers by greedy k-means++: each next center is drawn with probability proportional to its
 * weight times the squared distance to the centers so far; of 2 + floor(ln k) draws the one that lowers the sum most is
 * kept (Arthur and Vassilvitskii 2007, section 7). `potential` is the weighted sum that remains before the last center
 * is set: 0 (or not finite) means that the rows cannot be told apart in doubles.
 */
export function plusPlus(
  flat: Float64Array,
  width: number,
  k: number,
  weights: Float64Array | undefined,
  generator: Random,
): { chosen: number[]; potential: number } {
  const rows = flat.length / width;
  const trials = 2 + Math.floor(Math.log(k));
  let nearest = new Float64Array(rows).fill(1);
  if (weights !== undefined) nearest.set(weights);
  const first = draw(nearest, sum(nearest), generator);
  const chosen = [first];
  let total = towards(flat, width, first, undefined, weights, nearest);
  let candidate = new Float64Array(rows);
  let best = new Float64Array(rows);
  let before = total;
  while (chosen.length < k) {
    before = total;
    if (!(total > 0) || !Number.isFinite(total)) return { chosen, potential: total };
    let bestRow = -1;
    let bestTotal = Number.POSITIVE_INFINITY;
    for (let trial = 0; trial < trials; trial++) {
      const row = draw(nearest, total, generator);
      const sumAfter = towards(flat, width, row, nearest, weights, candidate);
      if (bestRow < 0 || sumAfter < bestTotal) {
        bestRow = row;
        bestTotal = sumAfter;
        const held = best;
        best = candidate;
        candidate = held;
      }
    }
    chosen.push(bestRow);
    total = bestTotal;
    const held = nearest;
    nearest = best;
    best = held;
  }
  return { chosen, potential: k === 1 ? 1 : before };
}

/** Weighted squared distance of each row to `center`, or to the centers so far where those are nearer; returns the sum. */
function towards(
  flat: Float64Array,
  width: number,
  center: number,
  soFar: Float64Array | undefined,
  weights: Float64Array | undefined,
  into: Float64Array,
): number {
  const at = center * width;
  let total = 0;
  for (let i = 0, row = 0; i < into.length; i++, row += width) {
    let squares = 0;
    for (let j = 0; j < width; j++) {
      const difference = flat[row + j]! - flat[at + j]!;
      squares += difference * difference;
    }
    if (weights !== undefined) squares *= weights[i]!;
    const value = soFar === undefined || squares < soFar[i]! ? squares : soFar[i]!;
    into[i] = value;
    total += value;
  }
  return total;
}

/** A row drawn with probability proportional to `mass`; rows of mass 0 are never drawn. */
function draw(mass: Float64Array, total: number, generator: Random): number {
  let left = generator.uniform() * total;
  let last = 0;
  for (let i = 0; i < mass.length; i++) {
    if (mass[i]! === 0) continue;
    last = i;
    left -= mass[i]!;
    if (left < 0) return i;
  }
  return last;
}

function sum(values: Float64Array): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
}
