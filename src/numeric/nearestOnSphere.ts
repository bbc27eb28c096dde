/** Places on a sphere by latitude and longitude in degrees; NaN where there is none. */
export interface Places {
  readonly latitude: Float64Array;
  readonly longitude: Float64Array;
}

/** The nearest of some targets for each place, and how far it is as an angle. */
export interface NearestOnSphere {
  /** Its number; -1 where the place is not known. */
  readonly index: Int32Array;
  /** In radians; NaN where the place is not known. */
  readonly angle: Float64Array;
}

const radians = Math.PI / 180;

/** Chords that differ by less, on a sphere of radius 1, are equal: on the Earth it is a millimeter. */
const equal = 1.57e-10;

/**
 * The nearest target to each place along great circles; of targets as near as the nearest (to a millimeter, on the Earth) the first.
 *
 * Chords between points on a sphere of radius 1 order the targets as the arcs do, and cost three products. Targets are looked at from the latitude of the
 * place outward, until those further away in height alone are too far. The angle of the nearest is then taken by `angleBetween`.
 */
export function nearestOnSphere(places: Places, targets: Places): NearestOnSphere {
  const n = places.latitude.length;
  const m = targets.latitude.length;
  const at = new Float64Array(3 * m);
  for (let j = 0; j < m; j++) place(targets.latitude[j]!, targets.longitude[j]!, at, 3 * j);
  const order = Int32Array.from({ length: m }, (_, j) => j).sort((a, b) => at[3 * a + 2]! - at[3 * b + 2]! || a - b);
  const sorted = new Float64Array(3 * m);
  order.forEach((j, s) => {
    sorted.set(at.subarray(3 * j, 3 * j + 3), 3 * s);
  });

  const index = new Int32Array(n).fill(-1);
  const angle = new Float64Array(n).fill(Number.NaN);
  const own = new Float64Array(3);
  for (let i = 0; i < n; i++) {
    const latitude = places.latitude[i]!;
    const longitude = places.longitude[i]!;
    if (m === 0 || Number.isNaN(latitude) || Number.isNaN(longitude)) continue;
    place(latitude, longitude, own, 0);
    const start = firstAbove(sorted, m, own[2]!);
    const least = search(sorted, m, own, start, Number.POSITIVE_INFINITY, undefined);
    const chord = Math.sqrt(least) + equal;
    const best = search(sorted, m, own, start, chord * chord, order);
    index[i] = best;
    angle[i] = angleBetween(latitude, longitude, targets.latitude[best]!, targets.longitude[best]!);
  }
  return { index, angle };
}

/** The least squared chord; where `order` is given, the first target within the limit instead. */
function search(
  sorted: Float64Array,
  m: number,
  own: Float64Array,
  start: number,
  limit: number,
  order: Int32Array | undefined,
): number {
  const x = own[0]!;
  const y = own[1]!;
  const z = own[2]!;
  let least = limit;
  let first = m;
  for (let step = -1; step <= 1; step += 2)
    for (let s = step < 0 ? start - 1 : start; s >= 0 && s < m; s += step) {
      const dz = sorted[3 * s + 2]! - z;
      if (dz * dz > least) break;
      const dx = sorted[3 * s]! - x;
      const dy = sorted[3 * s + 1]! - y;
      const square = dx * dx + dy * dy + dz * dz;
      if (square > least) continue;
      if (order === undefined) least = square;
      else if (order[s]! < first) first = order[s]!;
    }
  return order === undefined ? least : first;
}

/** The number of targets below a height. */
function firstAbove(sorted: Float64Array, m: number, z: number): number {
  let low = 0;
  let high = m;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[3 * middle + 2]! < z) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The angle between two places, given in degrees, as the haversine formula has it: in radians, from 0 to pi. */
export function angleBetween(
  latitude: number,
  longitude: number,
  otherLatitude: number,
  otherLongitude: number,
): number {
  const up = Math.sin(((otherLatitude - latitude) * radians) / 2);
  const across = Math.sin(((otherLongitude - longitude) * radians) / 2);
  const haversine = up * up + Math.cos(latitude * radians) * Math.cos(otherLatitude * radians) * across * across;
  return 2 * Math.atan2(Math.sqrt(haversine), Math.sqrt(Math.max(0, 1 - haversine)));
}

/** The point on a sphere of radius 1, written to `to` from `o`. */
function place(latitude: number, longitude: number, to: Float64Array, o: number): void {
  const level = Math.cos(latitude * radians);
  to[o] = level * Math.cos(longitude * radians);
  to[o + 1] = level * Math.sin(longitude * radians);
  to[o + 2] = Math.sin(latitude * radians);
}
