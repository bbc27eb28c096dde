import type { MixedRows } from "./mixedRows.js";
import { nearestPrototype, type PrototypeTable } from "./nearestPrototype.js";

/** How rows differ from prototypes. */
export interface PrototypeMeasure {
  readonly k: number;
  /** Weight of the categories. */
  readonly gamma: number;
  /** Per slot one over the number of rows that gave this answer: two answers then differ by the sum of theirs. Absent: by 1. */
  readonly rarity?: Float64Array;
  /** Whether numbers differ by their absolute difference, not its square; prototypes are then to be medians. */
  readonly absolute?: boolean;
}

/**
 * Prototypes and the segments around them: means (or what the caller sets) of the numbers and modes of the categories, with the
 * sums and counts from which they follow when a row moves.
 */
export class Prototypes implements PrototypeTable {
  readonly k: number;
  readonly gamma: number;
  readonly absolute: boolean;
  readonly rarity: Float64Array | undefined;
  readonly centers: Float64Array;
  readonly costs: Float64Array;
  /** Slot of each mode; -1 where no row of the segment gave an answer. */
  readonly modes: Int32Array;
  readonly labels: Int32Array;
  readonly sums: Float64Array;
  /** Weighted answers by segment and slot. */
  readonly counts: Float64Array;
  /** Weight and number of different rows by segment. */
  readonly mass: Float64Array;
  readonly groups: Int32Array;
  least = 0;

  constructor(
    readonly rows: MixedRows,
    { k, gamma, rarity, absolute = false }: PrototypeMeasure,
  ) {
    const { count, width, answers, begins } = rows;
    const length = begins[answers]!;
    this.k = k;
    this.gamma = gamma;
    this.rarity = rarity;
    this.absolute = absolute;
    this.centers = new Float64Array(k * width);
    this.costs = new Float64Array(k * length);
    this.modes = new Int32Array(k * answers);
    this.labels = new Int32Array(count);
    this.sums = new Float64Array(k * width);
    this.counts = new Float64Array(k * length);
    this.mass = new Float64Array(k);
    this.groups = new Int32Array(k);
    for (let c = 0; c < k; c++) for (let j = 0; j < answers; j++) this.#write(c, j, -1);
  }

  /** Puts prototype c on numbers and modes (slots, -1 for none). */
  put(c: number, numbers: ArrayLike<number>, modes: ArrayLike<number>): void {
    this.centers.set(Float64Array.from(numbers), c * this.rows.width);
    for (let j = 0; j < modes.length; j++) this.#write(c, j, modes[j]!);
  }

  /** Puts prototype c on row i; where the row gave no answer there is no mode. */
  putOn(c: number, i: number): void {
    const { width, x, answers, slots, begins } = this.rows;
    const own = slots.subarray(i * answers, (i + 1) * answers);
    this.put(
      c,
      x.subarray(i * width, (i + 1) * width),
      own.map((slot, j) => (slot === begins[j + 1]! - 1 ? -1 : slot)),
    );
  }

  /** Sum of the distances of all rows to their nearest prototype; labels stay. */
  cost(): number {
    const { count, weights } = this.rows;
    let total = 0;
    for (let i = 0; i < count; i++) {
      nearestPrototype(this.rows, this, i);
      total += this.least * weights[i]!;
    }
    return total;
  }

  /** Gives each row the label of its nearest prototype; returns how many changed. */
  assign(): number {
    const { labels } = this;
    let changed = 0;
    for (let i = 0; i < labels.length; i++) {
      const nearest = nearestPrototype(this.rows, this, i);
      if (labels[i] === nearest) continue;
      labels[i] = nearest;
      changed++;
    }
    return changed;
  }

  /** Counts all rows anew and moves means and modes to them; of equally frequent answers the present mode stays where `keep`. */
  renew(keep: boolean): void {
    const { labels, sums, counts, mass, groups } = this;
    const { width, x, answers, slots, begins, weights } = this.rows;
    const length = begins[answers]!;
    sums.fill(0);
    counts.fill(0);
    mass.fill(0);
    groups.fill(0);
    for (let i = 0; i < labels.length; i++) {
      const c = labels[i]!;
      const weight = weights[i]!;
      mass[c] = mass[c]! + weight;
      groups[c] = groups[c]! + 1;
      for (let j = 0; j < width; j++) sums[c * width + j] = sums[c * width + j]! + weight * x[i * width + j]!;
      for (let j = 0; j < answers; j++) {
        const at = c * length + slots[i * answers + j]!;
        counts[at] = counts[at]! + weight;
      }
    }
    for (let c = 0; c < this.k; c++) {
      if (groups[c] === 0) continue;
      if (!this.absolute) this.#mean(c);
      for (let j = 0; j < answers; j++) this.#setMode(c, j, this.#bestMode(c, j, keep));
    }
  }

  /** Moves row i to another segment; means and modes of both follow. */
  move(i: number, to: number): void {
    const { labels, sums, counts, mass, groups, modes, rarity } = this;
    const { width, x, answers, slots, begins, weights } = this.rows;
    const length = begins[answers]!;
    const from = labels[i]!;
    const weight = weights[i]!;
    labels[i] = to;
    mass[to] = mass[to]! + weight;
    mass[from] = mass[from]! - weight;
    groups[to] = groups[to]! + 1;
    groups[from] = groups[from]! - 1;
    if (!this.absolute) {
      for (let j = 0; j < width; j++) {
        const add = weight * x[i * width + j]!;
        sums[to * width + j] = sums[to * width + j]! + add;
        sums[from * width + j] = sums[from * width + j]! - add;
      }
      this.#mean(to);
      if (groups[from]! > 0) this.#mean(from);
    }
    for (let j = 0; j < answers; j++) {
      const slot = slots[i * answers + j]!;
      if (slot === begins[j + 1]! - 1) continue;
      const entered = to * length + slot;
      const left = from * length + slot;
      counts[entered] = counts[entered]! + weight;
      counts[left] = counts[left]! - weight;
      if (rarity !== undefined) {
        this.#setMode(to, j, this.#bestMode(to, j, true));
        this.#setMode(from, j, this.#bestMode(from, j, true));
        continue;
      }
      const mode = modes[to * answers + j]!;
      if (mode < 0 || counts[to * length + mode]! < counts[entered]!) this.#setMode(to, j, slot);
      if (modes[from * answers + j] === slot) this.#setMode(from, j, this.#bestMode(from, j, false));
    }
  }

  /**
   * Gives each segment without rows the row that is farthest from its own prototype, of those that do not stand alone; of equals the first.
   * Returns whether there was one; a row that lies on its prototype is not taken.
   */
  fillEmpty(): boolean {
    let filled = false;
    for (let empty = this.groups.indexOf(0); empty >= 0; empty = this.groups.indexOf(0)) {
      let farthest = -1;
      let most = 0;
      for (let i = 0; i < this.labels.length; i++) {
        if (this.groups[this.labels[i]!]! < 2) continue;
        const distance = this.distance(i, this.labels[i]!);
        if (distance > most) {
          most = distance;
          farthest = i;
        }
      }
      if (farthest < 0) return filled;
      this.putOn(empty, farthest);
      this.move(farthest, empty);
      filled = true;
    }
    return filled;
  }

  /** Distance of row i to prototype c. */
  distance(i: number, c: number): number {
    const { width, x, answers, slots, begins } = this.rows;
    let numbers = 0;
    for (let j = 0; j < width; j++) {
      const difference = x[i * width + j]! - this.centers[c * width + j]!;
      numbers += this.absolute ? Math.abs(difference) : difference * difference;
    }
    let categories = 0;
    const from = c * begins[answers]!;
    for (let j = 0; j < answers; j++) categories += this.costs[from + slots[i * answers + j]!]!;
    return numbers + this.gamma * categories;
  }

  #mean(c: number): void {
    const { width } = this.rows;
    for (let j = c * width; j < (c + 1) * width; j++) this.centers[j] = this.sums[j]! / this.mass[c]!;
  }

  /** The answer from which those of the segment differ least; of equals the present one where `keep`, else the first. */
  #bestMode(c: number, j: number, keep: boolean): number {
    const { counts, rarity } = this;
    const { answers, begins } = this.rows;
    const from = c * begins[answers]!;
    const present = this.modes[c * answers + j]!;
    const end = begins[j + 1]! - 1;
    let best = -1;
    let most = 0;
    if (rarity === undefined) {
      for (let slot = begins[j]!; slot < end; slot++)
        if (counts[from + slot]! > most) {
          most = counts[from + slot]!;
          best = slot;
        }
      if (best < 0) return this.groups[c] === 0 ? present : -1;
      return keep && present >= 0 && counts[from + present] === most ? present : best;
    }
    let given = 0;
    for (let slot = begins[j]!; slot < end; slot++) given += counts[from + slot]!;
    if (given === 0) return this.groups[c] === 0 ? present : -1;
    const worth = (slot: number) => (2 * counts[from + slot]! - given) * rarity[slot]!;
    most = Number.NEGATIVE_INFINITY;
    for (let slot = begins[j]!; slot < end; slot++)
      if (rarity[slot]! > 0 && worth(slot) > most) {
        most = worth(slot);
        best = slot;
      }
    return keep && present >= 0 && rarity[present]! > 0 && worth(present) === most ? present : best;
  }

  #setMode(c: number, j: number, slot: number): void {
    if (this.modes[c * this.rows.answers + j] !== slot) this.#write(c, j, slot);
  }

  #write(c: number, j: number, mode: number): void {
    const { costs, rarity } = this;
    const { answers, begins } = this.rows;
    const from = c * begins[answers]!;
    const end = begins[j + 1]! - 1;
    for (let slot = begins[j]!; slot < end; slot++) costs[from + slot] = answerCost(slot, mode, rarity);
    costs[from + end] = 0;
    this.modes[c * answers + j] = mode;
  }
}

/** What an answer costs beside a mode; beside none (-1) it differs as from one that is as rare as itself. */
export function answerCost(slot: number, mode: number, rarity: Float64Array | undefined): number {
  if (slot === mode) return 0;
  return rarity === undefined ? 1 : rarity[slot]! + rarity[mode < 0 ? slot : mode]!;
}
