import { poissonDensity } from "./poissonDensity.js";

/**
 * The regularized upper incomplete gamma function Q(a, x), to about 14 digits, also where it is as small as 1e-300. Twice over it is the tail of
 * chi-squared: `upperGamma(df / 2, x / 2)` is the probability of more than x with df degrees of freedom.
 *
 * @throws RangeError where a is not above 0 or x is below 0.
 *
 * Source: Press, Teukolsky, Vetterling and Flannery, Numerical Recipes, section 6.2 (series below a + 1, continued fraction above).
 */
export function upperGamma(a: number, x: number): number {
  if (!(a > 0 && Number.isFinite(a) && x >= 0)) throw new RangeError(`expected a > 0 and x >= 0, got ${a} and ${x}`);
  if (x === 0) return 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  return x < a + 1 ? 1 - lowerSeries(a, x) : upperFraction(a, x);
}

function lowerSeries(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return Math.min(1, sum * poissonDensity(a, x));
}

/** Lentz's method; the first factor is x^a e^-x / Gamma(a). */
function upperFraction(a: number, x: number): number {
  const tiny = 1e-300;
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let fraction = d;
  for (let i = 1; i < 100_000; i++) {
    const an = -i * (i - a);
    b += 2;
    d = an * d + b;
    if (Math.abs(d) < tiny) d = tiny;
    c = b + an / c;
    if (Math.abs(c) < tiny) c = tiny;
    d = 1 / d;
    const step = d * c;
    fraction *= step;
    if (Math.abs(step - 1) < 1e-16) break;
  }
  return a * poissonDensity(a, x) * fraction;
}
