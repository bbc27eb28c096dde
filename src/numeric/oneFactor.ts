/** One common factor of a correlation matrix. */
export interface OneFactor {
  /** Correlation of each column with the factor; their sum is not negative. */
  readonly loadings: Float64Array;
  /** Whether a column came to share all its variance with the factor (a Heywood case) and was held at 99.5 %. */
  readonly heywood: boolean;
  readonly converged: boolean;
}

/** A column keeps this much variance of its own, as in R's psych. */
const leastOwn = 0.005;

/**
 * One factor by least squares (minres): the loadings l for which the products l_i l_j come nearest to the correlations outside the diagonal. Each loading is solved
 * for in turn, given the others, until none moves; for a single factor this needs no eigenvectors, which for hundreds of columns
 * take far more steps.
 *
 * Needs three columns at least: with two, every pair of loadings with the right product fits.
 *
 * Source: Harman and Jones, Factor analysis by minimizing residuals (minres), Psychometrika 31 (1966).
 */
export function oneFactor(correlations: Float64Array, size: number): OneFactor {
  const most = Math.sqrt(1 - leastOwn);
  const loadings = start(correlations, size);
  let squares = loadings.reduce((sum, value) => sum + value * value, 0);
  let heywood = false;
  let converged = false;
  for (let sweep = 0; sweep < 5000 && !converged; sweep++) {
    let moved = 0;
    heywood = false;
    for (let i = 0; i < size; i++) {
      const own = loadings[i]!;
      let product = -correlations[i * size + i]! * own;
      for (let j = 0; j < size; j++) product += correlations[i * size + j]! * loadings[j]!;
      const others = squares - own * own;
      const free = others > 1e-12 ? product / others : 0;
      const next = Math.max(-most, Math.min(most, free));
      if (next !== free) heywood = true;
      squares = others + next * next;
      moved = Math.max(moved, Math.abs(next - own));
      loadings[i] = next;
    }
    converged = moved < 1e-11;
  }
  const sum = loadings.reduce((all, value) => all + value, 0);
  return { loadings: sum < 0 ? loadings.map((value) => -value) : loadings, heywood, converged };
}

/** Near the first principal component, by a few steps of the power method. */
function start(correlations: Float64Array, size: number): Float64Array {
  // Not all equal: columns whose correlations cancel would leave nothing.
  let vector = Float64Array.from({ length: size }, (_, i) => 1 + i / (97 * size));
  let value = 1;
  for (let step = 0; step < 50; step++) {
    const next = new Float64Array(size);
    for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) next[i]! += correlations[i * size + j]! * vector[j]!;
    const length = Math.hypot(...next);
    if (!(length > 0)) break;
    value = length / Math.hypot(...vector);
    vector = next.map((entry) => entry / length);
  }
  const scale = Math.sqrt(Math.max(0.1, value - 1) / Math.max(1e-12, Math.hypot(...vector) ** 2));
  return vector.map((entry) => entry * scale);
}
