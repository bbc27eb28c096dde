import { inverse as inverseOf } from "./inverse.js";
import { lowerFactor, solveFactored } from "./lowerFactor.js";
import { newtonAscent } from "./newtonAscent.js";

/** Covariates of rows whose class is known with errors. */
export interface ClassLogitData {
  readonly rows: number;
  /** Covariates with the intercept, `width` a row. */
  readonly width: number;
  readonly z: Float64Array;
  readonly k: number;
  /** The class that each row was assigned to. */
  readonly assigned: Int32Array;
  /** `errors[t * k + s]`: how probable it is that a row of class t is assigned to s. */
  readonly errors: Float64Array;
  /** The class that the others are compared with. */
  readonly reference: number;
}

/** Coefficients of the classes but the reference, `width` each, and their covariances. */
export interface ClassLogit {
  readonly coefficients: Float64Array;
  readonly covariances: Float64Array;
  /**
   * Standard errors by the curvature alone. Where a coefficient runs off to infinity the likelihood is flat, and these are huge; those of
   * `covariances` shrink there with the slopes of the rows.
   */
  readonly curvatureErrors: Float64Array;
  readonly logLikelihood: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/**
 * Multinomial logit of the true class on covariates, where only the assigned class is known, with known errors. "ml" maximizes the likelihood of what was
 * assigned (Vermunt 2010, equation 13); "bch" counts each row in all classes by the inverse of the errors (Bolck, Croon and Hagenaars 2004). By
 * Newton's method with steps that are halved until they lead up. The covariances are the sandwich of scores between inverse Hessians. Undefined where
 * the covariates do not tell the coefficients.
 */
export function classLogit(data: ClassLogitData, method: "ml" | "bch", maxIterations: number): ClassLogit | undefined {
  const { width, k, reference } = data;
  const others = Array.from({ length: k }, (_, c) => c).filter((c) => c !== reference);
  const size = others.length * width;
  const inverse = method === "bch" ? inverseOf(data.errors, k)?.inverse : undefined;
  // Errors are shares: where what undoes them is so large, two classes are assigned alike but for rounding.
  if (method === "bch" && !inverse?.every((value) => Math.abs(value) < 1e12 / k)) return undefined;
  const target = (coefficients: Float64Array) => evaluate(data, others, inverse, coefficients);
  // Far from the peak the curvature may bend the wrong way; that of the complete data never does.
  const peak = newtonAscent(new Float64Array(size), target, maxIterations);
  if (peak === undefined) return undefined;
  const { parameters: coefficients, at, iterations, converged } = peak;
  const factor = lowerFactor(at.curvature, size);
  if (factor === undefined) return undefined;
  const half = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    half.set(solveFactored(factor, size, at.scores.subarray(i * size, (i + 1) * size)), i * size);
  const covariances = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    const column = Float64Array.from({ length: size }, (_, j) => half[j * size + i]!);
    covariances.set(solveFactored(factor, size, column), i * size);
  }
  const curvatureErrors = Float64Array.from({ length: size }, (_, i) => {
    const unit = Float64Array.from({ length: size }, (_, j) => Number(i === j));
    return Math.sqrt(solveFactored(factor, size, unit)[i]!);
  });
  return { coefficients, covariances, curvatureErrors, logLikelihood: at.value, iterations, converged };
}

/** The target, its slope and curvature (the latter turned around), that of complete data, and the sum of the outer products of the rows' slopes. */
function evaluate(
  { rows, width, z, k, assigned, errors }: ClassLogitData,
  others: readonly number[],
  inverse: Float64Array | undefined,
  coefficients: Float64Array,
) {
  const size = others.length * width;
  const score = new Float64Array(size);
  const curvature = new Float64Array(size * size);
  const complete = new Float64Array(size * size);
  const scores = new Float64Array(size * size);
  const eta = new Float64Array(k);
  const prior = new Float64Array(k);
  const post = new Float64Array(k);
  const own = new Float64Array(size);
  let value = 0;
  for (let i = 0; i < rows; i++) {
    eta.fill(0);
    others.forEach((c, o) => {
      for (let j = 0; j < width; j++) eta[c]! += coefficients[o * width + j]! * z[i * width + j]!;
    });
    let peak = eta[0]!;
    for (let c = 1; c < k; c++) peak = Math.max(peak, eta[c]!);
    let sum = 0;
    for (let c = 0; c < k; c++) sum += prior[c] = Math.exp(eta[c]! - peak);
    const all = peak + Math.log(sum);
    let told = 0;
    for (let c = 0; c < k; c++) {
      prior[c]! /= sum;
      post[c] = inverse === undefined ? prior[c]! * errors[c * k + assigned[i]!]! : inverse[assigned[i]! * k + c]!;
      told += post[c]!;
      if (inverse !== undefined) value += post[c]! * (eta[c]! - all);
    }
    if (inverse === undefined) {
      value += Math.log(told);
      for (let c = 0; c < k; c++) post[c]! /= told;
    }
    others.forEach((c, o) => {
      for (let j = 0; j < width; j++) own[o * width + j] = (post[c]! - prior[c]!) * z[i * width + j]!;
    });
    others.forEach((a, o) => {
      others.forEach((b, u) => {
        const full = prior[a]! * (Number(a === b) - prior[b]!);
        const bend = inverse === undefined ? full - post[a]! * (Number(a === b) - post[b]!) : full;
        for (let j = 0; j < width; j++)
          for (let m = 0; m < width; m++) {
            const place = (o * width + j) * size + u * width + m;
            const square = z[i * width + j]! * z[i * width + m]!;
            curvature[place]! += bend * square;
            complete[place]! += full * square;
          }
      });
    });
    for (let a = 0; a < size; a++) {
      score[a]! += own[a]!;
      for (let b = 0; b < size; b++) scores[a * size + b]! += own[a]! * own[b]!;
    }
  }
  return { value, score, curvature, complete, scores };
}
