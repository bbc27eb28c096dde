import { deviance, stirlingError } from "./poissonDensity.js";

/**
 * The regularized incomplete beta function I_x(a, b), to about 11 digits, also where it is as small as 1e-300. `rest` is 1 - x, given where the caller
 * knows it better than the subtraction would.
 *
 * @throws RangeError where a or b is not above 0, or x lies outside 0 to 1.
 *
 * Source: Press, Teukolsky, Vetterling and Flannery, Numerical Recipes, section 6.4 (continued fraction).
 */
export function lowerBeta(x: number, a: number, b: number, rest: number = 1 - x): number {
  if (!(a > 0 && b > 0 && x >= 0 && rest >= 0 && x <= 1))
    throw new RangeError(`expected x from 0 to 1 and a, b > 0, got ${x}, ${a} and ${b}`);
  if (x === 0) return 0;
  if (rest === 0) return 1;
  return x < (a + 1) / (a + b + 2) ? tail(x, rest, a, b) : 1 - tail(rest, x, b, a);
}

/** x^a (1 - x)^b / (a B(a, b)) times the continued fraction by Lentz's method. */
function tail(x: number, rest: number, a: number, b: number): number {
  const tiny = 1e-300;
  let c = 1;
  let d = 1 - ((a + b) * x) / (a + 1);
  d = 1 / (Math.abs(d) < tiny ? tiny : d);
  let fraction = d;
  const turn = (numerator: number) => {
    d = 1 + numerator * d;
    d = 1 / (Math.abs(d) < tiny ? tiny : d);
    c = 1 + numerator / c;
    if (Math.abs(c) < tiny) c = tiny;
    fraction *= d * c;
    return Math.abs(d * c - 1);
  };
  for (let m = 1; m < 100_000; m++) {
    turn((m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)));
    if (turn((-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))) < 1e-16) break;
  }
  return (front(x, rest, a, b) / a) * fraction;
}

/** x^a (1 - x)^b / B(a, b), by Loader's saddle point, so that large a and b lose no digits. */
function front(x: number, rest: number, a: number, b: number): number {
  const n = a + b;
  const errors = stirlingError(n) - stirlingError(a) - stirlingError(b);
  return Math.exp(errors - deviance(a, n * x) - deviance(b, n * rest)) * Math.sqrt((a * b) / (2 * Math.PI * n));
}
