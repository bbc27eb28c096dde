import { createRequire } from "node:module";
import type { Random } from "../random.js";
import { type NearestRows, nearestRows } from "./nearestRows.js";
import { principalAxes } from "./principalAxes.js";

/** Rows on a plane on which near rows stand near one another. */
export interface NeighborEmbedding {
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** How many nearest rows of each row the picture was made to keep. */
  readonly neighbors: number;
  /** Share of a row's nearest rows on the plane that are among its nearest rows in all columns, on average: 1 where the plane keeps all. */
  readonly kept: number;
  /** The same share for the first two principal components, to compare with; undefined where there are fewer than two columns. */
  readonly keptByComponents: number | undefined;
}

interface Umap {
  setPrecomputedKNN(rows: number[][], distances: number[][]): void;
  initializeFit(rows: number[][]): number;
  getEmbedding(): number[][];
  step(): number;
}

const load = createRequire(import.meta.url);

/** Passes over the pairs of neighbors. Starting from the principal components, more of them change a picture little. */
const passes = 200;

/**
 * A plane on which near rows stand near one another: UMAP (McInnes, Healy and Melville 2018) by the library umap-js, which is loaded at the
 * first call. The neighbors are exact, the start is the first two principal components (so that far groups tend to stay apart as they are;
 * Kobak and Linderman 2021), and all chance comes from `generator`.
 *
 * @throws RangeError where there are fewer than 4 rows.
 */
export function neighborEmbedding(
  columns: readonly Float64Array[],
  { neighbors = 15, generator }: { neighbors?: number; generator: Random },
): NeighborEmbedding {
  const size = columns[0]?.length ?? 0;
  if (size < 4) throw new RangeError(`expected at least 4 rows for a neighbor embedding, got ${size}`);
  const count = Math.min(neighbors, size - 2);
  const scaled = within(columns);
  const near = nearestRows(scaled, count);
  const { UMAP } = load("umap-js") as { UMAP: new (options: object) => Umap };
  const umap = new UMAP({ nNeighbors: count + 1, nEpochs: passes, random: generator.uniform });
  // The library counts a row as its own first neighbor.
  umap.setPrecomputedKNN(
    listed(near, size, (i) => i, near.rows),
    listed(near, size, () => 0, near.distances.map(Math.sqrt)),
  );
  const rows = Array.from({ length: size }, (_, i) => scaled.map((column) => column[i]!));
  const steps = umap.initializeFit(rows);
  const plane = umap.getEmbedding();
  const components = scaled.length < 2 ? undefined : principalAxes(scaled, 2).scores;
  if (components !== undefined) startFrom(plane, components, generator);
  for (let s = 0; s < steps; s++) umap.step();
  const x = Float64Array.from(plane, ([first]) => first!);
  const y = Float64Array.from(plane, ([, second]) => second!);
  return {
    x,
    y,
    neighbors: count,
    kept: keptShare(scaled, near, [x, y]),
    keptByComponents: components === undefined ? undefined : keptShare(scaled, near, components),
  };
}

/** Centered, and all by one factor brought within 1, which changes no neighbor: squares of large numbers would overflow. */
function within(columns: readonly Float64Array[]): Float64Array[] {
  const middles = columns.map((column) => column.reduce((sum, value) => sum + value / column.length, 0));
  const centered = columns.map((column, j) => column.map((value) => value / 2 - middles[j]! / 2));
  const reach = centered.reduce((most, column) => column.reduce((a, value) => Math.max(a, Math.abs(value)), most), 0);
  return reach > 0 ? centered.map((column) => column.map((value) => value / reach)) : centered;
}

function listed(
  { count }: NearestRows,
  size: number,
  first: (i: number) => number,
  rest: ArrayLike<number>,
): number[][] {
  return Array.from({ length: size }, (_, i) => [
    first(i),
    ...Array.from({ length: count }, (_, n) => rest[i * count + n]!),
  ]);
}

/** Writes a start into the plane, as wide as the library's own; a trace of noise takes equal rows apart. */
function startFrom(plane: number[][], [x, y]: readonly Float64Array[], generator: Random): void {
  const reach = Math.max(
    ...[x!, y!].map((scores) => scores.reduce((most, value) => Math.max(most, Math.abs(value)), 0)),
  );
  if (!(reach > 0)) return;
  plane.forEach((point, i) => {
    point[0] = (10 * x![i]!) / reach + 1e-4 * generator.normal();
    point[1] = (10 * y![i]!) / reach + 1e-4 * generator.normal();
  });
}

/** Rows equally far away (but for rounding) count as neighbors too, or duplicates would make the share a matter of their order. */
function keptShare(columns: readonly Float64Array[], near: NearestRows, plane: readonly Float64Array[]): number {
  const { rows, count } = nearestRows(plane, near.count);
  const size = plane[0]!.length;
  let kept = 0;
  for (let i = 0; i < size; i++) {
    const farthest = near.distances[i * count + count - 1]! * (1 + 1e-9);
    for (let n = 0; n < count; n++) {
      const j = rows[i * count + n]!;
      let distance = 0;
      for (const column of columns) distance += (column[j]! - column[i]!) ** 2;
      if (distance <= farthest) kept++;
    }
  }
  return kept / (size * count);
}
