import type { Prototypes } from "./prototypes.js";

/** A move has to gain more than rounding may feign. */
const least = 1 - 1e-10;

/**
 * Tries for each row to move it to another segment, counting how the means and modes of both would follow (Hartigan 1975), and
 * makes the best move that lowers the cost. No segment loses its last row. Returns the number of moves.
 */
export function singleMoves(prototypes: Prototypes): number {
  const { rows, k, labels, groups, mass, centers, modes, counts, gamma, rarity } = prototypes;
  const { count, width, x, answers, slots, begins, weights } = rows;
  const length = begins[answers]!;
  /** Rows that gave the second most frequent answer, or the most frequent one again, by segment and column. */
  const second = new Float64Array(k * answers);
  const lookAt = (c: number) => {
    for (let j = 0; j < answers; j++) {
      const mode = modes[c * answers + j]!;
      let most = 0;
      for (let slot = begins[j]!; slot < begins[j + 1]! - 1; slot++)
        if (slot !== mode && counts[c * length + slot]! > most) most = counts[c * length + slot]!;
      second[c * answers + j] = most;
    }
  };
  if (rarity === undefined) for (let c = 0; c < k; c++) lookAt(c);

  const squares = (i: number, c: number) => {
    let sum = 0;
    for (let j = 0; j < width; j++) {
      const difference = x[i * width + j]! - centers[c * width + j]!;
      sum += difference * difference;
    }
    return sum;
  };
  /** By how much the categories of segment c cost less without row i. */
  const spared = (i: number, c: number) => {
    let sum = 0;
    for (let j = 0; j < answers; j++) {
      const slot = slots[i * answers + j]!;
      if (slot === begins[j + 1]! - 1) continue;
      if (slot !== modes[c * answers + j]) sum += weights[i]!;
      else {
        const most = counts[c * length + slot]!;
        sum += weights[i]! - (most - Math.max(most - weights[i]!, second[c * answers + j]!));
      }
    }
    return sum;
  };
  /** By how much they cost more with it. */
  const added = (i: number, c: number) => {
    let sum = 0;
    for (let j = 0; j < answers; j++) {
      const slot = slots[i * answers + j]!;
      if (slot === begins[j + 1]! - 1) continue;
      const mode = modes[c * answers + j]!;
      if (mode === slot || mode < 0) continue;
      const more = counts[c * length + slot]! + weights[i]! - counts[c * length + mode]!;
      sum += weights[i]! - (more > 0 ? more : 0);
    }
    return sum;
  };
  const rare = rarity === undefined ? undefined : rareAnswers(prototypes, rarity);

  let moves = 0;
  for (let i = 0; i < count; i++) {
    const from = labels[i]!;
    if (groups[from]! < 2) continue;
    const weight = weights[i]!;
    const gain =
      (width === 0 ? 0 : ((mass[from]! * weight) / (mass[from]! - weight)) * squares(i, from)) +
      gamma * (rare === undefined ? spared(i, from) : -rare(i, from, -weight));
    let to = -1;
    let price = gain * least;
    for (let c = 0; c < k; c++) {
      if (c === from) continue;
      const numbers = width === 0 ? 0 : ((mass[c]! * weight) / (mass[c]! + weight)) * squares(i, c);
      if (numbers >= price) continue;
      const cost = numbers + gamma * (rare === undefined ? added(i, c) : rare(i, c, weight));
      if (cost < price) {
        price = cost;
        to = c;
      }
    }
    if (to < 0) continue;
    prototypes.move(i, to);
    moves++;
    if (rarity !== undefined) continue;
    lookAt(from);
    lookAt(to);
  }
  return moves;
}

/** By how much the categories of segment c cost more where answers differ by their rarity and row i comes with `weight` (leaves: negative). */
function rareAnswers(
  { rows, counts }: Prototypes,
  rarity: Float64Array,
): (i: number, c: number, weight: number) => number {
  const { answers, slots, begins } = rows;
  const length = begins[answers]!;
  /** The least sum over the modes that there are, less what all of them have in common. */
  const leastCost = (from: number, j: number, slot: number, weight: number) => {
    const end = begins[j + 1]! - 1;
    let given = weight;
    for (let s = begins[j]!; s < end; s++) given += counts[from + s]!;
    if (given <= 0) return 0;
    let best = Number.POSITIVE_INFINITY;
    for (let s = begins[j]!; s < end; s++) {
      if (rarity[s] === 0) continue;
      const cost = (given - 2 * (counts[from + s]! + (s === slot ? weight : 0))) * rarity[s]!;
      if (cost < best) best = cost;
    }
    return best;
  };
  return (i, c, weight) => {
    let sum = 0;
    for (let j = 0; j < answers; j++) {
      const slot = slots[i * answers + j]!;
      if (slot === begins[j + 1]! - 1) continue;
      sum += weight * rarity[slot]! + leastCost(c * length, j, slot, weight) - leastCost(c * length, j, slot, 0);
    }
    return sum;
  };
}
