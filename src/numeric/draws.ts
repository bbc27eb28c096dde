import type { Random } from "../random.js";

/**
 * A draw from the gamma distribution with mean shape / rate and variance shape / rate².
 *
 * Marsaglia and Tsang (2000), "A simple method for generating gamma variables": a cubed normal, accepted in more than
 * 95 % of tries; a shape below 1 is drawn as gamma(shape + 1) times U^(1 / shape).
 *
 * @throws RangeError where shape or rate is not a finite number above 0.
 */
export function gamma(generator: Random, shape: number, rate = 1): number {
  positive("a shape", shape);
  positive("a rate", rate);
  return standardGamma(generator, shape) / rate;
}

/**
 * A draw from the beta distribution with mean a / (a + b): the share of one gamma draw in the sum of two.
 *
 * @throws RangeError where a or b is not a finite number above 0.
 */
export function beta(generator: Random, a: number, b: number): number {
  positive("a", a);
  positive("b", b);
  const x = standardGamma(generator, a);
  const y = standardGamma(generator, b);
  // Both underflow only at tiny shapes, where the distribution is two points: 1 with probability a / (a + b), else 0.
  return x + y > 0 ? x / (x + y) : Number(generator.uniform() < a / (a + b));
}

/**
 * A draw from the Poisson distribution: how many exponential waiting times fit into `mean` (Knuth, The Art of Computer
 * Programming 3.4.1). Time grows with the mean, which is cut into pieces so that nothing underflows.
 *
 * @throws RangeError where the mean is negative or not finite.
 */
export function poisson(generator: Random, mean: number): number {
  if (!(mean >= 0 && mean < Number.POSITIVE_INFINITY))
    throw new RangeError(`expected a mean that is a finite number from 0, got ${mean}`);
  let count = 0;
  for (let left = mean; left > 0; left -= 16) {
    const limit = Math.exp(-Math.min(left, 16));
    for (let product = generator.uniform(); product > limit; product *= generator.uniform()) count++;
  }
  return count;
}

/**
 * A draw from the exponential distribution with mean 1 / rate.
 *
 * @throws RangeError where the rate is not a finite number above 0.
 */
export function exponential(generator: Random, rate = 1): number {
  positive("a rate", rate);
  return -Math.log(1 - generator.uniform()) / rate;
}

/**
 * A draw whose logarithm is normal with mean log(median) and standard deviation `spread`; its mean is
 * median · exp(spread² / 2).
 *
 * @throws RangeError where the median is not above 0 or the spread below 0.
 */
export function lognormal(generator: Random, median: number, spread: number): number {
  positive("a median", median);
  if (!(spread >= 0 && spread < Number.POSITIVE_INFINITY))
    throw new RangeError(`expected a spread that is a finite number from 0, got ${spread}`);
  return median * Math.exp(spread * generator.normal());
}

/**
 * An index, drawn in proportion to the weights.
 *
 * @throws RangeError where there is no weight above 0, or one is negative or not finite.
 */
export function pick(generator: Random, weights: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i]!;
    if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY))
      throw new RangeError(`expected weights that are finite numbers from 0, got ${weight} at ${i}`);
    total += weight;
  }
  if (!(total > 0)) throw new RangeError("expected at least one weight above 0, got none");
  let left = generator.uniform() * total;
  let last = 0;
  for (let i = 0; i < weights.length; i++) {
    if (weights[i] === 0) continue;
    last = i;
    left -= weights[i]!;
    if (left < 0) return i;
  }
  return last; // rounding left a crumb
}

function standardGamma(generator: Random, shape: number): number {
  if (shape < 1) return standardGamma(generator, shape + 1) * (1 - generator.uniform()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = generator.normal();
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    if (Math.log(1 - generator.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

function positive(what: string, value: number): void {
  if (!(value > 0 && value < Number.POSITIVE_INFINITY))
    throw new RangeError(`expected ${what} that is a finite number above 0, got ${value}`);
}
