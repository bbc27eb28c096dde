/** Throws a RangeError unless a limit is a number from `low` to `high`. */
export function requireWithin(name: string, value: number, low: number, high: number): void {
  if (typeof value !== "number" || !(value >= low && value <= high))
    throw new RangeError(
      `expected ${name} to be a number from ${low}${high === Number.POSITIVE_INFINITY ? " up" : ` to ${high}`}, got ${value}`,
    );
}
