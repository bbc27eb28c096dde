/** A distribution function that is straight between knots. */
export interface Margin {
  readonly at: Float64Array;
  readonly below: Float64Array;
}

/** Places of the peak that are tried. */
const mostPeaks = 64;

/**
 * The distribution with one peak that is nearest to some values: below its peak the greatest convex function under their
 * distribution function, above it the least concave one over it, and the peak where the largest distance is least
 * (Hartigan and Hartigan 1985, the distribution that their dip is measured from).
 */
export function unimodalMargin(values: Float64Array): Margin {
  const sorted = values.slice().sort();
  const at: number[] = [];
  const below: number[] = [];
  const last = Math.max(1, sorted.length - 1);
  for (let i = 0; i < sorted.length; i++) {
    // Of equal values the middle of their step, but the ends are 0 and 1.
    let end = i;
    while (end + 1 < sorted.length && sorted[end + 1] === sorted[i]) end++;
    at.push(sorted[i]!);
    below.push(i === 0 ? 0 : end === sorted.length - 1 ? 1 : (i + end) / 2 / last);
    i = end;
  }
  let best: number[] = [];
  let least = Number.POSITIVE_INFINITY;
  const peaks = Math.min(mostPeaks, at.length);
  for (let p = 0; p < peaks; p++) {
    const peak = peaks === 1 ? 0 : Math.round((p * (at.length - 1)) / (peaks - 1));
    const knots = [...hull(at, below, 0, peak, 1), ...hull(at, below, peak, at.length - 1, -1).slice(1)];
    const away = farthest(at, below, knots);
    if (away < least) {
      least = away;
      best = knots;
    }
  }
  return { at: Float64Array.from(best, (i) => at[i]!), below: Float64Array.from(best, (i) => below[i]!) };
}

/** The value below which a share of a margin lies. */
export function quantileOf({ at, below }: Margin, share: number): number {
  let low = 0;
  let high = at.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (below[middle]! <= share) low = middle;
    else high = middle;
  }
  const rise = below[high]! - below[low]!;
  return rise === 0 ? at[low]! : at[low]! + ((share - below[low]!) / rise) * (at[high]! - at[low]!);
}

/** Corners of the lower (side 1) or upper (side -1) hull of the points from lo to hi. */
function hull(x: readonly number[], y: readonly number[], lo: number, hi: number, side: 1 | -1): number[] {
  const corners: number[] = [];
  for (let i = lo; i <= hi; i++) {
    while (corners.length > 1) {
      const [a, b] = [corners.at(-2)!, corners.at(-1)!];
      const turn = (x[b]! - x[a]!) * (y[i]! - y[a]!) - (y[b]! - y[a]!) * (x[i]! - x[a]!);
      if (side * turn > 0) break;
      corners.pop();
    }
    corners.push(i);
  }
  return corners;
}

function farthest(x: readonly number[], y: readonly number[], knots: readonly number[]): number {
  let away = 0;
  for (let k = 1; k < knots.length; k++) {
    const [a, b] = [knots[k - 1]!, knots[k]!];
    for (let i = a + 1; i < b; i++) {
      const line = y[a]! + ((x[i]! - x[a]!) / (x[b]! - x[a]!)) * (y[b]! - y[a]!);
      away = Math.max(away, Math.abs(line - y[i]!));
    }
  }
  return away;
}
