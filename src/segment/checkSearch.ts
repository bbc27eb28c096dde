import { quoted } from "../errors.js";
import { random } from "../random.js";

/** How k-means is to search; what is absent gets a default. */
export interface SearchOptions {
  readonly k: number;
  readonly restarts: number | undefined;
  readonly maxIterations: number | undefined;
  readonly tolerance: number | undefined;
  readonly seed: number;
  readonly threads: number | undefined;
}

/**
 * Refuses options that no search can have, whatever the data, so that they are refused before data are read.
 *
 * @throws RangeError where one is out of range.
 */
export function checkSearch({ k, tolerance = 0, seed, ...counts }: SearchOptions): void {
  if (!Number.isInteger(k) || k < 1)
    throw new RangeError(`expected k to be a whole number of 1 or more, got ${quoted(k)}`);
  for (const name of ["restarts", "maxIterations", "threads"] as const) {
    const { [name]: count = 1 } = counts;
    if (!Number.isInteger(count) || count < 1)
      throw new RangeError(`expected ${name} to be a whole number of 1 or more, got ${quoted(count)}`);
  }
  if (!(tolerance >= 0 && tolerance < Number.POSITIVE_INFINITY))
    throw new RangeError(`expected tolerance to be a number of 0 or more, got ${quoted(tolerance)}`);
  random(seed); // refuses a bad one
}
