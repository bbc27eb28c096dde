import { requireOptions, requireResult } from "../errors.js";
import { counted, percent } from "../readable.js";
import type { Stability } from "../segment/evaluate/stabilityReport.js";
import { type Figure, figure, type Layout } from "./figure.js";
import { axis, baseLayout, sequential, userText } from "./theme.js";

/** Cells along a side at most: more could neither be drawn nor seen. */
const mostCells = 60;

/**
 * The consensus matrix of one k as a heat map: how often two customers stand in the same segment when the rows are drawn again. Rows
 * and columns are the customers in the order of their segments. Dark squares on the diagonal with yellow around them are segments that
 * hold together; green between two squares says that their customers change sides. Each cell is the mean over a few customers;
 * noise is left out.
 *
 * @throws RangeError where k was not tried.
 *
 * Source: Monti, Tamayo, Mesirov and Golub, Machine Learning 52 (2003).
 *
 * @example
 * const points = matrixOf({ x: [0, 1, 2, 3, 50, 51, 52] });
 * const found = await stability(points, { k: 2, replicates: 10 });
 * console.log(plot.consensus(found, { k: 2 }).title); // Who stays together at k = 2: 7 customers in 20 samples
 */
export function consensus(found: Pick<Stability, "consensus">, options: { k: number }): Figure {
  requireResult(found, "consensus", "stability");
  requireOptions(options, { k: true }, "plot.consensus");
  const { k } = options;
  const { ids, labels, together, segments, runs, sampled } = found.consensus(k);
  const all = ids.length;
  const present = segments.filter(({ rows }) => rows > 0);
  const rows = present.reduce((sum, segment) => sum + segment.rows, 0);
  const name = (label: number) => segments.find((one) => one.label === label)!.name;
  // Names that have no room below the columns stand beside the rows alone, with the number that stands below.
  const numbered = present.some(({ label }) => name(label).length > 12);
  const tick = (label: number) => `${numbered ? `${label + 1}. ` : ""}${userText(name(label), 34)}`;

  // Cells end where segments end, and each segment has at least one.
  const cells: { label: number; from: number; to: number }[] = [];
  const middles: number[] = [];
  const borders: number[] = [];
  let first = 0;
  for (const { label, rows: size } of present) {
    const count = Math.max(1, Math.min(size, Math.round((Math.min(mostCells, rows) * size) / rows)));
    middles.push(cells.length + (count - 1) / 2);
    for (let i = 0; i < count; i++)
      cells.push({
        label,
        from: first + Math.floor((i * size) / count),
        to: first + Math.floor(((i + 1) * size) / count),
      });
    first += size;
    borders.push(cells.length - 0.5);
  }
  const z = cells.map((a) =>
    cells.map((b) => {
      let sum = 0;
      let pairs = 0;
      for (let i = a.from; i < a.to; i++)
        for (let j = b.from; j < b.to; j++) {
          if (i === j) continue;
          sum += together[i * all + j]!;
          pairs++;
        }
      return Number((pairs === 0 ? 1 : sum / pairs).toFixed(3));
    }),
  );
  const line = (at: number, across: boolean): Layout => ({
    type: "line",
    xref: across ? "x domain" : "x",
    yref: across ? "y" : "y domain",
    ...(across ? { x0: 0, x1: 1, y0: at, y1: at } : { x0: at, x1: at, y0: 0, y1: 1 }),
    line: { color: "#ffffff", width: 1.5 },
  });
  const title = `Who stays together at k = ${k}: ${counted(rows, sampled ? "sampled customer" : "customer")} in ${counted(runs, "sample")}`;
  const within = present.filter((one) => one.within !== null);
  const firmest = [...within].sort((a, b) => b.within! - a.within! || a.label - b.label);
  const often = (one: (typeof within)[number]) => percent(one.within!);
  const [most, least] = [firmest[0], firmest.at(-1)];
  const subtitle =
    most === undefined || least === undefined
      ? "No segment has two customers."
      : `Two customers of the same segment stand together in ${
          often(most) === often(least)
            ? `${often(most)} of the samples`
            : `${often(least)} (${name(least.label)}) to ${often(most)} (${name(most.label)}) of the samples`
        }.`;
  const ticks = (text: (label: number) => string) => ({
    tickvals: middles,
    ticktext: present.map(({ label }) => text(label)),
    showgrid: false,
  });
  const range = [-0.5, cells.length - 0.5];
  const width = 760;
  return figure({
    title,
    alt: `${title}. Mean share of samples in which two customers stand together, within a segment and with another: ${present
      .map(({ label, within: own, between }) => `${name(label)} ${share(own)} and ${share(between)}`)
      .join("; ")}. ${labels.some((label) => label < 0) ? "Noise is left out." : ""}`.trim(),
    width,
    height: 700,
    data: [
      {
        type: "heatmap",
        name: "together",
        z,
        x: cells.map((_, i) => i),
        y: cells.map((_, i) => i),
        colorscale: sequential,
        zmin: 0,
        zmax: 1,
        customdata: cells.map((a) => cells.map((b) => `${tick(a.label)} and ${tick(b.label)}`)),
        hovertemplate: "%{customdata}<br>together in a share of %{z:.2f} of the samples<extra></extra>",
        colorbar: { title: { text: "Share of samples together", side: "right" }, tickvals: [0, 0.2, 0.4, 0.6, 0.8, 1] },
      },
    ],
    layout: baseLayout(
      { title, subtitle, width },
      {
        shapes: borders.slice(0, -1).flatMap((at) => [line(at, true), line(at, false)]),
        xaxis: axis("Customers, by segment", {
          type: "linear",
          range,
          ...ticks(numbered ? (label) => String(label + 1) : tick),
        }),
        yaxis: axis("Customers, by segment", { type: "linear", range: [...range].reverse(), ...ticks(tick) }),
      },
    ),
  });
}

function share(value: number | null): string {
  return value === null ? "n/a" : value.toFixed(2);
}
