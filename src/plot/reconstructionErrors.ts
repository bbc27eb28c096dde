import { requireResult } from "../errors.js";
import { counted, percent, readable } from "../readable.js";
import type { DeepSegmentation } from "../segment/autoencoder.js";
import { segmentName } from "../segmentation.js";
import { numberPanel } from "./distributionPanel.js";
import { type Figure, figure, type Layout, type Trace } from "./figure.js";
import { logScale } from "./logScale.js";
import { placeLabels } from "./placeLabels.js";
import { rowsBySegment } from "./rowsBySegment.js";
import { lineWidth, richText } from "./svg/richText.js";
import { axis, baseLayout, grey, ink, segmentColor, userText } from "./theme.js";

/** Odd customers that are named, and that are drawn at most. */
const [named, mostPoints] = [5, 1000];
/** No error is drawn below this one: 0 has no place on a logarithmic axis. */
const least = 1e-12;
/** Pixels of a row, and of the plot at least: beside long names of segments it is narrower than beside short ones. */
const [high, across] = [34, 520];
/** Pixels of a point with its outline. */
const dot = 8;

/**
 * How badly the network gives the customers of each segment back, on a logarithmic axis: boxes with the middle half of the customers, the median within, and whiskers from the
 * 5th to the 95th percentile. The dashed line is the fence above which customers are odd, each of them a point; the worst five are named.
 *
 * What to look for: a segment whose box lies far to the right is one that the network never understood, and its place in the embedding means little. Odd customers deserve a look of their own: errors in the
 * data, resellers, or a segment too small to be learned.
 *
 * When it misleads: where nothing is odd and the logarithms of the errors are normal, 0.35 % of the customers lie above the fence. An error says how unusual a customer is to this network, not whether the label is wrong; and DEC forgets to
 * give rows back, so that its errors are large everywhere.
 *
 * @throws TypeError where it is not what `autoencoder` returned.
 *
 * Source: Tukey, Exploratory Data Analysis (1977), for the fence, here of logarithms.
 *
 * @example
 * const points = matrixOf({ x: [0, 1, 2, 20, 21, 22], y: [1, 0, 1, 9, 8, 9] });
 * const segments = await autoencoder(points, { k: 2, layers: [8], embedding: 1, epochs: 40 });
 * console.log(plot.reconstructionErrors(segments).alt.startsWith("Box plot of the reconstruction errors of 6 customers")); // true
 */
export function reconstructionErrors(segmentation: DeepSegmentation): Figure {
  requireResult(segmentation, "reconstructionErrors", "autoencoder");
  const { ids, labels, odd } = segmentation;
  const errors = Float64Array.from(segmentation.reconstructionErrors, (error) => Math.max(least, error));
  const groups = [...rowsBySegment(labels)];
  const rows = [
    { label: undefined, name: "All customers", rows: Array.from(ids.keys()) },
    ...groups.map(([label, own]) => ({ label, name: segmentName(segmentation, label), rows: own })),
  ];
  const panel = numberPanel("Median", errors, rows, true, null);
  const drawn = odd.slice(0, mostPoints);
  const rowOf = new Map(ids.map((id, i) => [id, i]));
  const lane = new Map(groups.map(([label], place) => [label, place + 1]));
  const points = drawn.map(({ id, error }, n) => {
    const label = labels[rowOf.get(id)!]!;
    // The offsets follow the golden ratio, which fills a band evenly without any chance.
    return { id, error, label, y: Number((lane.get(label)! + (((n * 0.618034) % 1) - 0.5) * 0.5).toFixed(3)) };
  });
  const fence = odd.reduce((lowest, { error }) => Math.min(lowest, error), Number.POSITIVE_INFINITY);
  const ends = panel.traces.flatMap(({ lowerfence, upperfence }) =>
    [lowerfence, upperfence].flatMap((end) => (Array.isArray(end) ? (end as number[]) : [])),
  );
  const [low, most] = [Math.min(...ends), Math.max(...ends, odd[0]?.error ?? 0)];
  const span = Math.max(0.1, Math.log10(most / low));
  // The names of the worst stand to their right.
  const range = [Math.log10(low) - 0.04 * span, Math.log10(most) + (odd.length > 0 ? 0.28 : 0.04) * span] as const;
  const data: Trace[] = panel.traces.map((trace) => ({ ...trace }));
  if (points.length > 0)
    data.push(
      {
        type: "scatter",
        mode: "markers",
        name: `Odd customers (${readable(odd.length, 9)})`,
        x: points.map(({ error }) => Number(error.toPrecision(6))),
        y: points.map(({ y }) => y),
        text: points.map(({ id }) => userText(String(id), 40)),
        marker: {
          color: points.map(({ label }) => segmentColor(label)),
          size: 7,
          symbol: "circle",
          line: { color: ink, width: 1 },
        },
        hovertemplate: "%{text}: %{x:.4g}<extra></extra>",
        showlegend: true,
      },
      {
        type: "scatter",
        mode: "lines",
        name: `Odd from ${readable(fence)}`,
        x: [fence, fence],
        y: [-0.5, rows.length - 0.5],
        line: { color: grey, width: 1.5, dash: "dash" },
        hoverinfo: "skip",
        showlegend: true,
      },
    );
  const share = odd.length / ids.length;
  const title =
    odd.length === 0
      ? "No customer is given back badly"
      : `${counted(odd.length, "customer")} of ${readable(ids.length, 9)} (${percent(share)}) ${odd.length === 1 ? "is" : "are"} given back badly`;
  const subtitle = `Boxes hold the middle half of the customers, whiskers end at the 5th and 95th percentile.${
    odd.length === 0 ? "" : " Where the logarithms are normal, 0.35 % lie beyond the fence."
  }${odd.length > mostPoints ? ` The worst ${readable(mostPoints, 9)} are drawn.` : ""}`;
  const worst = odd.slice(0, named).map(({ id, error }) => `${id} (${readable(error)})`);
  const width = 860;
  return figure({
    title,
    alt: `Box plot of the reconstruction errors of ${counted(ids.length, "customer")} by segment: ${panel.said}. ${title}${worst.length === 0 ? "." : `, from ${readable(fence)} on; the worst: ${worst.join(", ")}.`}`,
    width,
    height: 190 + rows.length * high + (odd.length > 0 ? 40 : 0),
    data,
    layout: baseLayout(
      { title, subtitle, width },
      {
        xaxis: axis("Reconstruction error (logarithmic)", {
          ...logScale(10 ** range[0], Math.max(most, low * 1.3)),
          range,
        }),
        yaxis: axis("", {
          type: "linear",
          range: [rows.length - 0.5, -0.5],
          tickvals: rows.map((_, row) => row),
          ticktext: rows.map(({ name, rows: own }) => `${userText(name, 34)} (${readable(own.length, 9)})`),
          showgrid: false,
        }),
        annotations: namesOf(points, range, rows.length),
        showlegend: odd.length > 0,
        legend: { orientation: "h", x: 0, xanchor: "left", y: -70 / (rows.length * high), yanchor: "top" },
      },
    ),
  });
}

/** The names of the worst beside their points, none over another or over a point. */
function namesOf(
  points: readonly { readonly id: string | number; readonly error: number; readonly y: number }[],
  range: readonly [number, number],
  rows: number,
): Layout[] {
  const placeOf = ({ error, y }: { readonly error: number; readonly y: number }) => ({
    x: ((Math.log10(error) - range[0]) / (range[1] - range[0])) * across,
    y: (y + 0.5) * high,
  });
  const labels = points.slice(0, named).map((point) => {
    const text = userText(String(point.id), 18);
    const width = Math.ceil(lineWidth(richText(text)[0]!, 11)) + 8;
    const { x, y } = placeOf(point);
    return { text, error: point.error, y: point.y, box: { x: x + dot / 2 + width / 2, y, width, height: 15 } };
  });
  const shifts = placeLabels(
    labels.map(({ box }) => box),
    0,
    rows * high,
    points.map((point) => ({ ...placeOf(point), width: dot, height: dot })),
  );
  return labels.map(({ text, error, y, box }, i) => ({
    text,
    // Plotly writes places on a logarithmic axis as exponents.
    x: Math.log10(error),
    y,
    xref: "x",
    yref: "y",
    xshift: dot / 2 + Math.ceil(box.width / 2),
    yshift: 0 - Math.round(shifts[i]!),
    showarrow: false,
    font: { size: 11, color: "#444444" },
    bgcolor: "rgba(255,255,255,0.75)",
  }));
}
