import type { Matrix } from "../matrix.js";
import { type MixedColumn, mixedColumns } from "../numeric/mixedColumns.js";
import { principalAxes } from "../numeric/principalAxes.js";
import { counted, percent } from "../readable.js";
import type { Segmentation } from "../segmentation.js";
import { yesLevel } from "../yesLevel.js";
import { arrowsOf, inLanes, type Projection } from "./project.js";

/**
 * Customers of whom categories are known, on the plane of the first two components of a factor analysis of mixed data. Those with the same place are
 * spread around it, those of one segment side by side, or most would be covered.
 */
export function projectMixed(matrix: Matrix, segmentation: Segmentation): Projection {
  const columns = columnsOf(matrix);
  const flat = () => new Float64Array(matrix.rows);
  // One row, or a single level, gives fewer than two axes.
  const axes =
    matrix.rows < 2
      ? undefined
      : principalAxes([...columns.map(({ values }) => values), ...(columns.length < 2 ? [flat(), flat()] : [])], 2);
  // What rounding leaves of an axis along which nothing varies is none.
  const share = [0, 1].map((a) => ((axes?.share[a] ?? 0) > 1e-12 ? axes!.share[a]! : 0)) as [number, number];
  const titles = share.map((own, a) => `Component ${a + 1} (${percent(own)} of the variance)`) as [string, string];
  const missing = matrix.categorical.some(({ codes }) => codes.includes(-1));
  const notes = [
    `The first two components of ${inWords(matrix)} carry ${percent(share[0] + share[1])} of the variance`,
    ...(missing ? ["A missing answer stands in the middle"] : []),
  ];
  if (axes === undefined || share[1] === 0)
    return inLanes(
      share[0] === 0 ? flat() : axes!.scores[0]!,
      titles[0],
      [`Component 1 is of ${inWords(matrix)}; there is no second one`, ...notes.slice(1)].join(". "),
      segmentation,
    );
  const { x, y, spread } = spreadAtPlaces(axes.scores[0]!, axes.scores[1]!, segmentation.labels);
  if (spread) notes.push("Customers with one and the same place are spread around it");
  return { x, y, titles, note: notes.join(". "), arrows: arrowsOf(namesOf(matrix, columns), axes) };
}

/** The columns in which an embedding finds the neighbors of customers of whom categories are known. */
export function columnsOf({ values, categorical }: Matrix): readonly MixedColumn[] {
  return mixedColumns(
    values,
    categorical.map(({ codes, levels }) => ({ codes, levels: levels.length })),
  );
}

/** What was projected, and how. */
export function inWords({ columns, categorical }: Matrix): string {
  const categories = counted(categorical.length, "category", "categories");
  return columns.length === 0
    ? `${categories} (multiple correspondence analysis)`
    : `${counted(columns.length, "number")} and ${categories} together (factor analysis of mixed data)`;
}

/** What an arrow of each column is called; undefined where there is none: of yes and no, the yes alone is drawn, of other pairs the first. */
function namesOf({ columns, categorical }: Matrix, all: readonly MixedColumn[]): (string | undefined)[] {
  return all.map(({ source, level }) => {
    if (level === undefined) return columns[source]!;
    const { name, levels } = categorical[source]!;
    if (level < 0) return `${name}: other`;
    const single = levels.length === 2 ? (yesLevel(levels) ?? levels[0]) : undefined;
    return single === undefined || single === levels[level] ? `${name}: ${levels[level]}` : undefined;
  });
}

/** The turn from one seed of a sunflower to the next, which fills a disk evenly. */
const turn = Math.PI * (3 - Math.sqrt(5));

function spreadAtPlaces(
  x: Float64Array,
  y: Float64Array,
  labels: Int32Array,
): { x: Float64Array; y: Float64Array; spread: boolean } {
  const reach = (values: Float64Array) =>
    values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY) -
    values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const [wide, high] = [reach(x) || 1, reach(y) || 1];
  const places = new Map<string, number[]>();
  for (let i = 0; i < x.length; i++) {
    // Equal answers may differ in their last digits.
    const key = `${Math.round((x[i]! / wide) * 1e6)} ${Math.round((y[i]! / high) * 1e6)}`;
    const rows = places.get(key);
    if (rows === undefined) places.set(key, [i]);
    else rows.push(i);
  }
  const most = [...places.values()].reduce((count, rows) => Math.max(count, rows.length), 0);
  if (most < 2) return { x, y, spread: false };
  const step = Math.min(0.006, 0.03 / Math.sqrt(most));
  const spread = { x: x.slice(), y: y.slice(), spread: true };
  for (const rows of places.values()) {
    if (rows.length === 1) continue;
    const ordered = [...rows].sort((a, b) => labels[a]! - labels[b]! || a - b);
    ordered.forEach((row, n) => {
      spread.x[row]! += wide * step * Math.sqrt(n + 0.5) * Math.cos(n * turn);
      spread.y[row]! += high * step * Math.sqrt(n + 0.5) * Math.sin(n * turn);
    });
  }
  return spread;
}
