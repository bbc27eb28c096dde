import type { PreparedColumn } from "./matrix.js";

/** A prepared number turned back into the units of its source column: the scale and then the logarithm taken back. */
export function inSourceUnits(value: number, { log, scale }: PreparedColumn): number {
  const unscaled = scale === undefined ? value : value * scale.spread + scale.center;
  return log === undefined ? unscaled : Math.expm1(unscaled) - log.shift;
}
