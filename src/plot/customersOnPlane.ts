import { counted, percent, readable } from "../readable.js";
import { type Segmentation, segmentName } from "../segmentation.js";
import { type Figure, figure, type Trace } from "./figure.js";
import { type Center, labelCenters } from "./labelCenters.js";
import type { Projection } from "./project.js";
import type { RowsBySegment } from "./rowsBySegment.js";
import { sixDigits } from "./sixDigits.js";
import { lineWidth, plainText, richText } from "./svg/richText.js";
import { axis, baseLayout, ink, segmentColor, segmentSymbol, userText } from "./theme.js";

const width = 860;
const height = 600;

/** What is drawn on a plane, and what it is called. */
export interface OnPlane {
  readonly projection: Projection;
  /** Rows of each label, and those of them that are drawn. */
  readonly groups: RowsBySegment;
  readonly shown: RowsBySegment;
  readonly title: string;
  /** Drawn rows that get a ring, and what they are called. */
  readonly ringed?: { readonly rows: readonly number[]; readonly name: string };
}

/** Customers on a plane, colored and shaped by segment, with the middle of each segment labeled and its size in the legend. */
export function customersOnPlane(
  segmentation: Segmentation,
  { projection, groups, shown, title, ringed }: OnPlane,
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
  const rings = ringed !== undefined && ringed.rows.length > 0 ? ringed : undefined;
  const legend = (present.length > 1 && !lanes) || rings !== undefined;
  const entries = [...present.map((label) => `00. ${named(label)}`), ...(rings === undefined ? [] : [rings.name])];
  const entry = Math.max(...entries.map((text) => lineWidth(richText(text)[0]!, 12)));
  // Beside the plot stand the axis and, with a sign of 40 pixels before each entry, the legend.
  const room = { width: width - 100 - (legend ? Math.max(130, entry + 40) : 0), height: 430 };
  const { numbered, annotations } = labelCenters(centers, projection.arrows, rangeX, rangeY, room);
  const data: Trace[] = present.map((label) => ({
    type: "scatter",
    mode: "markers",
    name: `${numbered && label >= 0 ? `${label + 1}. ` : ""}${named(label)}`,
    x: shown.get(label)!.map((i) => sixDigits(projection.x[i]!)),
    y: shown.get(label)!.map((i) => sixDigits(projection.y[i]!)),
    text: shown.get(label)!.map((i) => userText(String(segmentation.ids[i]), 40)),
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
    // Where segments stand in rows, these say their names.
    ...(lanes && rings !== undefined ? { showlegend: false } : {}),
  }));
  if (rings !== undefined)
    data.push({
      type: "scatter",
      mode: "markers",
      name: rings.name,
      x: rings.rows.map((i) => sixDigits(projection.x[i]!)),
      y: rings.rows.map((i) => sixDigits(projection.y[i]!)),
      marker: { color: ink, symbol: "circle-open", size: size + 6, line: { width: 1.5 } },
      hoverinfo: "skip",
    });
  const notes = [projection.note];
  const drawn = [...shown.values()].reduce((sum, rows) => sum + rows.length, 0);
  if (drawn < labels.length)
    notes.push(
      `A sample of ${counted(drawn, "customer")} of ${readable(labels.length, 15)} is drawn, every segment in proportion${rings === undefined ? "" : ", and all who have a ring"}`,
    );
  const subtitle = notes.filter(Boolean).join(". ");
  return figure({
    title,
    alt: describe(segmentation, groups, present, projection, [...notes, ...(rings === undefined ? [] : [rings.name])]),
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
  return [sixDigits(low - pad), sixDigits(high + pad)];
}
