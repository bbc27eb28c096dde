import { requireResult } from "../errors.js";
import { counted, percent, readable } from "../readable.js";
import type { Silhouette } from "../segment/evaluate/silhouette.js";
import { type Figure, figure, type Layout, type Trace } from "./figure.js";
import { axis, baseLayout, ink, segmentColor, userText } from "./theme.js";

/** What the plot reads of a silhouette. */
type Scored = Pick<Silhouette, "values" | "labels" | "mean"> & Partial<Pick<Silhouette, "segments" | "sampled">>;

const mostPerSegment = 400;

/**
 * The silhouettes of all customers, sorted within each segment: how much nearer a customer is to the own segment than to the next one.
 * A segment whose shape is wide and reaches beyond the mean (dashed) is well separated; values below 0 (left of the line) are customers
 * who are nearer to another segment. Above 400 customers, a segment's outline is drawn from 400 evenly spaced ones.
 *
 * @throws RangeError where there are no values, labels of another length, a value outside -1..1, or no labeled row.
 *
 * Source: Rousseeuw, Journal of Computational and Applied Mathematics 20 (1987).
 *
 * @example
 * const drawn = plot.silhouette({
 *   values: Float64Array.of(0.8, 0.7, 0.9),
 *   labels: Int32Array.of(0, 0, 1),
 *   mean: 0.8,
 * });
 * console.log(drawn.title); // Silhouettes of 3 customers in 2 segments: mean 0.80
 */
export function silhouette(result: Scored): Figure {
  requireResult(result, "values", "silhouette");
  const { values, labels, mean } = result;
  if (values.length === 0) throw new RangeError("expected at least one silhouette value, got none");
  if (values.length !== labels.length)
    throw new RangeError(`expected as many labels as values (${values.length}), got ${labels.length}`);
  const bad = values.findIndex((value, i) => labels[i]! >= 0 && !(value >= -1.000001 && value <= 1.000001));
  if (bad >= 0) throw new RangeError(`expected silhouettes from -1 to 1, got ${values[bad]} in row ${bad + 1}`);
  const groups = new Map<number, number[]>();
  for (let i = 0; i < labels.length; i++) {
    if (labels[i]! < 0) continue;
    const group = groups.get(labels[i]!);
    if (group === undefined) groups.set(labels[i]!, [values[i]!]);
    else group.push(values[i]!);
  }
  if (groups.size === 0) throw new RangeError("expected at least one row in a segment, got noise (-1) only");

  const present = [...groups.keys()].sort((a, b) => a - b);
  const rows = [...groups.values()].reduce((sum, group) => sum + group.length, 0);
  const name = (label: number) => result.segments?.find((one) => one.label === label)?.name ?? `Segment ${label + 1}`;
  const gap = rows * 0.02;
  // A tiny segment gets room for its label.
  const least = rows * Math.min(0.06, 0.8 / present.length);
  let start = 0;
  const data: Trace[] = [];
  const middles: number[] = [];
  for (const label of present) {
    const sorted = groups.get(label)!.sort((a, b) => b - a);
    const band = Math.max(sorted.length, least);
    const [x, y] = outline(sorted, start + (band - sorted.length) / 2);
    data.push({
      type: "scatter",
      mode: "lines",
      name: userText(name(label), 44),
      x,
      y,
      fill: "toself",
      fillcolor: segmentColor(label),
      line: { color: segmentColor(label), width: 1 },
      hoveron: "fills",
      hoverinfo: "name",
    });
    middles.push(start + band / 2);
    start += band + gap;
  }
  const averages = present.map(
    (label) => groups.get(label)!.reduce((sum, value) => sum + value, 0) / groups.get(label)!.length,
  );
  const lowest = Math.min(...present.map((label) => groups.get(label)!.at(-1)!));
  const below = [...groups.values()].reduce((sum, group) => sum + group.filter((value) => value < 0).length, 0);
  const title = `Silhouettes of ${counted(rows, result.sampled === true ? "sampled customer" : "customer")} in ${counted(present.length, "segment")}: mean ${mean.toFixed(2)}`;
  const subtitle = `${below === 0 ? "No customer is" : `${counted(below, "customer")} (${percent(below / rows)}) ${below === 1 ? "is" : "are"}`} nearer to another segment (left of 0). Dashed line: the mean.`;
  const width = 860;
  const shapes: Layout[] = [
    { type: "line", xref: "x", yref: "y domain", x0: 0, x1: 0, y0: 0, y1: 1, line: { color: ink, width: 1 } },
    {
      type: "line",
      xref: "x",
      yref: "y domain",
      x0: mean,
      x1: mean,
      y0: 0,
      y1: 1,
      line: { color: ink, width: 1.5, dash: "dash" },
    },
  ];
  return figure({
    title,
    alt: `${title}. ${present.map((label, i) => `${name(label)}: ${counted(groups.get(label)!.length, "customer")}, mean ${averages[i]!.toFixed(2)}`).join("; ")}. ${subtitle}`,
    width,
    height: Math.max(380, 180 + present.length * 46),
    data,
    layout: baseLayout(
      { title, subtitle, width },
      {
        shapes,
        xaxis: axis("Silhouette (-1: in the wrong segment, 0: on the border, 1: clearly inside)", {
          type: "linear",
          range: [Math.min(0, Math.floor(lowest * 10) / 10) - 0.02, 1.02],
        }),
        yaxis: axis(`Segment (${result.sampled === true ? "sampled customers" : "customers"}, mean silhouette)`, {
          type: "linear",
          autorange: "reversed",
          tickvals: middles,
          ticktext: present.map(
            (label, i) =>
              `${userText(name(label), 44)} (${readable(groups.get(label)!.length, 15)}, ${averages[i]!.toFixed(2)})`,
          ),
          showgrid: false,
        }),
      },
    ),
  });
}

/** The shape between 0 and the sorted values, in steps of one customer each. */
function outline(sorted: readonly number[], start: number): [number[], number[]] {
  const steps = Math.min(sorted.length, mostPerSegment);
  const x = [0];
  const y = [start];
  for (let s = 0; s < steps; s++) {
    const value = Number(sorted[Math.floor(((s + 0.5) * sorted.length) / steps)]!.toFixed(4));
    x.push(value, value);
    y.push(start + (s * sorted.length) / steps, start + ((s + 1) * sorted.length) / steps);
  }
  x.push(0);
  y.push(start + sorted.length);
  return [x, y];
}
