import type { Pace } from "../pace.js";
import { inverse } from "./inverse.js";
import { lowerFactor, solveFactored } from "./lowerFactor.js";
import { symmetricEigen } from "./symmetricEigen.js";

/** Common factors of a correlation matrix, not rotated. */
export interface Extraction {
  /** Row-major, columns by factors. */
  readonly loadings: Float64Array;
  /** The part of each column's variance that no factor shares. */
  readonly uniquenesses: Float64Array;
  /** The columns whose uniqueness stopped at the least that is allowed (Heywood cases). */
  readonly heywood: readonly number[];
  /** What was made small: half the sum of squared residuals ("minres"), or the discrepancy of maximum likelihood ("ml"). */
  readonly discrepancy: number;
  readonly converged: boolean;
  readonly iterations: number;
}

/** A column keeps this much variance of its own, as in R's factanal and psych. */
export const leastUniqueness = 0.005;

/** A value of the function, and its derivatives by the parameters (the exact second ones, and ones that never point uphill). */
interface Slope {
  readonly value: number;
  readonly gradient: Float64Array;
  /** Asked for only where a step is taken from here. */
  readonly curvature: () => Curvature;
}

interface Curvature {
  readonly exact: Float64Array;
  readonly safe: Float64Array;
}

/**
 * Finds `k` common factors of a correlation matrix (row-major, `size * size`). Given the uniquenesses, the best loadings follow from eigenvectors; so only the
 * uniquenesses are searched for, between 0.005 and 1, by Newton's method with exact second derivatives. It starts from what the squared multiple
 * correlations leave; where there are none, or that leads to a bound or nowhere, from one half for all, and the better end is kept.
 *
 * "minres" makes the residual correlations small (their squares; also called ULS) and takes any matrix; "ml" makes the answers most likely if
 * they are normal, and needs a positive definite one. All of it is one step of the clock.
 *
 * Source: Joereskog, Some contributions to maximum likelihood factor analysis, Psychometrika 32 (1967); Harman and Joereskog on minres, in Harman, Modern
 * Factor Analysis (1976).
 */
export async function extractFactors(
  matrix: Float64Array,
  size: number,
  k: number,
  method: "minres" | "ml",
  clock: Pace,
  { maxIterations = 300 }: { maxIterations?: number } = {},
): Promise<Extraction> {
  const inverted = inverse(matrix, size)?.inverse;
  const own = Float64Array.from({ length: size }, (_, i) => 1 / (inverted?.[i * (size + 1)] ?? 2));
  const first = await descend(matrix, size, k, method, own, maxIterations, clock);
  const told = (found: Extraction) => {
    clock.finish(`${found.iterations} steps of the extraction`);
    return found;
  };
  if (inverted !== undefined && first.converged && first.heywood.length === 0) return told(first);
  const other = await descend(matrix, size, k, method, new Float64Array(size).fill(0.5), maxIterations, clock);
  const better = other.discrepancy < first.discrepancy - 1e-9 || (other.converged && !first.converged);
  return told(better ? other : first);
}

async function descend(
  matrix: Float64Array,
  size: number,
  k: number,
  method: "minres" | "ml",
  start: Float64Array,
  maxIterations: number,
  clock: Pace,
): Promise<Extraction> {
  // Logarithms make the likelihood nearly a parabola.
  const [into, from] = method === "ml" ? [Math.log, Math.exp] : [Number, Number];
  const [low, high] = [into(leastUniqueness), into(1)];
  const slopeAt = (x: Float64Array) =>
    method === "ml" ? likelihoodSlope(matrix, size, k, x.map(Math.exp)) : residualSlope(matrix, size, k, x);
  const clamp = (value: number) => Math.max(low, Math.min(high, value));
  let x: Float64Array = start.map((value) => clamp(into(value)));
  let slope = slopeAt(x);
  let converged = false;
  let iterations = 0;
  while (iterations < maxIterations && !converged) {
    iterations++;
    const { gradient } = slope;
    const free = Array.from(x.keys()).filter(
      (i) => !((x[i]! <= low && gradient[i]! > 0) || (x[i]! >= high && gradient[i]! < 0)),
    );
    if (free.every((i) => Math.abs(gradient[i]!) < 1e-10)) {
      converged = true;
      break;
    }
    const step = newtonStep(gradient, slope.curvature(), free, size);
    let next: { x: Float64Array; slope: Slope } | undefined;
    for (let share = 1; share > 1e-9 && next === undefined; share /= 2) {
      const tried = x.map((value, i) => clamp(value + share * step[i]!));
      const gain = tried.reduce((sum, value, i) => sum + gradient[i]! * (value - x[i]!), 0);
      const there = slopeAt(tried);
      if (clock.due()) await clock.rest(0, `step ${iterations} of the extraction`);
      if (there.value <= slope.value + 1e-4 * Math.min(0, gain)) next = { x: tried, slope: there };
    }
    // Where no step leads lower, the gradient is rounding, or the surface is flat.
    if (next === undefined || next.x.every((value, i) => value === x[i])) {
      converged = free.every((i) => Math.abs(gradient[i]!) < 1e-6);
      break;
    }
    ({ x, slope } = next);
  }
  const uniquenesses = x.map(from);
  return {
    loadings: loadingsOf(matrix, size, k, method, uniquenesses),
    uniquenesses,
    heywood: Array.from(uniquenesses.keys()).filter((i) => uniquenesses[i]! <= leastUniqueness * (1 + 1e-9)),
    discrepancy: slope.value,
    converged,
    iterations,
  };
}

/** The step that leads to the bottom of a parabola of the free parameters; 0 for the others. */
function newtonStep(
  gradient: Float64Array,
  { exact, safe }: Curvature,
  free: readonly number[],
  size: number,
): Float64Array {
  const m = free.length;
  const result = new Float64Array(size);
  const part = (from: Float64Array, ridge: number) =>
    Float64Array.from(
      { length: m * m },
      (_, cell) =>
        from[free[Math.floor(cell / m)]! * size + free[cell % m]!]! + (Math.floor(cell / m) === cell % m ? ridge : 0),
    );
  const scale = free.reduce((sum, i) => sum + safe[i * size + i]!, 0) / m;
  const lower = lowerFactor(part(exact, 0), m) ?? lowerFactor(part(safe, 1e-6 * scale + 1e-12), m);
  if (lower === undefined) {
    for (const i of free) result[i] = -gradient[i]!;
    return result;
  }
  const downhill = Float64Array.from(free, (i) => -gradient[i]!);
  solveFactored(lower, m, downhill).forEach((value, place) => {
    result[free[place]!] = value;
  });
  return result;
}

/** Half the squared residuals: of the eigenvalues of the reduced matrix, all but the k largest (and those below 0). */
function residualSlope(matrix: Float64Array, size: number, k: number, uniquenesses: Float64Array): Slope {
  const { values, vectors } = symmetricEigen(reduced(matrix, size, uniquenesses), size);
  const kept = values.subarray(0, k).filter((value) => value > 0).length;
  const left = values.subarray(kept);
  const value = left.reduce((sum, one) => sum + 0.5 * one * one, 0);
  const gradient = new Float64Array(size);
  for (let i = 0; i < size; i++) for (let m = kept; m < size; m++) gradient[i]! -= values[m]! * vectors[m]![i]! ** 2;
  const curvature = () => {
    const plain = residualPart(vectors, size, kept, () => 1);
    const safe = plain.map((one) => one * one);
    return {
      safe,
      exact: withCross(safe, vectors, size, kept, (m, n) => (2 * values[m]!) / (values[m]! - values[n]!)),
    };
  };
  return { value, gradient, curvature };
}

/** The discrepancy of maximum likelihood, by the logarithms of the uniquenesses. */
function likelihoodSlope(matrix: Float64Array, size: number, k: number, uniquenesses: Float64Array): Slope {
  const { values, vectors } = symmetricEigen(weighted(matrix, size, uniquenesses), size);
  const kept = values.subarray(0, k).filter((value) => value > 1).length;
  let value = 0;
  for (let m = kept; m < size; m++) value += values[m]! - Math.log(values[m]!) - 1;
  if (!Number.isFinite(value)) value = Number.POSITIVE_INFINITY;
  const gradient = new Float64Array(size);
  for (let i = 0; i < size; i++)
    for (let m = kept; m < size; m++) gradient[i]! += (1 - values[m]!) * vectors[m]![i]! ** 2;
  const curvature = () => {
    const heavy = residualPart(vectors, size, kept, (m) => values[m]!);
    const safe = residualPart(vectors, size, kept, () => 1).map((plain, cell) => plain * heavy[cell]!);
    const cross = (m: number, n: number) => ((1 - values[m]!) * (values[m]! + values[n]!)) / (values[n]! - values[m]!);
    return { safe, exact: withCross(safe, vectors, size, kept, cross) };
  };
  return { value, gradient, curvature };
}

/** For each two columns, the weighted sum over the residual eigenvectors of the products of their entries. */
function residualPart(
  vectors: readonly Float64Array[],
  size: number,
  kept: number,
  weight: (m: number) => number,
): Float64Array {
  const result = new Float64Array(size * size);
  for (let m = kept; m < size; m++) addProducts(result, vectors[m]!, weight(m), size);
  return mirrored(result, size);
}

/** What the residual eigenvectors and the kept ones do to each other, and the matrix that it is added to. */
function withCross(
  to: Float64Array,
  vectors: readonly Float64Array[],
  size: number,
  kept: number,
  weight: (m: number, n: number) => number,
): Float64Array {
  const result = to.slice();
  const both = new Float64Array(size);
  for (let m = kept; m < size; m++)
    for (let n = 0; n < kept; n++) {
      const by = weight(m, n);
      if (!Number.isFinite(by)) continue;
      for (let i = 0; i < size; i++) both[i] = vectors[m]![i]! * vectors[n]![i]!;
      addProducts(result, both, by, size);
    }
  return mirrored(result, size);
}

/** Adds the products of each two entries to the part up to the diagonal. */
function addProducts(to: Float64Array, entries: Float64Array, weight: number, size: number): void {
  for (let i = 0; i < size; i++) {
    const times = weight * entries[i]!;
    for (let j = 0, cell = i * size; j <= i; j++, cell++) to[cell]! += times * entries[j]!;
  }
}

function mirrored(matrix: Float64Array, size: number): Float64Array {
  for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) matrix[j * size + i] = matrix[i * size + j]!;
  return matrix;
}

function loadingsOf(
  matrix: Float64Array,
  size: number,
  k: number,
  method: "minres" | "ml",
  uniquenesses: Float64Array,
): Float64Array {
  const ml = method === "ml";
  const { values, vectors } = symmetricEigen((ml ? weighted : reduced)(matrix, size, uniquenesses), size, k);
  const result = new Float64Array(size * k);
  for (let f = 0; f < k; f++) {
    const length = Math.sqrt(Math.max(0, values[f]! - (ml ? 1 : 0)));
    for (let i = 0; i < size; i++)
      result[i * k + f] = vectors[f]![i]! * length * (ml ? Math.sqrt(uniquenesses[i]!) : 1);
  }
  return result;
}

function reduced(matrix: Float64Array, size: number, uniquenesses: Float64Array): Float64Array {
  const result = matrix.slice();
  for (let i = 0; i < size; i++) result[i * size + i]! -= uniquenesses[i]!;
  return result;
}

function weighted(matrix: Float64Array, size: number, uniquenesses: Float64Array): Float64Array {
  const scale = uniquenesses.map((value) => 1 / Math.sqrt(value));
  return matrix.map((value, cell) => value * scale[Math.floor(cell / size)]! * scale[cell % size]!);
}
