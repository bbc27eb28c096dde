import { type Matrix, matrixOf } from "../../src/matrix.js";

/** Rows in clouds of several shapes, made so that another language makes the same ones: labels to start from have every seventh row wrong. */
export interface Shape {
  readonly k: number;
  readonly matrix: Matrix;
  readonly start: number[];
}

/** Uniform numbers by a linear congruence (Numerical Recipes), and near-normal ones as sums of twelve. */
function draws(seed: number): () => number {
  let state = seed;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return () => {
    let total = 0;
    for (let i = 0; i < 12; i++) total += uniform();
    return total - 6;
  };
}

function made(rows: number, k: number, seed: number, row: (label: number, normal: () => number) => number[]): Shape {
  const normal = draws(seed);
  const labels = Array.from({ length: rows }, (_, i) => i % k);
  const points = labels.map((label) => row(label, normal));
  return {
    k,
    matrix: matrixOf(Object.fromEntries(points[0]!.map((_, j) => [`x${j}`, points.map((point) => point[j]!)]))),
    start: labels.map((label, i) => (label + (i % 7 === 0 ? 1 : 0)) % k),
  };
}

export const shapes: { readonly [name: string]: Shape } = {
  anisotropic: made(300, 3, 1, (label, normal) => {
    const x = normal() + [0, 6, 3][label]!;
    const y = normal() + [0, 1, 7][label]!;
    return [0.6 * x - 0.4 * y, -0.6 * x + 0.8 * y];
  }),
  "unequal densities": made(300, 3, 2, (label, normal) => {
    const spread = [2.5, 0.5, 0.2][label]!;
    return [spread * normal() + [0, 6, 6][label]!, spread * normal() + [0, 0, 2][label]!];
  }),
  overlapping: made(400, 4, 3, (label, normal) => [
    normal() + 1.5 * (label % 2),
    normal() + 1.5 * Math.floor(label / 2),
    normal(),
  ]),
  "far from zero": made(300, 3, 4, (label, normal) => [
    1e6 + normal() + 4 * label,
    -1e6 + 0.1 * normal() + 0.3 * label,
  ]),
  "correlated, 8 columns": made(360, 3, 5, (label, normal) => {
    const factor = normal();
    return Array.from(
      { length: 8 },
      (_, j) => factor * [1, -1, 0.5][(label + j) % 3]! + 0.5 * normal() + (j < 3 ? 2 * label : 0),
    );
  }),
};
