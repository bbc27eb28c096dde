import type { Random } from "../random.js";
import type { Prototypes } from "./prototypes.js";

/** How the first prototypes are drawn. */
export type StartRule = "cao" | "huang" | "spread";

/** Rows that are drawn for each prototype of a spread start, of which the best is kept. */
const trialsFor = (k: number) => 2 + Math.floor(Math.log(k));

/**
 * Puts the prototypes on rows.
 *
 * - "cao": the row with the most frequent answers, then each time the row that is both frequent and far from those chosen: the largest
 *   of the least products of frequency and distance (Cao, Liang and Bai 2009). Nothing is drawn.
 * - "huang": made-up rows, each value drawn for itself as often as it occurs, and for each the nearest row that is not taken (Huang 1998).
 * - "spread": rows drawn in proportion to their distance to those chosen, the best of a few draws each time (Arthur and
 *   Vassilvitskii 2007).
 */
export function prototypeStart(prototypes: Prototypes, rule: StartRule, generator: Random): void {
  if (rule === "cao") cao(prototypes);
  else if (rule === "huang") huang(prototypes, generator);
  else spread(prototypes, generator);
}

function cao(prototypes: Prototypes): void {
  const { rows, k } = prototypes;
  const { count, answers, slots, begins, weights } = rows;
  const frequency = new Float64Array(begins[answers]!);
  for (let i = 0; i < count; i++)
    for (let j = 0; j < answers; j++) {
      const slot = slots[i * answers + j]!;
      if (slot < begins[j + 1]! - 1) frequency[slot] = frequency[slot]! + weights[i]!;
    }
  const density = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let sum = 0;
    for (let j = 0; j < answers; j++) sum += frequency[slots[i * answers + j]!]!;
    density[i] = answers === 0 ? 1 : sum;
  }
  const score = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  let chosen = firstMost(density);
  for (let c = 0; ; c++) {
    prototypes.putOn(c, chosen);
    if (c === k - 1) return;
    for (let i = 0; i < count; i++) {
      const product = prototypes.distance(i, c) * density[i]!;
      if (product < score[i]!) score[i] = product;
    }
    chosen = firstMost(score);
  }
}

function firstMost(values: Float64Array): number {
  let at = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[at]!) at = i;
  return at;
}

function huang(prototypes: Prototypes, generator: Random): void {
  const { rows, k } = prototypes;
  const { count, width, x, answers, slots, begins, weights } = rows;
  const upTo = new Float64Array(count);
  for (let i = 0; i < count; i++) upTo[i] = (i === 0 ? 0 : upTo[i - 1]!) + weights[i]!;
  const anyRow = () => drawFrom(upTo, generator);
  const taken = new Set<number>();
  for (let c = 0; c < k; c++) {
    const numbers = Float64Array.from({ length: width }, (_, j) => x[anyRow() * width + j]!);
    const modes = Int32Array.from({ length: answers }, (_, j) => {
      for (let tried = 0; tried < 100; tried++) {
        const slot = slots[anyRow() * answers + j]!;
        if (slot < begins[j + 1]! - 1) return slot;
      }
      return -1; // nearly all answers are missing
    });
    prototypes.put(c, numbers, modes);
    let nearest = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < count; i++) {
      if (taken.has(i)) continue;
      const distance = prototypes.distance(i, c);
      if (nearest >= 0 && distance >= least) continue;
      least = distance;
      nearest = i;
    }
    taken.add(nearest);
    prototypes.putOn(c, nearest);
  }
}

function spread(prototypes: Prototypes, generator: Random): void {
  const { rows, k } = prototypes;
  const { count, weights } = rows;
  const nearest = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  const upTo = new Float64Array(count);
  let total = 0;
  for (let i = 0; i < count; i++) upTo[i] = total += weights[i]!;
  let chosen = drawFrom(upTo, generator);
  for (let c = 0; ; c++) {
    prototypes.putOn(c, chosen);
    if (c === k - 1) return;
    total = 0;
    for (let i = 0; i < count; i++) {
      nearest[i] = Math.min(nearest[i]!, prototypes.distance(i, c));
      upTo[i] = total += nearest[i]! * weights[i]!;
    }
    let least = Number.POSITIVE_INFINITY;
    for (let t = trialsFor(k); t > 0; t--) {
      const row = drawFrom(upTo, generator);
      prototypes.putOn(c + 1, row);
      let sum = 0;
      for (let i = 0; i < count; i++) sum += Math.min(nearest[i]!, prototypes.distance(i, c + 1)) * weights[i]!;
      if (sum >= least) continue;
      least = sum;
      chosen = row;
    }
  }
}

/** The row in which the running sums pass a draw; any row where all are 0. */
function drawFrom(upTo: Float64Array, generator: Random): number {
  const last = upTo.length - 1;
  const total = upTo[last]!;
  if (!(total > 0)) return generator.integer(upTo.length);
  const wanted = generator.uniform() * total;
  let [low, high] = [0, last];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (upTo[middle]! > wanted) high = middle;
    else low = middle + 1;
  }
  return low;
}
