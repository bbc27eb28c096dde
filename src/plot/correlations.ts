import { DataError, requireColumn, requireOneOf, requireOptions } from "../errors.js";
import { groupByBase, meaningsOf, ownId } from "../features.js";
import type { Matrix } from "../matrix.js";
import { correlations as pearson } from "../numeric/correlations.js";
import { likeOrder } from "../numeric/likeOrder.js";
import { rankCorrelations } from "../numeric/rankCorrelations.js";
import { counted, grouped, listed } from "../readable.js";
import { column, finiteNumbers, type NumericColumn, type Row, type Table, type TableLike, toTable } from "../table.js";
import { headingLabels, type Slot, withHeadings } from "./baseHeadings.js";
import { type Figure, figure } from "./figure.js";
import { axis, baseLayout, diverging, userText } from "./theme.js";

/** Options of `plot.correlations`. */
export interface CorrelationsOptions<K extends string = string> {
  /** Numeric columns; all but the id where absent. */
  columns?: readonly K[];
  /** "pearson": along a line, of the numbers; "spearman": of their ranks, whatever the shape, as long as one goes up with the other. */
  method?: "pearson" | "spearman";
}

/** Features that a page can show; of more, those with the strongest correlations are drawn. */
const mostFeatures = 60;
/** Features up to which each cell has room for its number. */
const mostWritten = 14;

/**
 * Which features go together: a map of the correlations of all pairs, blue above 0 and orange-brown below. Features are ordered so that like ones stand beside
 * each other and blocks show (average linkage of 1 - |r|); of features with a dictionary within each base, and the bases are named at the left.
 *
 * Features that say the same count twice where distances decide: of a dark block keep one, or take `principalComponents`. Money and counts with long tails are better
 * compared by `method: "spearman"`, where a few large customers decide no correlation.
 *
 * When it misleads: a correlation of 0 is no independence, only no common direction. Missing values are left out pair by pair (the hover tells how many customers a pair
 * has), so that pairs are of different customers, and those of few customers are strong by chance (of two always 1 or -1): the title and the list of the strongest pass over pairs of
 * fewer than ten, or of less than half of fewer than twenty. Shares of one whole go against each other by themselves. Among many pairs some are strong by chance. Of more than
 * 60 features, those 60 are drawn that have the strongest correlations.
 *
 * @param data features, a table, DataFrame, array of objects or Arrow bytes, or a matrix, whose numbers are those that a method sees.
 * @throws DataError where a column does not exist (the closest is named) or holds no finite numbers; RangeError where fewer than two columns vary, one is
 *   named twice, or the method is unknown.
 *
 * @example
 * const customers = [
 *   { customer: 1, orders: 1, money: 10, age: 30 },
 *   { customer: 2, orders: 2, money: 25, age: 60 },
 *   { customer: 3, orders: 4, money: 38, age: 41 },
 * ];
 * console.log(plot.correlations(customers).title); // Of 3 features, orders and money go together most (0.97)
 */
export function correlations<C extends Row, K extends NumericColumn<C>>(
  data: TableLike<C>,
  options?: CorrelationsOptions<K>,
): Figure;
export function correlations<K extends string>(matrix: Matrix<K>, options?: CorrelationsOptions<K>): Figure;
export function correlations(data: TableLike | Matrix, options: CorrelationsOptions = {}): Figure {
  requireOptions(options, { columns: true, method: true }, "plot.correlations");
  const { columns: asked, method = "pearson" } = options;
  requireOneOf("method", method, ["pearson", "spearman"]);
  const { features: read, others } = isMatrix(data)
    ? { features: ofMatrix(data, asked), others: [] }
    : ofTable(data, asked);
  const varying = read.filter(({ values }) => varies(values));
  const constant = read.filter(({ values }) => !varies(values)).map(({ name }) => name);
  if (varying.length < 2)
    throw new RangeError(
      `expected at least two numeric columns that vary, got ${varying.length}${constant.length > 0 ? `; ${listed(constant)} ${constant.length === 1 ? "does" : "do"} not` : ""}`,
    );
  const values = varying.map((one) => one.values);
  const all = method === "pearson" ? pearson(values).matrix : rankCorrelations(values);
  const kept = strongest(all, varying.length);
  const names = kept.map((i) => varying[i]!.name);
  const r = (a: number, b: number) => all[kept[a]! * varying.length + kept[b]!]!;

  const groups = groupByBase(names, meaningsOf(data));
  const blocks = (groups.length > 0 ? groups : [{ base: "", columns: names }]).map(({ base, columns }) => ({
    base,
    of: ordered(
      columns.map((name) => names.indexOf(name)),
      r,
    ),
  }));
  // Of several bases each begins with an empty row, in which its name stands, and an empty column, so that the diagonal stays straight.
  const slots: Slot<number>[] =
    blocks.length > 1 ? withHeadings(blocks) : blocks.flatMap(({ of }) => of.map((place) => ({ of: place })));
  const cells = <T>(value: (row: number, other: number) => T, none: T): T[][] =>
    slots.map((row) => slots.map((other) => ("of" in row && "of" in other ? value(row.of, other.of) : none)));
  const { length } = names;
  const shared = pairCounts(kept.map((i) => values[i]!));
  const enough = Math.min(10, values[0]!.length / 2);
  const pairs = byStrength(length, r, (a, b) => shared[a * length + b]! >= enough);
  const title = titleOf(counted(varying.length, "feature"), names, pairs[0], r);
  const fewest = Math.min(...shared);
  const rows = values[0]!.length;
  const notes = [
    `${method === "pearson" ? "Pearson correlations" : "Spearman's rank correlations"} of ${counted(rows, "customer")}`,
    ...(fewest < rows
      ? [`Missing values are left out pair by pair: the fewest customers of a pair are ${grouped(fewest)}`]
      : []),
    ...(length < varying.length ? [`The ${length} of ${varying.length} features with the strongest correlations`] : []),
    ...(constant.length > 0
      ? [`Left out, for ${constant.length === 1 ? "it does" : "they do"} not vary: ${listed(constant)}`]
      : []),
    ...(others.length > 0
      ? [`Left out, for ${others.length === 1 ? "it holds" : "they hold"} no numbers: ${listed(others)}`]
      : []),
  ];
  const cell = Math.max(15, Math.min(52, 620 / slots.length));
  const longest = Math.min(24, Math.max(...names.map((name) => name.length)));
  const side = Math.max(180, slots.length * cell);
  const width = Math.round(Math.max(640, 90 + longest * 6 + side + 130));
  const filled = slots.flatMap((slot, place) => ("of" in slot ? [place] : []));
  const named = {
    tickvals: filled,
    ticktext: slots.flatMap((slot) => ("of" in slot ? [userText(names[slot.of]!, 24)] : [])),
    tickfont: { size: Math.min(12, Math.max(8, Math.floor(cell - 5))) },
    ticks: "",
    showline: false,
    showgrid: false,
  };
  return figure({
    title,
    alt: describe(title, names, r, pairs, notes),
    width,
    height: Math.round(110 + side + 60 + longest * 6),
    data: [
      {
        type: "heatmap",
        name: "correlations",
        x: slots.map((_, j) => j),
        y: slots.map((_, i) => i),
        z: cells<number | null>((row, other) => rounded(r(row, other)), null),
        ...(length <= mostWritten
          ? { text: cells((row, other) => said(r(row, other)), ""), texttemplate: "%{text}", textfont: { size: 11 } }
          : {}),
        customdata: cells(
          (row, other) => [
            userText(names[row]!, 60),
            userText(names[other]!, 60),
            said(r(row, other), 3),
            counted(shared[row * length + other]!, "customer"),
          ],
          [] as string[],
        ),
        hovertemplate: "%{customdata[0]} and %{customdata[1]}: %{customdata[2]}<br>%{customdata[3]}<extra></extra>",
        colorscale: diverging,
        zmin: -1,
        zmax: 1,
        xgap: 1,
        ygap: 1,
        colorbar: { title: { text: "Correlation" }, tickvals: [-1, -0.5, 0, 0.5, 1], thickness: 16 },
      },
    ],
    layout: baseLayout(
      { title, subtitle: notes.map((note) => `${note}.`).join(" "), width },
      {
        ...(blocks.length > 1 ? { annotations: headingLabels(slots) } : {}),
        xaxis: axis("Feature", {
          type: "linear",
          range: [-0.5, slots.length - 0.5],
          ...named,
          tickangle: longest * 7 < cell ? 0 : -90,
        }),
        yaxis: axis("Feature", { type: "linear", range: [slots.length - 0.5, -0.5], ...named }),
      },
    ),
  });
}

interface Feature {
  readonly name: string;
  /** NaN is missing. */
  readonly values: Float64Array;
}

function isMatrix(data: unknown): data is Matrix {
  const { columns, values, preparation } = (data ?? {}) as Partial<Matrix>;
  return Array.isArray(columns) && Array.isArray(values) && preparation !== undefined;
}

function ofMatrix(matrix: Matrix, asked: readonly string[] | undefined): Feature[] {
  return chosen(asked, matrix.columns).map((name) => ({ name, values: matrix.values[matrix.columns.indexOf(name)]! }));
}

/** The numeric columns, or those asked for, and the names of the `others`. */
function ofTable(data: TableLike, asked: readonly string[] | undefined): { features: Feature[]; others: string[] } {
  const table: Table = toTable(data);
  const id = ownId(data) ?? "customer";
  const names = table.columnNames();
  const numeric = names.filter((name) => name !== id && isNumeric(column(table, name)));
  const features = chosen(asked, asked === undefined ? numeric : names).map((name) => {
    const { values } = finiteNumbers(table, name);
    if (values.every(Number.isNaN))
      throw new DataError("expected numbers, got a column without a value", { column: name });
    return { name, values };
  });
  const others = asked === undefined ? names.filter((name) => name !== id && !numeric.includes(name)) : [];
  return { features, others };
}

function chosen(asked: readonly string[] | undefined, names: readonly string[]): readonly string[] {
  for (const name of asked ?? []) requireColumn(names, name, "a numeric column");
  const twice = asked?.find((name, i) => asked.indexOf(name) < i);
  if (twice !== undefined) throw new RangeError(`expected each column once, got ${JSON.stringify(twice)} twice`);
  return asked ?? names;
}

/** By its first value that is there. */
function isNumeric(cells: ArrayLike<unknown>): boolean {
  const first = Array.from(cells).find((cell) => cell !== null && cell !== undefined);
  return typeof first === "number" || typeof first === "bigint";
}

function varies(values: Float64Array): boolean {
  const first = values.find((value) => !Number.isNaN(value));
  return first !== undefined && values.some((value) => !Number.isNaN(value) && value !== first);
}

/** The features to draw, in their order: all, or those with the strongest correlations with any other. */
function strongest(all: ArrayLike<number>, size: number): number[] {
  const places = Array.from({ length: size }, (_, i) => i);
  if (size <= mostFeatures) return places;
  const most = places.map((i) =>
    places.reduce((best, j) => (i === j ? best : Math.max(best, Math.abs(all[i * size + j]!) || 0)), 0),
  );
  return [...places]
    .sort((a, b) => most[b]! - most[a]! || a - b)
    .slice(0, mostFeatures)
    .sort((a, b) => a - b);
}

/** Places in an order in which those with strong correlations are near. */
function ordered(places: readonly number[], r: (a: number, b: number) => number): number[] {
  const { length } = places;
  const distances = Float64Array.from({ length: length * length }, (_, at) => {
    const value = r(places[Math.floor(at / length)]!, places[at % length]!);
    return Number.isNaN(value) ? 1 : 1 - Math.abs(value);
  });
  return likeOrder(distances, length).map((i) => places[i]!);
}

/** Rows that have both values, row-major. */
function pairCounts(columns: readonly Float64Array[]): Float64Array {
  const size = columns.length;
  const counts = new Float64Array(size * size);
  const full = columns.map((values) => !values.some(Number.isNaN));
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) {
      const [a, b] = [columns[i]!, columns[j]!];
      let rows = a.length;
      if (!full[i] || !full[j]) for (let row = 0; row < a.length; row++) if (Number.isNaN(a[row]! + b[row]!)) rows--;
      counts[i * size + j] = rows;
      counts[j * size + i] = rows;
    }
  return counts;
}

function titleOf(
  features: string,
  names: readonly string[],
  pair: readonly [number, number] | undefined,
  r: (a: number, b: number) => number,
): string {
  if (pair === undefined)
    return `Of ${features}, no two have enough customers in common to tell whether they go together`;
  const [a, b] = pair;
  return `Of ${features}, ${short(names[a]!)} and ${short(names[b]!)} go ${r(a, b) < 0 ? "against each other" : "together"} most (${said(r(a, b))})`;
}

/** Pairs that have a correlation and `counts` for, the strongest first. */
function byStrength(
  size: number,
  r: (a: number, b: number) => number,
  counts: (a: number, b: number) => boolean,
): (readonly [number, number])[] {
  const pairs = Array.from({ length: size }, (_, a) => a).flatMap((a) =>
    Array.from({ length: size - 1 - a }, (_, i) => [a, a + 1 + i] as const),
  );
  return pairs
    .filter(([a, b]) => counts(a, b) && !Number.isNaN(r(a, b)))
    .sort(([a, b], [c, d]) => Math.abs(r(c, d)) - Math.abs(r(a, b)));
}

/** A name in a title. */
function short(name: string): string {
  const characters = [...name];
  return characters.length <= 32 ? name : `${characters.slice(0, 31).join("").trimEnd()}…`;
}

function said(value: number, decimals = 2): string {
  return Number.isNaN(value) ? "none" : value.toFixed(decimals).replace(/^-(0\.0+)$/, "$1");
}

function rounded(value: number): number | null {
  return Number.isNaN(value) ? null : Number(value.toFixed(4));
}

function describe(
  title: string,
  names: readonly string[],
  r: (a: number, b: number) => number,
  pairs: readonly (readonly [number, number])[],
  notes: readonly string[],
): string {
  const strongest = pairs.slice(0, 8).map(([a, b]) => `${names[a]!} and ${names[b]!} ${said(r(a, b))}`);
  return `${title}: a map of the correlations of all pairs. The strongest: ${strongest.join("; ") || "none"}. ${notes.join(". ")}.`;
}
