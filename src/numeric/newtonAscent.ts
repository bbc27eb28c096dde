import { lowerFactor, solveFactored } from "./lowerFactor.js";

/** A function at one place. */
export interface Height {
  readonly value: number;
  /** Its slope. */
  readonly score: Float64Array;
  /** Its second derivatives, turned around: positive definite near a peak. */
  readonly curvature: Float64Array;
  /** Takes the place of `curvature` where that is not positive definite. */
  readonly complete?: Float64Array;
}

/** The highest place that was found. */
export interface Peak<H extends Height> {
  readonly parameters: Float64Array;
  readonly at: H;
  readonly iterations: number;
  readonly converged: boolean;
}

/**
 * Climbs to a peak by Newton's method, with steps that are halved until they lead up. Converged is where the next step promises less than 1e-12 of the value, or where
 * no step leads up any more. Undefined where neither matrix of second derivatives is positive definite.
 */
export function newtonAscent<H extends Height>(
  start: Float64Array,
  height: (parameters: Float64Array) => H,
  maxIterations: number,
): Peak<H> | undefined {
  const size = start.length;
  let parameters = start;
  let at = height(parameters);
  let converged = false;
  let iterations = 0;
  while (iterations < maxIterations && !converged) {
    iterations++;
    const factor =
      lowerFactor(at.curvature, size) ?? (at.complete === undefined ? undefined : lowerFactor(at.complete, size));
    if (factor === undefined) return undefined;
    const step = solveFactored(factor, size, at.score);
    let moved: H | undefined;
    let next = parameters;
    for (let share = 1; share > 1e-10; share /= 2) {
      next = parameters.map((value, i) => value + share * step[i]!);
      const there = height(next);
      // At the peak the value is flat, and rounding alone would forbid the last step.
      if (there.value >= at.value - 1e-13 * Math.abs(at.value)) {
        moved = there;
        break;
      }
    }
    const slope = at.score.reduce((sum, value, i) => sum + value * step[i]!, 0);
    converged = slope < 1e-12 * (1 + Math.abs(at.value)) || moved === undefined;
    if (moved === undefined) break;
    parameters = next;
    at = moved;
  }
  return { parameters, at, iterations, converged };
}
