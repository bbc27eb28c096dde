import { type Matrix, matrixOf } from "../../src/matrix.js";

/** Rows of many shapes, the same on every machine: labels to start from have every seventh row wrong. */
export interface Shape {
  readonly k: number;
  readonly matrix: Matrix;
  readonly start: number[];
}

type Draw = () => number;

/** Uniform numbers by a linear congruence (Numerical Recipes), and near-normal ones as sums of twelve. */
function draws(seed: number): { uniform: Draw; normal: Draw } {
  let state = seed;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const normal = () => {
    let total = 0;
    for (let i = 0; i < 12; i++) total += uniform();
    return total - 6;
  };
  return { uniform, normal };
}

function made(
  rows: number,
  k: number,
  seed: number,
  row: (label: number, normal: Draw, uniform: Draw) => number[],
  labelOf: (i: number) => number = (i) => i % k,
): Shape {
  const { uniform, normal } = draws(seed);
  const labels = Array.from({ length: rows }, (_, i) => labelOf(i));
  const points = labels.map((label) => row(label, normal, uniform));
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
  rings: made(300, 2, 6, (label, normal, uniform) => {
    const angle = 2 * Math.PI * uniform();
    const radius = [1, 3][label]! + 0.1 * normal();
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  }),
  crescents: made(300, 2, 7, (label, normal, uniform) => {
    const angle = Math.PI * uniform();
    const [x, y] = label === 0 ? [Math.cos(angle), Math.sin(angle)] : [1 - Math.cos(angle), 0.5 - Math.sin(angle)];
    return [x + 0.08 * normal(), y + 0.08 * normal()];
  }),
  "three clouds in noise": made(320, 4, 8, (label, normal, uniform) =>
    label === 3
      ? [20 * uniform() - 10, 20 * uniform() - 10]
      : [0.6 * normal() + [-5, 5, 0][label]!, 0.6 * normal() + [-5, -5, 5][label]!],
  ),
  "one within the other": made(300, 2, 9, (label, normal) => [
    [0.3, 4][label]! * normal() + [3, 0][label]!,
    [0.3, 4][label]! * normal() + [1, 0][label]!,
  ]),
  "long side by side": made(300, 3, 10, (label, normal) => [8 * normal(), 0.8 * normal() + 5 * label]),
  "unequal sizes": made(
    400,
    3,
    11,
    (label, normal) => [normal() + [0, 5, 0][label]!, normal() + [0, 0, 5][label]!, normal()],
    (i) => (i % 20 === 0 ? 2 : i % 4 === 0 ? 1 : 0),
  ),
  "long tails": made(360, 3, 12, (label, normal) => [normal() ** 3 + 9 * label, normal() ** 3 - 6 * (label % 2)]),
  "whole numbers": made(300, 2, 13, (label, normal) => [
    Math.round(2 * normal() + 9 * label),
    Math.round(1.5 * normal() + 4 * label),
    Math.round(3 * normal()),
  ]),
};
