import type { Place } from "./readPlaces.js";

/** Pixels for the largest circle. */
const largest = 40;

/** Diameters by the square root of the number, so that areas are numbers. */
export function diameters(places: readonly Place[]): (place: Place) => number {
  const most = places[0]!.count;
  if (most === 1) return () => (places.length > 300 ? 6 : 8);
  return ({ count }) => Number(Math.max(4, largest * Math.sqrt(count / most)).toFixed(2));
}
