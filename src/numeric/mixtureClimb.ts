import { type Floor, mixtureCovariances } from "./mixtureCovariances.js";
import type { MixtureFamily } from "./mixtureFamily.js";
import type { Mixture, MixtureSpace } from "./mixtureSpace.js";

/** How far one start goes. */
export interface ClimbOptions {
  readonly family: MixtureFamily;
  readonly floor: Floor;
  readonly maxIterations: number;
  /** Stop once the log likelihood lies no more than so much below where it goes. */
  readonly stopAt: number;
}

/** Where one start ended. */
export interface Climb extends Mixture {
  readonly logLikelihood: number;
  readonly iterations: number;
  readonly converged: boolean;
  /** Whether a covariance lies on the floor or a component has lost its rows. */
  readonly collapsed: boolean;
}

/**
 * One start of expectation and maximization (Dempster, Laird and Rubin 1977), from a mixture up to where the log likelihood stands. Each
 * `yield` asks for a pass over all blocks of the space and gives the number of the iteration. It stops where the rest of the way, by Aitken's
 * extrapolation of the last three figures (Boehning and others 1994), is no more than `stopAt`, or where nothing is gained but rounding.
 */
export function* climb(
  space: MixtureSpace,
  from: Mixture & { readonly raised: boolean },
  { family, floor, maxIterations, stopAt }: ClimbOptions,
): Generator<number, Climb> {
  const { rows, width, k } = space.shape;
  let { raised } = from;
  let mixture: Mixture = from;
  let [last, gain] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let iterations = 0; ; iterations++) {
    space.set(mixture);
    yield iterations;
    const logLikelihood = space.logLikelihood();
    if (!Number.isFinite(logLikelihood))
      throw new RangeError(
        `expected rows whose squared distances a double can hold, got a log likelihood of ${logLikelihood}; scale the columns`,
      );
    const now = logLikelihood - last;
    const rate = now / gain;
    const left = rate < 1 ? (now * rate) / (1 - rate) : Number.POSITIVE_INFINITY;
    const rounding = 1e-15 * (Math.abs(logLikelihood) + rows * width);
    const converged = k === 1 ? iterations > 0 : now <= rounding || (iterations > 1 && left <= stopAt);
    if (converged || iterations === maxIterations) {
      const collapsed = raised || mixture.mass.some((mass) => mass < 0.5);
      return { ...mixture, logLikelihood, iterations, converged, collapsed };
    }
    [last, gain] = [logLikelihood, now];
    mixture = space.next(mixture);
    raised = mixtureCovariances(family, { k, width, mass: mixture.mass, spread: mixture.spread }, floor);
  }
}
