import type { Random } from "../random.js";
import type { ClassRows } from "./classRows.js";
import type { ClassSpace } from "./classSpace.js";
import { pick } from "./draws.js";

/** How much a drawn row or draw says of its class at the start; the rest is said by all rows. */
const own = 0.6;

/**
 * A model of k classes to start from. Either each class is drawn towards the answers and numbers of a row, rows that differ from those drawn
 * before being more probable (in the way of k-means++), or, where they are not to be `spread`, towards probabilities drawn at random. Neither
 * leads to the best solution more often on all data, so a search takes them in turn.
 */
export function drawnClasses(space: ClassSpace, rows: ClassRows, generator: Random, spread: boolean): Float64Array {
  const { k, slots, means, variances, length } = space.layout;
  const { answers, begins, width } = rows;
  const marginal = marginalModel(rows);
  const model = new Float64Array(length);
  const seeds = spread ? spreadRows(rows, k, generator) : [];
  for (let c = 0; c < k; c++) {
    model[c] = 1 / k;
    for (let j = 0; j < answers; j++) {
      const missing = begins[j + 1]! - 1;
      const answer = spread ? slotOf(rows, seeds[c]!, j) : missing;
      const drawn = Float64Array.from({ length: missing - begins[j]! }, () =>
        spread ? 0 : -Math.log(1 - generator.uniform()),
      );
      const sum = drawn.reduce((all, one) => all + one, 0);
      for (let slot = begins[j]!; slot < missing; slot++) {
        const toward = spread
          ? answer === missing
            ? marginal[slot]!
            : Number(slot === answer)
          : drawn[slot - begins[j]!]! / sum;
        // A level that nobody chose stays impossible.
        model[slots + slot * k + c] = marginal[slot] === 0 ? 0 : own * toward + (1 - own) * marginal[slot]!;
      }
    }
    for (let j = 0; j < width; j++) {
      model[means + j * k + c] = spread ? rows.x[seeds[c]! * width + j]! : generator.normal();
      model[variances + j * k + c] = 1;
    }
  }
  normalize(model, rows, k);
  return model;
}

/** A model to start from in which the rows have these classes; each class is mixed with all rows, which count for one row in it. */
export function labeledClasses(space: ClassSpace, rows: ClassRows, mass: Float64Array): Float64Array {
  const { k, slots, means, variances, length } = space.layout;
  const { answers, begins, width, count, x } = rows;
  const model = new Float64Array(length);
  const marginal = marginalModel(rows);
  for (let c = 0; c < k; c++) {
    let all = 0;
    for (let i = 0; i < count; i++) all += mass[i * k + c]!;
    model[c] = all / rows.total;
    for (let j = 0; j < answers; j++) {
      const missing = begins[j + 1]! - 1;
      const sums = new Float64Array(missing + 1 - begins[j]!);
      for (let i = 0; i < count; i++) sums[slotOf(rows, i, j) - begins[j]!]! += mass[i * k + c]!;
      const answered = all - sums.at(-1)!;
      for (let slot = begins[j]!; slot < missing; slot++)
        model[slots + slot * k + c] = (sums[slot - begins[j]!]! + marginal[slot]!) / (answered + 1);
    }
    for (let j = 0; j < width; j++) {
      let [first, second] = [0, 0];
      for (let i = 0; i < count; i++) {
        first += mass[i * k + c]! * x[i * width + j]!;
        second += mass[i * k + c]! * x[i * width + j]! ** 2;
      }
      const mean = all > 0 ? first / all : 0;
      model[means + j * k + c] = mean;
      model[variances + j * k + c] = (Math.max(0, second - mean * mean * all) + 1) / (all + 1);
    }
  }
  normalize(model, rows, k);
  return model;
}

/** Makes the probabilities of each item add up to 1 in each class. */
export function normalize(model: Float64Array, { answers, begins }: ClassRows, k: number): void {
  for (let c = 0; c < k; c++)
    for (let j = 0; j < answers; j++) {
      let sum = 0;
      for (let slot = begins[j]!; slot < begins[j + 1]! - 1; slot++) sum += model[k + slot * k + c]!;
      if (sum > 0) for (let slot = begins[j]!; slot < begins[j + 1]! - 1; slot++) model[k + slot * k + c]! /= sum;
    }
}

/** The slot of an item in a row. */
export function slotOf({ begins, groups, cells, cellBegins }: ClassRows, row: number, item: number): number {
  const count = groups.length - 1;
  let g = 0;
  while (groups[g + 1]! <= item) g++;
  let left = cells[row * count + g]! - cellBegins[g]!;
  for (let j = groups[g]!; j < item; j++) left = Math.floor(left / (begins[j + 1]! - begins[j]!));
  return begins[item]! + (left % (begins[item + 1]! - begins[item]!));
}

/** The share of each level in the answers to its item; 0 in the slots of missing answers. */
function marginalModel(rows: ClassRows): Float64Array {
  const { count, weights, answers, begins } = rows;
  const sums = new Float64Array(begins[answers]!);
  for (let j = 0; j < answers; j++) {
    const missing = begins[j + 1]! - 1;
    for (let i = 0; i < count; i++) sums[slotOf(rows, i, j)]! += weights[i]!;
    sums[missing] = 0;
    const all = sums.subarray(begins[j]!, missing).reduce((sum, one) => sum + one, 0);
    if (all > 0) for (let slot = begins[j]!; slot < missing; slot++) sums[slot]! /= all;
  }
  return sums;
}

/** k rows, each drawn in proportion to how far it is from the nearest before it: answers that differ, and squared differences of numbers. */
function spreadRows(rows: ClassRows, k: number, generator: Random): number[] {
  const { count, weights, answers, begins, width, x } = rows;
  const slots = new Int32Array(count * answers);
  for (let i = 0; i < count; i++) for (let j = 0; j < answers; j++) slots[i * answers + j] = slotOf(rows, i, j);
  const nearest = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  const drawn = [pick(generator, weights)];
  while (drawn.length < k) {
    const last = drawn.at(-1)!;
    const chances = new Float64Array(count);
    for (let i = 0; i < count; i++) {
      let apart = 0;
      for (let j = 0; j < answers; j++) {
        const [a, b] = [slots[i * answers + j]!, slots[last * answers + j]!];
        const missing = begins[j + 1]! - 1;
        if (a !== b && a !== missing && b !== missing) apart++;
      }
      for (let j = 0; j < width; j++) apart += (x[i * width + j]! - x[last * width + j]!) ** 2;
      if (apart < nearest[i]!) nearest[i] = apart;
      chances[i] = nearest[i]! * weights[i]!;
    }
    drawn.push(chances.some((chance) => chance > 0) ? pick(generator, chances) : generator.integer(count));
  }
  return drawn;
}
