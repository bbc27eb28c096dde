import { lowerFactor, solveFactored } from "./lowerFactor.js";
import { newtonAscent } from "./newtonAscent.js";

/** Choices of one item among several. */
export interface Choices {
  readonly items: number;
  /** The items of choice c are `offered[starts[c]]` up to before `offered[starts[c + 1]]`. */
  readonly starts: Int32Array;
  readonly offered: Int32Array;
  /** The item that was chosen. */
  readonly chosen: Int32Array;
  /** 1 where the best was chosen, -1 where the worst. */
  readonly signs: Int8Array;
  /** Who chose. Choices of one are not independent. */
  readonly owners: Int32Array;
}

/** Utilities of items. */
export interface ChoiceLogit {
  /** They add up to 0. */
  readonly utilities: Float64Array;
  /** Their covariances where all choices are independent: the inverse of the curvature. */
  readonly covariances: Float64Array;
  /** Their covariances where only owners are independent: the sandwich of the owners' slopes between these inverses. */
  readonly clustered: Float64Array;
  readonly logLikelihood: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/**
 * Conditional logit of choices with one utility an item: the best of a set is i with the probability exp(u_i) / sum exp(u_j), the worst with exp(-u_i) / sum
 * exp(-u_j). By Newton's method with the last item at 0, then centered. Undefined where the choices do not tell the utilities.
 */
export function choiceLogit(choices: Choices, maxIterations: number): ChoiceLogit | undefined {
  const { items } = choices;
  const size = items - 1;
  const padded = (free: Float64Array) => {
    const all = new Float64Array(items);
    all.set(free);
    return all;
  };
  const peak = newtonAscent(
    new Float64Array(size),
    (free) => {
      const { value, score, curvature } = choiceHeight(choices, padded(free));
      return { value, score: score.subarray(0, size), curvature: corner(curvature, items) };
    },
    maxIterations,
  );
  if (peak === undefined) return undefined;
  const factor = lowerFactor(peak.at.curvature, size);
  if (factor === undefined) return undefined;
  const free = padded(peak.parameters);
  const center = free.reduce((sum, value) => sum + value, 0) / items;
  const covariances = new Float64Array(items * items);
  for (let j = 0; j < size; j++) {
    const unit = new Float64Array(size);
    unit[j] = 1;
    const solved = solveFactored(factor, size, unit);
    for (let i = 0; i < size; i++) covariances[i * items + j] = solved[i]!;
  }
  const clustered = new Float64Array(items * items);
  for (const slope of ownerSlopes(choices, free)) {
    const step = padded(solveFactored(factor, size, slope.subarray(0, size)));
    for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) clustered[i * items + j]! += step[i]! * step[j]!;
  }
  return {
    utilities: free.map((value) => value - center),
    covariances: centered(covariances, items),
    clustered: centered(clustered, items),
    logLikelihood: peak.at.value,
    iterations: peak.iterations,
    converged: peak.converged,
  };
}

/** Utilities of one owner. */
export interface ChoicesAround {
  readonly utilities: Float64Array;
  /** The logarithm of the probability of the choices whatever the utilities are, by Laplace's approximation. */
  readonly logEvidence: number;
  readonly converged: boolean;
}

/**
 * Utilities of one owner of few choices: the most probable ones where they are normal around `center` with one variance, all items alike. They add up to what `center`
 * adds up to. The climb begins at `start`.
 */
export function choicesAround(
  choices: Choices,
  center: Float64Array,
  variance: number,
  start: Float64Array,
  maxIterations: number,
): ChoicesAround {
  const { items } = choices;
  // With the prior the curvature is positive definite everywhere.
  const { parameters, at, converged } = newtonAscent(
    start,
    (utilities) => {
      const { value, score, curvature } = choiceHeight(choices, utilities);
      let apart = 0;
      for (let i = 0; i < items; i++) {
        const distance = utilities[i]! - center[i]!;
        apart += distance * distance;
        score[i]! -= distance / variance;
        curvature[i * items + i]! += 1 / variance;
      }
      return { value: value - apart / (2 * variance), score, curvature };
    },
    maxIterations,
  )!;
  const factor = lowerFactor(at.curvature, items)!;
  let logEvidence = at.value - (items / 2) * Math.log(variance);
  for (let i = 0; i < items; i++) logEvidence -= Math.log(factor[i * items + i]!);
  return { utilities: parameters, logEvidence, converged };
}

/** The log likelihood of utilities, its slope, and its second derivatives turned around. */
function choiceHeight(choices: Choices, utilities: Float64Array) {
  const { items, starts, offered, chosen, signs } = choices;
  const score = new Float64Array(items);
  const curvature = new Float64Array(items * items);
  const chances = new Float64Array(items);
  let value = 0;
  for (let c = 0; c < chosen.length; c++) {
    const [start, end, sign] = [starts[c]!, starts[c + 1]!, signs[c]!];
    value += chancesOf(choices, c, utilities, chances);
    score[chosen[c]!]! += sign;
    for (let a = start; a < end; a++) {
      const i = offered[a]!;
      score[i]! -= sign * chances[a - start]!;
      curvature[i * items + i]! += chances[a - start]!;
      for (let b = start; b < end; b++)
        curvature[i * items + offered[b]!]! -= chances[a - start]! * chances[b - start]!;
    }
  }
  return { value, score, curvature };
}

/** The probabilities of the items of one choice, in their order, and the logarithm of that of the chosen one. */
function chancesOf(
  { starts, offered, chosen, signs }: Choices,
  c: number,
  utilities: Float64Array,
  chances: Float64Array,
): number {
  const [start, end, sign] = [starts[c]!, starts[c + 1]!, signs[c]!];
  let peak = Number.NEGATIVE_INFINITY;
  for (let a = start; a < end; a++) peak = Math.max(peak, sign * utilities[offered[a]!]!);
  let sum = 0;
  for (let a = start; a < end; a++) sum += chances[a - start] = Math.exp(sign * utilities[offered[a]!]! - peak);
  for (let a = start; a < end; a++) chances[a - start]! /= sum;
  return sign * utilities[chosen[c]!]! - peak - Math.log(sum);
}

/** The slope of each owner's own log likelihood. */
function ownerSlopes(choices: Choices, utilities: Float64Array): Iterable<Float64Array> {
  const { items, starts, offered, chosen, signs, owners } = choices;
  const slopes = new Map<number, Float64Array>();
  const chances = new Float64Array(items);
  for (let c = 0; c < chosen.length; c++) {
    let slope = slopes.get(owners[c]!);
    if (slope === undefined) {
      slope = new Float64Array(items);
      slopes.set(owners[c]!, slope);
    }
    chancesOf(choices, c, utilities, chances);
    slope[chosen[c]!]! += signs[c]!;
    for (let a = starts[c]!; a < starts[c + 1]!; a++) slope[offered[a]!]! -= signs[c]! * chances[a - starts[c]!]!;
  }
  return slopes.values();
}

/** A square matrix without its last row and column. */
function corner(matrix: Float64Array, size: number): Float64Array {
  const less = new Float64Array((size - 1) * (size - 1));
  for (let i = 0; i < size - 1; i++) less.set(matrix.subarray(i * size, i * size + size - 1), i * (size - 1));
  return less;
}

/** The covariances of values less their mean. */
function centered(matrix: Float64Array, size: number): Float64Array {
  const means = Float64Array.from(
    { length: size },
    (_, i) => matrix.subarray(i * size, (i + 1) * size).reduce((sum, value) => sum + value, 0) / size,
  );
  const mean = means.reduce((sum, value) => sum + value, 0) / size;
  return matrix.map((value, at) => value - means[Math.floor(at / size)]! - means[at % size]! + mean);
}
