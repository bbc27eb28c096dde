import { product, transpose } from "./product.js";
import { symmetricEigen } from "./symmetricEigen.js";

/**
 * Turns loadings (row-major, `rows * k`) so that each factor has few large ones and the rest near 0, factors staying uncorrelated: the variance of
 * the squared loadings of a factor, added over factors, is made as large as it gets (varimax). With `kaiser`, each row counts the same: it is brought
 * to length 1 for the rotation.
 *
 * It stops where the criterion grows by less than `tolerance` of itself, by default where R's `varimax` and its followers stop. That is short of
 * the end: sums of squared loadings may still change in the third digit.
 *
 * @returns The rotated loadings and the rotation (`k * k`, so that loadings times it are the rotated ones).
 *
 * Source: Kaiser, The varimax criterion for analytic rotation in factor analysis, Psychometrika 23 (1958); the steps are those of Horst (1965), which R takes.
 */
export function varimax(
  loadings: Float64Array,
  k: number,
  {
    kaiser = true,
    tolerance = 1e-5,
    maxIterations = 5000,
  }: { kaiser?: boolean; tolerance?: number; maxIterations?: number } = {},
): { loadings: Float64Array; rotation: Float64Array; converged: boolean } {
  const rows = loadings.length / k;
  const lengths = Float64Array.from({ length: rows }, (_, i) =>
    kaiser ? Math.hypot(...loadings.subarray(i * k, (i + 1) * k)) || 1 : 1,
  );
  const x = loadings.map((value, cell) => value / lengths[Math.floor(cell / k)]!);
  const turned = transpose(x, rows, k);
  let rotation: Float64Array = Float64Array.from({ length: k * k }, (_, cell) => (cell % (k + 1) === 0 ? 1 : 0));
  let criterion = 0;
  let converged = k < 2;
  for (let iteration = 0; iteration < maxIterations && !converged; iteration++) {
    const z = product(x, rotation, [rows, k, k]);
    const squares = new Float64Array(k);
    for (let i = 0; i < rows; i++) for (let f = 0; f < k; f++) squares[f]! += z[i * k + f]! ** 2;
    const pull = z.map((value, cell) => value ** 3 - (value * squares[cell % k]!) / rows);
    const nearest = nearestRotation(product(turned, pull, [k, rows, k]), k);
    rotation = nearest.rotation;
    converged = nearest.size < criterion * (1 + tolerance) || nearest.size === 0;
    criterion = nearest.size;
  }
  const z = product(x, rotation, [rows, k, k]);
  return { loadings: z.map((value, cell) => value * lengths[Math.floor(cell / k)]!), rotation, converged };
}

/** The rotation nearest to a square matrix, and the sum of its singular values. */
function nearestRotation(matrix: Float64Array, k: number): { rotation: Float64Array; size: number } {
  const { values, vectors } = symmetricEigen(product(transpose(matrix, k, k), matrix, [k, k, k]), k);
  const rotation = new Float64Array(k * k);
  const left: Float64Array[] = [];
  let size = 0;
  vectors.forEach((right, m) => {
    const singular = Math.sqrt(Math.max(0, values[m]!));
    size += singular;
    // Directions that the matrix loses are free: take what is at right angles to the others.
    const own = singular > 1e-7 * Math.sqrt(values[0]!) ? product(matrix, right, [k, k, 1]) : undefined;
    const next = own === undefined ? perpendicular(left, k) : unit(own, left);
    left.push(next);
    for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) rotation[i * k + j]! += next[i]! * right[j]!;
  });
  return { rotation, size };
}

/** The vector less what the others have of it, with length 1. */
function unit(vector: Float64Array, others: readonly Float64Array[]): Float64Array {
  const rest = vector.slice();
  for (const other of others) {
    const along = rest.reduce((sum, value, i) => sum + value * other[i]!, 0);
    for (let i = 0; i < rest.length; i++) rest[i]! -= along * other[i]!;
  }
  const length = Math.hypot(...rest);
  return rest.map((value) => value / length);
}

/** A direction at right angles to the others: of the axes, the one that they have least of. */
function perpendicular(others: readonly Float64Array[], k: number): Float64Array {
  const held = Array.from({ length: k }, (_, i) => others.reduce((sum, other) => sum + other[i]! ** 2, 0));
  const axis = held.indexOf(Math.min(...held));
  return unit(
    Float64Array.from({ length: k }, (_, i) => Number(i === axis)),
    others,
  );
}
