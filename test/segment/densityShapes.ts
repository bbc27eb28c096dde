// Shapes of points by a closed form, so that the oracle's script makes the same ones. It is, in Python:
//   def u(i, s): x = math.sin(i * 12.9898 + s * 78.233) * 43758.5453; return x - math.floor(x)
//   def g(i, s): return math.sqrt(-2 * math.log(max(u(i, s), 1e-12))) * math.cos(2 * math.pi * u(i, s + .5))
//   def blob(n, cx, cy, sd, s): return [(cx + sd * g(i + 1, s), cy + sd * g(i + 1, s + 1)) for i in range(n)]
// and then as below.
import { type Matrix, matrixOf } from "../../src/matrix.js";

type Points = number[][];

function u(i: number, s: number): number {
  const x = Math.sin(i * 12.9898 + s * 78.233) * 43758.5453;
  return x - Math.floor(x);
}

function g(i: number, s: number): number {
  return Math.sqrt(-2 * Math.log(Math.max(u(i, s), 1e-12))) * Math.cos(2 * Math.PI * u(i, s + 0.5));
}

const each = (n: number, point: (i: number) => number[]): Points => Array.from({ length: n }, (_, i) => point(i));
const blob = (n: number, cx: number, cy: number, sd: number, s: number): Points =>
  each(n, (i) => [cx + sd * g(i + 1, s), cy + sd * g(i + 1, s + 1)]);
const { PI, cos, sin } = Math;

const shapes: { readonly [name: string]: () => Points } = {
  rings: () =>
    [
      [1, 150],
      [2.2, 300],
    ].flatMap(([r, n], at) =>
      each(n!, (i) => {
        const angle = 2 * PI * u(i + 1, at + 1);
        return [r! * cos(angle) + 0.05 * g(i + 1, at + 11), r! * sin(angle) + 0.05 * g(i + 1, at + 12)];
      }),
    ),
  moons: () => [
    ...each(200, (i) => [cos(PI * u(i + 1, 1)) + 0.05 * g(i + 1, 3), sin(PI * u(i + 1, 1)) + 0.05 * g(i + 1, 4)]),
    ...each(200, (i) => [
      1 - cos(PI * u(i + 1, 2)) + 0.05 * g(i + 1, 5),
      0.5 - sin(PI * u(i + 1, 2)) + 0.05 * g(i + 1, 6),
    ]),
  ],
  unequal: () => [...blob(200, 0, 0, 0.3, 1), ...blob(100, 6, 0, 1, 3), ...blob(60, 0, 9, 2, 5)],
  aniso: () =>
    [...blob(120, -4, 0, 1, 1), ...blob(120, 3, 4, 1, 3), ...blob(120, 4, -6, 1, 5)].map(([x, y]) => [
      0.6 * x! - 0.64 * y!,
      -0.4 * x! + 0.85 * y!,
    ]),
  noisy: () => [
    ...blob(100, -5, -5, 0.6, 1),
    ...blob(100, 5, -5, 0.6, 3),
    ...blob(100, 0, 5, 0.6, 5),
    ...each(100, (i) => [20 * u(i + 1, 8) - 10, 20 * u(i + 1, 9) - 10]),
  ],
  spirals: () =>
    [0, 1, 2].flatMap((k) =>
      each(150, (i) => {
        const t = (3 * i) / 149;
        const angle = t * 2 + (k * 2 * PI) / 3;
        return [
          (0.5 + t) * cos(angle) + 0.05 * g(i + 1, k * 3 + 1),
          (0.5 + t) * sin(angle) + 0.05 * g(i + 1, k * 3 + 2),
        ];
      }),
    ),
  grid: () => [...each(100, (i) => [Math.floor(i / 10), i % 10]), ...each(36, (i) => [Math.floor(i / 6) + 20, i % 6])],
  one: () => blob(300, 0, 0, 1, 1),
  uniform: () => each(300, (i) => [u(i + 1, 1), u(i + 1, 2)]),
  nested: () => [
    ...blob(150, 0, 0, 0.2, 1),
    ...blob(150, 2, 0, 0.2, 3),
    ...blob(150, 12, 0, 0.2, 5),
    ...blob(150, 14.5, 0, 0.2, 7),
    ...blob(100, 7, 0, 4, 9),
  ],
  five: () =>
    [1, 2, 3, 4, 5, 6].flatMap((c) =>
      each(80, (i) => [0, 1, 2, 3, 4].map((j) => 10 * u(c, j + 20) + g(i + 1, c * 7 + j))),
    ),
};

/** Names of all shapes. */
export const shapeNames: readonly string[] = Object.keys(shapes);

/** A matrix of points, one column per coordinate. */
export function matrixOfPoints(points: readonly (readonly number[])[], ids?: readonly number[]): Matrix {
  const width = points[0]!.length;
  return matrixOf(
    Object.fromEntries(Array.from({ length: width }, (_, j) => [`c${j}`, points.map((point) => point[j]!)])),
    ids,
  );
}

/** The points of a shape. */
export function shapePoints(name: string): Points {
  return shapes[name]!();
}
