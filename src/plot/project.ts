import type { Matrix } from "../matrix.js";
import { neighborEmbedding } from "../numeric/neighborEmbedding.js";
import { type PrincipalAxes, principalAxes } from "../numeric/principalAxes.js";
import { random } from "../random.js";
import { percent } from "../readable.js";
import type { Segmentation } from "../segmentation.js";
import { userText } from "./theme.js";

/** Points on two axes, however they were found. */
export interface Projection {
  /** A place for every row; NaN for those that an embedding left out. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly titles: readonly [string, string];
  readonly note: string;
  readonly arrows: readonly { readonly column: string; readonly x: number; readonly y: number }[];
}

/**
 * Customers as points on a plane: two columns as they are, more by their first two principal components, one column as rows
 * of points, a row for each segment.
 */
export function project(matrix: Matrix, segmentation: Segmentation): Projection {
  const prepared = matrix.preparation.columns.some((column) => column.log !== undefined || column.scale !== undefined);
  const unit = (j: number) => {
    const { log, scale } = matrix.preparation.columns[j] ?? {};
    return [log === undefined ? "" : "log", scale === undefined ? "" : `${scale.method} scale`]
      .filter(Boolean)
      .join(", ");
  };
  const titled = (j: number) => `${userText(matrix.columns[j]!, 40)}${unit(j) === "" ? "" : ` (${unit(j)})`}`;
  if (matrix.columns.length === 1) {
    return inLanes(matrix.values[0]!, titled(0), "", segmentation);
  }
  if (matrix.columns.length === 2 || matrix.rows < 2)
    return { x: matrix.values[0]!, y: matrix.values[1]!, titles: [titled(0), titled(1)], note: "", arrows: [] };
  const axes = principalAxes(matrix.values, 2);
  return {
    x: axes.scores[0]!,
    y: axes.scores[1]!,
    titles: [0, 1].map((a) => `Component ${a + 1} (${percent(axes.share[a]!)} of the variance)`) as [string, string],
    note: `The first two principal components of ${matrix.columns.length} ${prepared ? "prepared " : ""}features carry ${percent(axes.share[0]! + axes.share[1]!)} of the variance`,
    arrows: arrowsOf(matrix.columns, axes),
  };
}

/** Points along one axis, in a row for each segment. */
export function inLanes(x: Float64Array, title: string, note: string, { labels }: Segmentation): Projection {
  // The offsets follow the golden ratio, which fills a band evenly without any chance.
  const y = Float64Array.from(labels, (label, i) => label + (((i * 0.618033988749895) % 1) - 0.5) * 0.6);
  const spread = "Points are spread within their row for legibility";
  return { x, y, titles: [title, "Segment"], note: note === "" ? spread : `${note}. ${spread}`, arrows: [] };
}

/** The given rows of columns as points on a plane that keeps near customers near one another; it has no units and no arrows. */
export function embed(
  values: readonly Float64Array[],
  rows: readonly number[],
  { neighbors, seed }: { neighbors: number; seed: number },
): Projection {
  const columns = values.map((column) => Float64Array.from(rows, (i) => column[i]!));
  const found = neighborEmbedding(columns, { neighbors, generator: random(seed) });
  const spread = (places: Float64Array) => {
    const all = new Float64Array(values[0]?.length ?? 0).fill(Number.NaN);
    rows.forEach((row, n) => {
      all[row] = places[n]!;
    });
    return all;
  };
  const components =
    found.keptByComponents === undefined
      ? ""
      : `, two principal components would keep ${percent(found.keptByComponents)}`;
  return {
    x: spread(found.x),
    y: spread(found.y),
    titles: ["Neighbor embedding 1 (no unit)", "Neighbor embedding 2 (no unit)"],
    note: `UMAP keeps ${percent(found.kept)} of the ${found.neighbors} nearest neighbors of a customer${components}. Sizes of groups and distances between them mean nothing here`,
    arrows: [],
  };
}

/** The eight heaviest columns that have a name as arrows, the longest of them reaching three quarters of the way to the edge. */
export function arrowsOf(names: readonly (string | undefined)[], axes: PrincipalAxes): Projection["arrows"] {
  const all = names.map((column, j) => ({
    column,
    x: axes.axes[0]![j]! * Math.sqrt(axes.variance[0]!),
    y: axes.axes[1]![j]! * Math.sqrt(axes.variance[1]!),
  }));
  const reach = (scores: Float64Array) => scores.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const named = all.flatMap(({ column, x, y }, j) => (column === undefined ? [] : [{ column, x, y, j }]));
  const stretch = Math.min(
    ...named.flatMap((arrow) => [
      Math.abs(arrow.x) > 0 ? (0.75 * reach(axes.scores[0]!)) / Math.abs(arrow.x) : Number.POSITIVE_INFINITY,
      Math.abs(arrow.y) > 0 ? (0.75 * reach(axes.scores[1]!)) / Math.abs(arrow.y) : Number.POSITIVE_INFINITY,
    ]),
  );
  if (!Number.isFinite(stretch)) return [];
  return named
    .map((arrow) => ({ ...arrow, length: Math.hypot(arrow.x, arrow.y) }))
    .sort((a, b) => b.length - a.length || a.j - b.j)
    .slice(0, 8)
    .filter((arrow) => arrow.length > 0)
    .map(({ column, x, y }) => ({ column, x: x * stretch, y: y * stretch }));
}
