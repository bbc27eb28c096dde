import { requireOptions } from "../errors.js";
import type { Matrix } from "../matrix.js";
import { random } from "../random.js";
import { counted, percent, readable } from "../readable.js";
import { type Segmentation, segmentName } from "../segmentation.js";
import { type Figure, figure, type Layout, type Trace } from "./figure.js";
import { requireSameRows } from "./requireSameRows.js";
import { type RowsBySegment, rowsBySegment, sampleBySegment } from "./rowsBySegment.js";
import { sixDigits } from "./sixDigits.js";
import { plainText, wrap } from "./svg/richText.js";
import { axis, baseLayout, dashes, segmentColor, segmentSymbol, userText } from "./theme.js";

/** Options of `plot.scatterMatrix`. */
export interface ScatterMatrixOptions {
  /** Which features, 2 to 8 of them. Where absent: all, or the six that tell the segments apart best. */
  columns?: readonly string[];
}

const mostFeatures = 8;
const usualFeatures = 6;
/** Customers at most, and points at most over all panels: what a page can carry. */
const most = { customers: 3000, points: 12_000 };
const bins = 20;

/**
 * Every pair of features against each other, customers colored and shaped by segment, with the distribution of each feature within each
 * segment on the diagonal. It shows by which features segments were cut, and whether there is a gap at the cut or none.
 *
 * Numbers are those of the matrix, so logarithms and scales stay applied. With more than six features, the six whose variance
 * lies most between the segments are drawn, unless `columns` names others. Beyond 3,000 customers, or 12,000 points over all panels, a
 * sample is drawn, every segment in proportion; the subtitle says so. The distributions always count all customers. Points of a feature with up to
 * twelve different values (answers, counts) are spread around their value, or they would cover each other.
 *
 * It misleads where points are many: segments drawn later cover those before. And each panel sees only two features; segments that overlap in
 * all panels may still lie apart in three.
 *
 * @throws RangeError where a column is unknown, named twice, or fewer than 2 or more than 8 are asked for, a value is not finite, or the
 * segmentation labels other rows.
 *
 * @example
 * const points = matrixOf({ recency: [1, 2, 90, 95], frequency: [9, 8, 1, 1] });
 * const segmentation = await kmeans(points, { k: 2, seed: 1 });
 * console.log(plot.scatterMatrix(points, segmentation).title); // 2 features of 4 customers in 2 segments, pair by pair
 */
export function scatterMatrix(matrix: Matrix, segmentation: Segmentation, options: ScatterMatrixOptions = {}): Figure {
  requireOptions(options, { columns: true }, "plot.scatterMatrix");
  const { columns } = options;
  requireSameRows(matrix, segmentation);
  const { labels } = segmentation;
  const groups = rowsBySegment(labels);
  const asked = columns === undefined ? undefined : placesOf(matrix, columns);
  const places = asked ?? mostApart(matrix, groups);
  if (places.length < 2)
    throw new RangeError(
      `expected at least 2 features to draw against each other, got ${places.length}; see plot.segments`,
    );
  const panels = (places.length * (places.length - 1)) / 2;
  const points = Math.min(most.customers, Math.floor(most.points / panels));
  const shown = sampleBySegment(groups, points);
  const drawn = [...shown.values()].reduce((sum, rows) => sum + rows.length, 0);
  const features = places.map((j) => featureOf(matrix, j));

  const title = `${counted(features.length, "feature")} of ${counted(labels.length, "customer")} in ${counted(segmentation.k, "segment")}, pair by pair`;
  const notes = [
    "On the diagonal, the share of each segment's customers over the feature",
    ...(asked === undefined && places.length < matrix.columns.length
      ? [
          `Drawn are the ${places.length} of ${matrix.columns.length} features whose variance lies most between the segments`,
        ]
      : []),
    ...(drawn < labels.length
      ? [
          `Points are a sample of ${counted(drawn, "customer")} of ${readable(labels.length, 15)}, every segment in proportion`,
        ]
      : []),
    ...(matrix.categorical.length > 0
      ? [
          `Not drawn: ${counted(matrix.categorical.length, "category", "categories")} (see plot.segments and plot.profile)`,
        ]
      : []),
    ...(features.some(({ few }) => few) ? ["Points of features with few values are spread around them"] : []),
  ];
  const width = 860;
  const side = Math.max(110, Math.min(190, 640 / features.length));
  const area = features.length * side;
  const { byLabel, lines } = axes(features, { width: 680 / features.length, height: side });
  // Below the panels stand the numbers of the axes and their titles.
  const below = 49 + lines * 15;
  return figure({
    title,
    alt: describe(matrix, segmentation, groups, places, title, notes),
    width,
    height: 175 + lines * 15 + area,
    data: [
      ...pairs(features, shown, segmentation),
      ...distributions(features, groups, segmentation),
      ...keys(features.length, groups, segmentation),
    ],
    layout: baseLayout(
      { title, subtitle: `${notes.join(". ")}.`, width },
      {
        ...byLabel,
        plot_bgcolor: "#f7f7f7",
        showlegend: true,
        legend: {
          title: { text: "<b>Segment (customers)</b>", font: { size: 12 } },
          orientation: "h",
          x: 0,
          xanchor: "left",
          y: -below / area,
          yanchor: "top",
          itemsizing: "constant",
        },
      },
    ),
  });
}

/** One feature as it is drawn. */
interface Feature {
  readonly title: string;
  readonly values: Float64Array;
  /** Up to twelve different values. */
  readonly few: boolean;
  /** Where the bins of the diagonal begin and end. */
  readonly edges: readonly number[];
}

function featureOf(matrix: Matrix, j: number): Feature {
  const values = matrix.values[j]!;
  const { log, scale } = matrix.preparation.columns[j] ?? {};
  const unit = [log === undefined ? "" : "log", scale === undefined ? "" : scale.method].filter(Boolean).join(", ");
  const title = `${userText(matrix.columns[j]!, 28)}${unit === "" ? "" : ` (${unit})`}`;
  const distinct = new Set<number>();
  for (let i = 0; i < values.length && distinct.size <= 12; i++) distinct.add(values[i]!);
  const few = distinct.size <= 12;
  if (few) {
    // A bin for each value, from the middle to the one before to the middle to the next.
    const sorted = [...distinct].sort((a, b) => a - b);
    const middles = sorted.slice(1).map((value, n) => value / 2 + sorted[n]! / 2);
    const half = sorted.length > 1 ? Math.min(...sorted.slice(1).map((value, n) => value - sorted[n]!)) / 2 : 0.5;
    return { title, values, few, edges: [sorted[0]! - half, ...middles, sorted.at(-1)! + half] };
  }
  const low = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = values.reduce((greatest, value) => Math.max(greatest, value), Number.NEGATIVE_INFINITY);
  return {
    title,
    values,
    few,
    edges: Array.from({ length: bins + 1 }, (_, n) => low * (1 - n / bins) + high * (n / bins)),
  };
}

/**
 * Axes are shared along rows and columns; the diagonal has vertical ones of its own, whose numbers nobody needs. Titles are broken to the
 * size of a panel; `lines` is the most that one has below a panel.
 */
function axes(
  features: readonly Feature[],
  panel: { width: number; height: number },
): { byLabel: { [name: string]: Layout }; lines: number } {
  const count = features.length;
  const gap = 0.02;
  const side = (1 - gap * (count - 1)) / count;
  const domain = (n: number) => [n * (side + gap), Math.min(1, n * (side + gap) + side)];
  const small = { showgrid: false, tickfont: { size: 10 }, nticks: 4 };
  const broken = (text: string, room: number) => wrap(text, 12, room - 6, 3).map((line) => userText(plainText(line)));
  const named = (text: string, room: number) => ({
    title: { text: broken(text, room).join("<br>"), standoff: 6, font: { size: 12 } },
  });
  const found: { [name: string]: Layout } = {};
  features.forEach(({ title, edges }, n) => {
    const range = [sixDigits(edges[0]!), sixDigits(edges.at(-1)!)];
    const [low, high] = range as [number, number];
    const pad = (high - low) * 0.05;
    const padded = { type: "linear", range: [low - pad, high + pad] };
    found[`xaxis${key(n)}`] = axis(title, {
      ...padded,
      ...small,
      ...named(title, panel.width),
      domain: domain(n),
      anchor: count === 1 ? "y" : `y${key(count - 1)}`,
    });
    if (n > 0)
      found[`yaxis${key(n)}`] = axis(title, {
        ...padded,
        ...small,
        ...named(title, panel.height),
        domain: domain(count - 1 - n),
        anchor: "x",
      });
    const own = "Share of segment";
    found[`yaxis${key(count + n)}`] = axis(own, {
      ...small,
      ...named(own, panel.height),
      type: "linear",
      rangemode: "tozero",
      domain: domain(count - 1 - n),
      anchor: `x${key(n)}`,
      showticklabels: false,
      ticks: "",
      visible: n === 0,
    });
  });
  return { byLabel: found, lines: Math.max(...features.map(({ title }) => broken(title, panel.width).length)) };
}

/** Plotly calls the first axis "x", the others "x2" and so on. */
function key(n: number): string {
  return n === 0 ? "" : String(n + 1);
}

function pairs(features: readonly Feature[], shown: RowsBySegment, segmentation: Segmentation): Trace[] {
  const total = segmentation.labels.length;
  const placed = features.map(({ values, few, edges }, n) => {
    // A stream for each feature: equal shifts in two of them would draw diagonals that are not there.
    const generator = random(1).fork(n);
    const step = Math.min(...edges.slice(1).map((edge, e) => edge - edges[e]!)) * 0.7;
    return few ? values.map((value) => value + (generator.uniform() - 0.5) * step) : values;
  });
  const traces: Trace[] = [];
  for (let row = 1; row < features.length; row++)
    for (let column = 0; column < row; column++)
      for (const [label, rows] of shown)
        traces.push({
          type: "scatter",
          mode: "markers",
          name: userText(segmentName(segmentation, label), 44),
          x: rows.map((i) => sixDigits(placed[column]![i]!)),
          y: rows.map((i) => sixDigits(placed[row]![i]!)),
          xaxis: `x${key(column)}`,
          yaxis: `y${key(row)}`,
          marker: {
            color: segmentColor(label),
            symbol: segmentSymbol(label),
            size: total > 1000 ? 3 : 5,
            opacity: total > 300 ? 0.55 : 0.8,
          },
          hovertemplate: `%{x:.4g}, %{y:.4g}<extra>%{fullData.name}</extra>`,
          showlegend: false,
        });
  return traces;
}

function distributions(features: readonly Feature[], groups: RowsBySegment, segmentation: Segmentation): Trace[] {
  return features.flatMap(({ values, edges }, n) =>
    [...groups].map(([label, rows]): Trace => {
      const counts = new Array<number>(edges.length - 1).fill(0);
      for (const i of rows) counts[binOf(values[i]!, edges)]!++;
      const shares = counts.map((one) => sixDigits(one / rows.length));
      return {
        type: "scatter",
        mode: "lines",
        name: userText(segmentName(segmentation, label), 44),
        x: [edges[0]!, ...edges].map(sixDigits),
        y: [0, ...shares, 0],
        xaxis: `x${key(n)}`,
        yaxis: `y${key(features.length + n)}`,
        line: { ...lineOf(label), shape: "hv" },
        hovertemplate: "from %{x:.4g}: %{y:.1%} of the segment<extra>%{fullData.name}</extra>",
        showlegend: false,
      };
    }),
  );
}

function lineOf(label: number): Layout {
  return { color: segmentColor(label), width: 1.8, dash: label < 0 ? "dot" : dashes[label % dashes.length] };
}

/** Traces without a point, for the legend alone: it shows marker and line of a segment together. */
function keys(count: number, groups: RowsBySegment, segmentation: Segmentation): Trace[] {
  return [...groups].map(([label, rows]) => ({
    type: "scatter",
    mode: "lines+markers",
    name: `${userText(segmentName(segmentation, label), 44)} (${readable(rows.length, 15)})`,
    x: [null],
    y: [null],
    xaxis: "x",
    yaxis: `y${key(count)}`,
    line: lineOf(label),
    marker: { color: segmentColor(label), symbol: segmentSymbol(label), size: 7 },
    hoverinfo: "skip",
    showlegend: true,
  }));
}

function binOf(value: number, edges: readonly number[]): number {
  let bin = 0;
  while (bin < edges.length - 2 && value >= edges[bin + 1]!) bin++;
  return bin;
}

function placesOf(matrix: Matrix, columns: readonly string[]): number[] {
  if (columns.length < 2 || columns.length > mostFeatures)
    throw new RangeError(`expected 2 to ${mostFeatures} columns, got ${columns.length}`);
  if (new Set(columns).size < columns.length)
    throw new RangeError(`expected each column once, got ${columns.join(", ")}`);
  return columns.map((column) => {
    const j = matrix.columns.indexOf(column);
    if (j < 0)
      throw new RangeError(
        `expected columns of the matrix (${matrix.columns.join(", ")}), got ${JSON.stringify(column)}`,
      );
    return j;
  });
}

/** The features whose variance lies most between the segments, in the order of the matrix. */
function mostApart(matrix: Matrix, groups: RowsBySegment): number[] {
  if (matrix.columns.length <= usualFeatures) return matrix.columns.map((_, j) => j);
  const share = matrix.values.map((values) => betweenShare(values, groups));
  return share
    .map((_, j) => j)
    .sort((a, b) => share[b]! - share[a]! || a - b)
    .slice(0, usualFeatures)
    .sort((a, b) => a - b);
}

/** Share of a feature's variance that lies between the segments; 0 where it does not vary. */
function betweenShare(values: Float64Array, groups: RowsBySegment): number {
  // Brought within 1, or the squares of large numbers would overflow and those of tiny ones vanish.
  const reach = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (reach === 0) return 0;
  const scaled = values.map((value) => value / reach);
  const all = scaled.reduce((sum, value) => sum + value, 0) / scaled.length;
  let [total, inside] = [0, 0];
  for (const rows of groups.values()) {
    const own = rows.reduce((sum, i) => sum + scaled[i]!, 0) / rows.length;
    for (const i of rows) {
      total += (scaled[i]! - all) ** 2;
      inside += (scaled[i]! - own) ** 2;
    }
  }
  return total > 0 ? Math.max(0, 1 - inside / total) : 0;
}

function describe(
  matrix: Matrix,
  segmentation: Segmentation,
  groups: RowsBySegment,
  places: readonly number[],
  title: string,
  notes: readonly string[],
): string {
  const names = places.map((j) => matrix.columns[j]!);
  const shares = places.map((j) => `${matrix.columns[j]} ${percent(betweenShare(matrix.values[j]!, groups))}`);
  const sizes = segmentation.sizes
    .slice(0, 12)
    .map((size, label) => `${segmentName(segmentation, label)} ${counted(size, "customer")}`);
  const more = segmentation.sizes.length > 12 ? `; and ${segmentation.sizes.length - 12} more` : "";
  return `Scatter plots of each pair of ${names.join(", ")}. ${title}: ${sizes.join("; ")}${more}. Share of the variance that lies between the segments: ${shares.join(", ")}. ${notes.join(". ")}.`;
}
