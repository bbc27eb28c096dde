import { gammaln } from "simple-statistics";

/**
 * x^a e^-x / Gamma(a + 1) for a > 0, x > 0: the Poisson probability of a when x are expected, for any real a. Written so that large a lose
 * no digits, as the difference of two large logarithms would.
 *
 * Source: Loader, Fast and accurate computation of binomial probabilities (2000).
 */
export function poissonDensity(a: number, x: number): number {
  return Math.exp(-stirlingError(a) - deviance(a, x)) / Math.sqrt(2 * Math.PI * a);
}

/** log Gamma(n + 1) less Stirling's approximation of it. */
export function stirlingError(n: number): number {
  if (n <= 15) return gammaln(n + 1) - (n + 0.5) * Math.log(n) + n - 0.5 * Math.log(2 * Math.PI);
  const s = n * n;
  return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / s) / s) / s) / s) / n;
}

/** a log(a / x) + x - a, without cancellation where a is near x. */
export function deviance(a: number, x: number): number {
  const apart = a - x;
  if (Math.abs(apart) >= 0.1 * (a + x)) return a * Math.log(a / x) + x - a;
  const v = apart / (a + x);
  let sum = apart * v;
  let term = 2 * a * v;
  for (let j = 3; ; j += 2) {
    term *= v * v;
    const next = sum + term / j;
    if (next === sum) return sum;
    sum = next;
  }
}
