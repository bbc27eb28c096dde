import type { ClassRows } from "./classRows.js";

/** What keeps a class from collapsing: no variance below this, in units in which the variance of each column is 1. */
export type VarianceFloor = number;

/** Least probability whose logarithm is taken: an answer that nobody in a class gave rules the class out, but not all classes. */
export const leastProbability = 1e-15;

/** Where the parts of a model of k classes stand in one array; the class changes fastest. */
export interface ClassLayout {
  readonly k: number;
  /** After the shares of the classes: the probability of each slot in each class (0 in the slots of missing answers), */
  readonly slots: number;
  /** then the mean of each column in each class, and then its variance. */
  readonly means: number;
  readonly variances: number;
  readonly length: number;
}

/** Where everything stands for these rows. */
export function classLayout(
  { answers, begins, width }: Pick<ClassRows, "answers" | "begins" | "width">,
  k: number,
): ClassLayout {
  const means = k + begins[answers]! * k;
  const variances = means + width * k;
  return { k, slots: k, means, variances, length: variances + width * k };
}

/**
 * Expectation and maximization for latent classes: within a class, answers are independent of each other and numbers are normal (Goodman
 * 1974; Dempster, Laird and Rubin 1977). Missing answers count nothing, so that what was answered is all that the likelihood tells.
 */
export class ClassSpace {
  readonly layout: ClassLayout;
  /** Expected rows of each class after a pass. */
  readonly mass: Float64Array;
  readonly #rows: ClassRows;
  readonly #floor: VarianceFloor;
  readonly #logs: Float64Array;
  readonly #counts: Float64Array;
  readonly #slotCounts: Float64Array;
  readonly #first: Float64Array;
  readonly #second: Float64Array;
  /** The items' slots of each cell. */
  readonly #slotsOf: Int32Array[];

  constructor(rows: ClassRows, k: number, floor: VarianceFloor) {
    const { answers, begins, groups, cellBegins, width } = rows;
    const all = cellBegins.at(-1)!;
    this.#rows = rows;
    this.#floor = floor;
    this.layout = classLayout(rows, k);
    this.mass = new Float64Array(k);
    this.#logs = new Float64Array(all * k);
    this.#counts = new Float64Array(all * k);
    this.#slotCounts = new Float64Array(begins[answers]! * k);
    this.#first = new Float64Array(width * k);
    this.#second = new Float64Array(width * k);
    this.#slotsOf = Array.from({ length: cellBegins.length - 1 }, (_, g) => {
      const items = groups[g + 1]! - groups[g]!;
      const slots = new Int32Array((cellBegins[g + 1]! - cellBegins[g]!) * items);
      for (let cell = 0; cell < slots.length / items; cell++)
        for (let j = 0, left = cell; j < items; j++) {
          const item = groups[g]! + j;
          const levels = begins[item + 1]! - begins[item]!;
          slots[cell * items + j] = begins[item]! + (left % levels);
          left = Math.floor(left / levels);
        }
      return slots;
    });
  }

  /**
   * Goes over all rows with a model, adds up what they say of each class, and returns the log likelihood. `densities`, where it is given, gets
   * that of each row.
   */
  pass(model: Float64Array, densities?: Float64Array): number {
    const { count, weights, width, x, cells, cellBegins } = this.#rows;
    const { k, means, variances } = this.layout;
    const groups = cellBegins.length - 1;
    const logs = this.#logs;
    const counts = this.#counts.fill(0);
    const mass = this.mass.fill(0);
    const first = this.#first.fill(0);
    const second = this.#second.fill(0);
    this.#takeLogs(model);
    const constants = new Float64Array(k);
    for (let c = 0; c < k; c++) {
      constants[c] = Math.log(Math.max(model[c]!, Number.MIN_VALUE));
      for (let j = 0; j < width; j++)
        constants[c] = constants[c]! - 0.5 * Math.log(2 * Math.PI * model[variances + j * k + c]!);
    }
    const halves = model.slice(variances).map((variance) => 0.5 / variance);
    const shares = new Float64Array(k);
    let logLikelihood = 0;
    for (let i = 0; i < count; i++) {
      for (let c = 0; c < k; c++) shares[c] = constants[c]!;
      const from = i * groups;
      for (let g = from; g < from + groups; g++) {
        const at = cells[g]! * k;
        for (let c = 0; c < k; c++) shares[c] = shares[c]! + logs[at + c]!;
      }
      for (let j = 0; j < width; j++) {
        const value = x[i * width + j]!;
        for (let c = 0; c < k; c++) {
          const away = value - model[means + j * k + c]!;
          shares[c] = shares[c]! - away * away * halves[j * k + c]!;
        }
      }
      let peak = shares[0]!;
      for (let c = 1; c < k; c++) if (shares[c]! > peak) peak = shares[c]!;
      let sum = 0;
      for (let c = 0; c < k; c++) {
        const below = shares[c]! - peak;
        // Beyond that, what is added to 1 is lost.
        const share = below < -37 ? 0 : below === 0 ? 1 : Math.exp(below);
        shares[c] = share;
        sum += share;
      }
      const weight = weights[i]!;
      const density = peak + Math.log(sum);
      if (densities !== undefined) densities[i] = density;
      logLikelihood += weight * density;
      const scale = weight / sum;
      for (let c = 0; c < k; c++) {
        shares[c] = shares[c]! * scale;
        mass[c] = mass[c]! + shares[c]!;
      }
      for (let g = from; g < from + groups; g++) {
        const at = cells[g]! * k;
        for (let c = 0; c < k; c++) counts[at + c] = counts[at + c]! + shares[c]!;
      }
      for (let j = 0; j < width; j++) {
        const value = x[i * width + j]!;
        for (let c = 0; c < k; c++) {
          const at = j * k + c;
          const away = value - model[means + at]!;
          const part = shares[c]! * away;
          first[at] = first[at]! + part;
          second[at] = second[at]! + part * away;
        }
      }
    }
    return logLikelihood;
  }

  /**
   * Writes the model that the last pass, with `model`, asks for into `next`, and returns whether a variance had to be raised to the floor. A class
   * that has lost all who answered an item keeps its probabilities there.
   */
  next(model: Float64Array, next: Float64Array): boolean {
    const { answers, begins, width, total, cellBegins } = this.#rows;
    const { k, slots, means, variances } = this.layout;
    const sums = this.#slotCounts.fill(0);
    const counts = this.#counts;
    this.#slotsOf.forEach((slotsOf, g) => {
      const cellCount = cellBegins[g + 1]! - cellBegins[g]!;
      const items = slotsOf.length / cellCount;
      for (let cell = 0, at = 0; cell < cellCount; cell++) {
        const count = (cellBegins[g]! + cell) * k;
        for (let j = 0; j < items; j++, at++) {
          const slot = slotsOf[at]! * k;
          for (let c = 0; c < k; c++) sums[slot + c] = sums[slot + c]! + counts[count + c]!;
        }
      }
    });
    for (let c = 0; c < k; c++) next[c] = this.mass[c]! / total;
    for (let j = 0; j < answers; j++) {
      const missing = begins[j + 1]! - 1;
      for (let c = 0; c < k; c++) {
        let answered = 0;
        for (let slot = begins[j]!; slot < missing; slot++) answered += sums[slot * k + c]!;
        for (let slot = begins[j]!; slot < missing; slot++) {
          const at = slots + slot * k + c;
          next[at] = answered > 0 ? sums[slot * k + c]! / answered : model[at]!;
        }
      }
    }
    let raised = false;
    for (let at = 0; at < width * k; at++) {
      const mass = this.mass[at % k]!;
      const step = mass > 0 ? this.#first[at]! / mass : 0;
      const variance = mass > 0 ? this.#second[at]! / mass - step * step : model[variances + at]!;
      next[means + at] = model[means + at]! + step;
      if (!(variance > this.#floor)) raised = true;
      next[variances + at] = Math.max(this.#floor, variance);
    }
    return raised;
  }

  /** Logarithms of the probabilities of all cells in all classes. */
  #takeLogs(model: Float64Array): void {
    const { answers, begins, groups, cellBegins } = this.#rows;
    const { k, slots } = this.layout;
    const single = this.#slotCounts;
    for (let at = 0; at < single.length; at++) single[at] = Math.log(Math.max(leastProbability, model[slots + at]!));
    for (let j = 0; j < answers; j++) single.fill(0, (begins[j + 1]! - 1) * k, begins[j + 1]! * k);
    const logs = this.#logs;
    for (let g = 0; g < cellBegins.length - 1; g++) {
      logs.fill(0, cellBegins[g]! * k, (cellBegins[g]! + 1) * k);
      let stride = k;
      for (let j = groups[g]!; j < groups[g + 1]!; j++) {
        const from = cellBegins[g]! * k;
        const levels = begins[j + 1]! - begins[j]!;
        // From the last level down, so that those that the others are made of are written last.
        for (let level = levels - 1; level >= 0; level--)
          for (let at = 0; at < stride; at++)
            logs[from + level * stride + at] = logs[from + at]! + single[(begins[j]! + level) * k + (at % k)]!;
        stride *= levels;
      }
    }
  }
}
