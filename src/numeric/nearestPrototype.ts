import type { MixedRows } from "./mixedRows.js";

/** Prototypes as distances need them. */
export interface PrototypeTable {
  readonly k: number;
  /** Numbers of the prototypes, one after the other. */
  readonly centers: Float64Array;
  /** `costs[c * slots + slot]`: what an answer costs beside prototype c; nothing for its own and for missing ones. */
  readonly costs: Float64Array;
  /** Weight of the categories. */
  readonly gamma: number;
  /** Whether numbers differ by their absolute difference, not its square. */
  readonly absolute: boolean;
  /** Distance to the prototype that was found last. */
  least: number;
}

/** The nearest prototype of row i, of equally near ones the first; its distance is left in `table.least`. */
export function nearestPrototype(rows: MixedRows, table: PrototypeTable, i: number): number {
  const { width, x, answers, slots, begins } = rows;
  const { k, centers, costs, gamma, absolute } = table;
  const length = begins[answers]!;
  const row = i * width;
  const own = i * answers;
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let c = 0, center = 0, from = 0; c < k; c++, center += width, from += length) {
    let numbers = 0;
    if (absolute) for (let j = 0; j < width; j++) numbers += Math.abs(x[row + j]! - centers[center + j]!);
    else
      for (let j = 0; j < width; j++) {
        const difference = x[row + j]! - centers[center + j]!;
        numbers += difference * difference;
      }
    if (numbers >= least) continue;
    let categories = 0;
    for (let j = 0; j < answers; j++) categories += costs[from + slots[own + j]!]!;
    const distance = numbers + gamma * categories;
    if (distance < least) {
      least = distance;
      best = c;
    }
  }
  table.least = least;
  return best;
}
