import { requireOptions } from "../errors.js";
import type { Matrix } from "../matrix.js";
import { counted, percent, readable } from "../readable.js";
import { type Segmentation, segmentName } from "../segmentation.js";
import { type Figure, figure, type Trace } from "./figure.js";
import { type Center, labelCenters } from "./labelCenters.js";
import { embed, type Projection, project } from "./project.js";
import { columnsOf, inWords, projectMixed } from "./projectMixed.js";
import { requireSameRows } from "./requireSameRows.js";
import { type RowsBySegment, rowsBySegment, sampleBySegment } from "./rowsBySegment.js";
import { lineWidth, plainText, richText } from "./svg/richText.js";
import { axis, baseLayout, segmentColor, segmentSymbol, userText } from "./theme.js";

/** Options of `plot.segments`. */
export interface SegmentsOptions {
  /** The plane: the first two principal components, or a neighbor embedding. */
  method?: "pca" | "umap";
  /** For "umap": how many nearest neighbors of a customer to keep near. */
  neighbors?: number;
  /** For "umap": seed of the embedding. */
  seed?: number;
}

/** Points at most: what a page can carry, and what can be embedded within some seconds. */
const mostPoints = { pca: 5000, umap: 2000 };
const width = 860;
const height = 600;

/**
 * Customers on a plane, colored and shaped by segment, with the middle of each segment labeled.
 *
 * With two columns the plane is these columns; with more it is the first two principal components of the matrix, whose share of the
 * variance stands in the axis titles and whose loadings are drawn as arrows (their directions count; their length is stretched to
 * the plot). With one column, segments stand in rows along it. More than 5,000 customers are sampled, every segment in proportion, and the
 * subtitle says so.
 *
 * Where the matrix has categories, numbers and categories are projected together by a factor analysis of mixed data (Pagès 2004; with
 * categories alone it is a multiple correspondence analysis), and the subtitle says so: numbers are standardized, levels are columns of 0 and 1 that count the more the
 * rarer they are, a missing answer stands in the middle, and levels beyond the thirty most frequent of a category count as one. Customers with one and
 * the same place are spread around it. The shares of the variance are small by nature there, since every level is a dimension.
 *
 * It misleads where the two components carry little of the variance: segments that overlap here may lie far apart in a dimension that
 * is not drawn. It is a picture and no evidence; see silhouette and stability for that.
 *
 * `method: "umap"` places customers so that those who are alike in all columns stand near one another (McInnes, Healy and Melville 2018),
 * starting from the principal components; more than 2,000 are sampled, and it takes some seconds. The subtitle says how many of a
 * customer's nearest neighbors the picture keeps, and how many the components would. Here only who stands beside whom means
 * something: the method tears clouds into islands that are no segments, and neither the size of an island nor the gap to the next one
 * can be read. Never segment by these places.
 *
 * @throws RangeError where the matrix is empty (or has fewer than 4 rows, for "umap"), the segmentation labels other rows, or an option is out of range.
 *
 * @example
 * const points = matrixOf({ recency: [1, 2, 90, 95], frequency: [9, 8, 1, 1] });
 * const segmentation = await kmeans(points, { k: 2, seed: 1 });
 * console.log(plot.segments(points, segmentation).title); // 2 segments of 4 customers
 */
export function segments(matrix: Matrix, segmentation: Segmentation, options: SegmentsOptions = {}): Figure {
  requireOptions(options, { method: true, neighbors: true, seed: true }, "plot.segments");
  const { method = "pca", neighbors = 15, seed = 1 } = options;
  if (method !== "pca" && method !== "umap")
    throw new RangeError(`expected method "pca" or "umap", got ${JSON.stringify(method)}`);
  if (!Number.isInteger(neighbors) || neighbors < 2)
    throw new RangeError(`expected neighbors to be a whole number of 2 or more, got ${neighbors}`);
  requireSameRows(matrix, segmentation, { orCategories: true });
  const mixed = matrix.categorical.length > 0;
  const groups = rowsBySegment(segmentation.labels);
  const shown = sampleBySegment(groups, mostPoints[method]);
  const projection =
    method === "pca"
      ? (mixed ? projectMixed : project)(matrix, segmentation)
      : embed(
          mixed ? columnsOf(matrix).map(({ values }) => values) : matrix.values,
          [...shown.values()].flat().sort((a, b) => a - b),
          { neighbors, seed },
        );
  const note =
    mixed && method === "umap" ? `${projection.note}. Near is who is near in ${inWords(matrix)}` : projection.note;
  return draw(matrix, segmentation, groups, shown, { ...projection, note });
}

function draw(
  matrix: Matrix,
  segmentation: Segmentation,
  groups: RowsBySegment,
  shown: RowsBySegment,
  projection: Projection,
): Figure {
  const { labels } = segmentation;
  const present = [...groups.keys()];
  const lanes = projection.titles[1] === "Segment";
  const rangeX = padded(
    projection.x,
    projection.arrows.map(({ x }) => x),
  );
  const rangeY = lanes
    ? ([Math.min(...present) - 0.5, Math.max(...present) + 0.5] as const)
    : padded(
        projection.y,
        projection.arrows.map(({ y }) => y),
      );
  const size = labels.length > 1500 ? 5 : labels.length > 300 ? 6 : 8;
  const centers = lanes || present.length === 1 ? [] : centersOf(segmentation, groups, present, projection);
  const named = (label: number) =>
    `${userText(segmentName(segmentation, label), 44)} (${readable(groups.get(label)!.length, 15)})`;
  const legend = present.length > 1 && !lanes;
  const entry = Math.max(...present.map((label) => lineWidth(richText(`00. ${named(label)}`)[0]!, 12)));
  // Beside the plot stand the axis and, with a sign of 40 pixels before each entry, the legend.
  const room = { width: width - 100 - (legend ? Math.max(130, entry + 40) : 0), height: 430 };
  const { numbered, annotations } = labelCenters(centers, projection.arrows, rangeX, rangeY, room);
  const data: Trace[] = present.map((label) => ({
    type: "scatter",
    mode: "markers",
    name: `${numbered && label >= 0 ? `${label + 1}. ` : ""}${named(label)}`,
    x: shown.get(label)!.map((i) => six(projection.x[i]!)),
    y: shown.get(label)!.map((i) => six(projection.y[i]!)),
    text: shown.get(label)!.map((i) => userText(String(matrix.ids[i]), 40)),
    marker: {
      color: segmentColor(label),
      symbol: segmentSymbol(label),
      size,
      opacity: labels.length > 300 ? 0.65 : 0.85,
      line: { color: "#333333", width: 0.4 },
    },
    hovertemplate: lanes
      ? "%{text}: %{x:.4g}<extra>%{fullData.name}</extra>"
      : "%{text}<br>%{x:.4g}, %{y:.4g}<extra>%{fullData.name}</extra>",
  }));
  const notes = [projection.note];
  const drawn = [...shown.values()].reduce((sum, rows) => sum + rows.length, 0);
  if (drawn < labels.length)
    notes.push(
      `A sample of ${counted(drawn, "customer")} of ${readable(labels.length, 15)} is drawn, every segment in proportion`,
    );
  const title = `${counted(segmentation.k, "segment")} of ${counted(labels.length, "customer")}`;
  const subtitle = notes.filter(Boolean).join(". ");
  return figure({
    title,
    alt: describe(segmentation, groups, present, projection, notes),
    width,
    height,
    data,
    layout: baseLayout(
      { title, ...(subtitle === "" ? {} : { subtitle: `${subtitle}.` }), width },
      {
        showlegend: legend,
        legend: { title: { text: "<b>Segment (customers)</b>", font: { size: 12 } }, itemsizing: "constant" },
        xaxis: axis(projection.titles[0], { type: "linear", range: rangeX }),
        yaxis: axis(
          projection.titles[1],
          lanes
            ? {
                type: "linear",
                range: [rangeY[1], rangeY[0]],
                tickvals: present,
                ticktext: present.map(named),
                showgrid: false,
              }
            : { type: "linear", range: rangeY },
        ),
        annotations,
      },
    ),
  });
}

function centersOf(
  segmentation: Segmentation,
  groups: RowsBySegment,
  present: readonly number[],
  projection: Projection,
): Center[] {
  return present
    .filter((label) => label >= 0)
    .map((label) => {
      const rows = groups.get(label)!;
      return {
        label,
        name: segmentName(segmentation, label),
        x: middle(projection.x, rows),
        y: middle(projection.y, rows),
        spanX: span(projection.x, rows),
        spanY: span(projection.y, rows),
      };
    });
}

function describe(
  segmentation: Segmentation,
  groups: RowsBySegment,
  present: readonly number[],
  projection: Projection,
  notes: readonly string[],
): string {
  const rows = segmentation.labels.length;
  const said = present.slice(0, 12).map((label) => {
    const members = groups.get(label)!;
    const mean = (values: Float64Array) => readable(middle(values, members));
    const place =
      projection.titles[1] === "Segment" ? mean(projection.x) : `${mean(projection.x)}, ${mean(projection.y)}`;
    return `${segmentName(segmentation, label)} ${counted(members.length, "customer")} (${percent(members.length / rows)}) around ${place}`;
  });
  const more = present.length > 12 ? `; and ${present.length - 12} more` : "";
  const axes =
    projection.titles[1] === "Segment" ? projection.titles[0] : `${projection.titles[0]} and ${projection.titles[1]}`;
  const heaviest = projection.arrows[0];
  return (
    `Scatter plot of ${counted(rows, "customer")} in ${counted(segmentation.k, "segment")} by ${plain(axes)}: ${said.join("; ")}${more}. ` +
    notes
      .filter(Boolean)
      .map((note) => `${note}. `)
      .join("") +
    (heaviest === undefined ? "" : `The longest arrow is ${heaviest.column}.`)
  ).trim();
}

/** Axis titles are Plotly texts; in the alt text their entities must not show. */
function plain(text: string): string {
  return richText(text).map(plainText).join(" ");
}

/** The mean place of those rows that have one. */
function middle(values: Float64Array, rows: readonly number[]): number {
  const placed = rows.filter((i) => Number.isFinite(values[i]!));
  return placed.reduce((sum, i) => sum + values[i]!, 0) / placed.length;
}

/** From the least to the greatest place of those rows that have one. */
function span(values: Float64Array, rows: readonly number[]): [number, number] {
  return rows.reduce<[number, number]>(
    ([low, high], i) => [values[i]! < low ? values[i]! : low, values[i]! > high ? values[i]! : high],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
}

/** A range with all values and the tips of all arrows: Plotly draws no label of a tip outside. */
function padded(values: Float64Array, tips: readonly number[] = []): readonly [number, number] {
  const ends = tips.map((tip) => tip * 1.15);
  // A row that an embedding left out is NaN, and less or more than nothing.
  const low = values.reduce((least, value) => (value < least ? value : least), Math.min(...ends));
  const high = values.reduce((most, value) => (value > most ? value : most), Math.max(...ends));
  const pad = high > low ? (high - low) * 0.06 : Math.max(0.5, Math.abs(low) * 0.1);
  return [six(low - pad), six(high + pad)];
}

/** Six digits are finer than any screen, and a third of the bytes. */
function six(value: number): number {
  return Number(value.toPrecision(6));
}
