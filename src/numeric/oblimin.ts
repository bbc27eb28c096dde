import { inverse } from "./inverse.js";
import { product, transpose } from "./product.js";
import type { ObliqueRotation } from "./promax.js";

/**
 * Turns loadings (row-major, `rows * k`) to factors that may be correlated, so that few rows load on several of them: the products of squared loadings on two
 * factors, added up, are made small (direct oblimin with gamma 0, which is quartimin). With `kaiser`, each row counts the same.
 * It goes downhill by gradient projection from each of the `starts` (rotations, `k * k`) and keeps the best end.
 *
 * Source: Jennrich and Sampson, Psychometrika 31 (1966); Jennrich, A simple general method for oblique rotation, Psychometrika 67 (2002).
 */
export function oblimin(
  loadings: Float64Array,
  k: number,
  {
    kaiser = false,
    maxIterations = 5000,
    starts,
  }: { kaiser?: boolean; maxIterations?: number; starts: readonly Float64Array[] },
): ObliqueRotation {
  const rows = loadings.length / k;
  const lengths = Float64Array.from({ length: rows }, (_, i) =>
    kaiser ? Math.hypot(...loadings.subarray(i * k, (i + 1) * k)) || 1 : 1,
  );
  const x = loadings.map((value, cell) => value / lengths[Math.floor(cell / k)]!);
  const best = starts
    .map((start) => descend(x, rows, k, start, maxIterations))
    .reduce((one, other) => (other.value < one.value - 1e-9 ? other : one));
  return {
    loadings: best.loadings.map((value, cell) => value * lengths[Math.floor(cell / k)]!),
    correlations: product(transpose(best.turn, k, k), best.turn, [k, k, k]),
    converged: best.converged,
  };
}

interface Place {
  readonly turn: Float64Array;
  readonly back: Float64Array;
  readonly loadings: Float64Array;
  readonly value: number;
}

function descend(x: Float64Array, rows: number, k: number, start: Float64Array, maxIterations: number) {
  let place = placeOf(x, rows, k, start)!;
  let pace = 1;
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    const downhill = projected(place, slopeOf(place, rows, k), k);
    const steepness = Math.hypot(...downhill);
    if (steepness < 1e-7) return { ...place, converged: true };
    pace *= 2;
    let next: Place | undefined;
    for (let half = 0; half < 40; half++, pace /= 2) {
      const tried = placeOf(
        x,
        rows,
        k,
        place.turn.map((value, cell) => value - pace * downhill[cell]!),
      );
      if (tried !== undefined && place.value - tried.value > 0.5 * steepness * steepness * pace) {
        next = tried;
        break;
      }
    }
    // No step leads lower by what rounding lets one see.
    if (next === undefined) return { ...place, converged: steepness < 1e-4 };
    place = next;
  }
  return { ...place, converged: false };
}

/** Where a turn with columns of length 1 leads; undefined where it is singular. */
function placeOf(x: Float64Array, rows: number, k: number, turn: Float64Array): Place | undefined {
  const lengths = Float64Array.from({ length: k }, (_, f) => {
    let sum = 0;
    for (let g = 0; g < k; g++) sum += turn[g * k + f]! ** 2;
    return Math.sqrt(sum);
  });
  const unit = turn.map((value, cell) => value / lengths[cell % k]!);
  const back = inverse(unit, k)?.inverse;
  if (back === undefined) return undefined;
  const loadings = product(x, transpose(back, k, k), [rows, k, k]);
  let value = 0;
  for (let i = 0; i < rows; i++) {
    let [sum, fourth] = [0, 0];
    for (let f = 0; f < k; f++) {
      const square = loadings[i * k + f]! ** 2;
      sum += square;
      fourth += square * square;
    }
    value += (sum * sum - fourth) / 4;
  }
  return { turn: unit, back, loadings, value };
}

/** The derivatives of the value by the turn. */
function slopeOf({ loadings, back }: Place, rows: number, k: number): Float64Array {
  const byLoading = new Float64Array(rows * k);
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let f = 0; f < k; f++) sum += loadings[i * k + f]! ** 2;
    for (let f = 0; f < k; f++) {
      const own = loadings[i * k + f]!;
      byLoading[i * k + f] = own * (sum - own * own);
    }
  }
  const inner = product(product(transpose(loadings, rows, k), byLoading, [k, rows, k]), back, [k, k, k]);
  return transpose(inner, k, k).map((value) => -value);
}

/** The slope without what would change the lengths of the columns. */
function projected({ turn }: Place, slope: Float64Array, k: number): Float64Array {
  const along = new Float64Array(k);
  for (let g = 0; g < k; g++) for (let f = 0; f < k; f++) along[f]! += turn[g * k + f]! * slope[g * k + f]!;
  return slope.map((value, cell) => value - turn[cell]! * along[cell % k]!);
}
