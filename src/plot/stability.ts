import { requireOptions, requireResult } from "../errors.js";
import { readable } from "../readable.js";
import type { Stability } from "../segment/evaluate/stabilityReport.js";
import { type Figure, figure, type Layout, type Trace } from "./figure.js";
import { panelTitle } from "./panelTitle.js";
import { axis, baseLayout, palette, segmentColor, userText } from "./theme.js";

/** What the plot reads of a stability. */
type Judged = Pick<Stability, "global" | "summary" | "segments" | "withinSolutions">;

/** Where Hennig's words change. */
const bounds = [0.5, 0.6, 0.75, 0.85] as const;

/**
 * How well segments were found again. Above, where several numbers of segments were tried: a box for each k with the adjusted Rand
 * indices of the bootstrap pairs. Below: the segments of one k, a box each with how far it came back in each sample (SLSw, the
 * largest Jaccard index), and the verdict on it in words; lines are where the verdicts change. Boxes hold the middle half of
 * the values, the line in them is the median. Boxes count all customers, the verdict (the mean Jaccard index) those that a sample drew.
 *
 * Without `k` the segments of that k are shown whose solutions agree most (median), the smallest in a tie; that it is the most stable
 * does not make it the best k.
 *
 * @throws RangeError where k was not tried, or there are no pairs.
 *
 * Source: Dolnicar and Leisch, Marketing Letters 28 (2017); Hennig, Computational Statistics & Data Analysis 52 (2007).
 *
 * @example
 * const points = matrixOf({ x: [0, 1, 2, 20, 21, 22, 50, 51, 52] });
 * const found = await stability(points, { k: [2, 3], replicates: 10 });
 * console.log(plot.stability(found, { k: 3 }).title); // Would we find 3 segments again? Median agreement 1.00
 */
export function stability(found: Judged, options: { k?: number } = {}): Figure {
  requireResult(found, "summary", "stability");
  requireOptions(options, { k: true }, "plot.stability");
  const { k } = options;
  const summaries = found.summary.objects() as { k: number; median: number; lower: number; upper: number }[];
  if (summaries.length === 0) throw new RangeError("expected a stability with at least one k, got none");
  const shown =
    k === undefined
      ? summaries.reduce((best, one) => (one.median > best.median ? one : best))
      : summaries.find((one) => one.k === k);
  if (shown === undefined)
    throw new RangeError(`expected k to be one of ${summaries.map((one) => one.k).join(", ")}, got ${k}`);
  const pairs = found.global.objects() as { k: number; adjustedRand: number }[];
  const rows = found.withinSolutions.objects() as { k: number; label: number; slsw: number }[];
  const segments = (
    found.segments.objects() as {
      k: number;
      label: number;
      segment: string;
      verdict: string;
      jaccard: number | null;
    }[]
  ).filter((one) => one.k === shown.k);

  const several = summaries.length > 1;
  const [above, between, below] = [210, 100, Math.max(110, segments.length * 38)];
  const share = below / (above + between + below);
  const data: Trace[] = [];
  const axes: { [name: string]: Layout } = {};
  const annotations: Layout[] = [];
  if (several) {
    summaries.forEach((one, i) => {
      const values = pairs.filter((pair) => pair.k === one.k).map((pair) => rounded(pair.adjustedRand));
      const color = one.k === shown.k ? palette[5]! : palette[0]!;
      data.push({
        type: "box",
        name: `k = ${one.k}`,
        x: values.map(() => i),
        y: values,
        marker: { color, size: 4 },
        line: { color, width: 1.5 },
        width: 0.6,
        boxpoints: "outliers",
        hoverinfo: "y+name",
      });
    });
    axes.xaxis = axis("Number of segments k", {
      type: "linear",
      anchor: "y",
      range: [-0.6, summaries.length - 0.4],
      tickvals: summaries.map((_, i) => i),
      ticktext: summaries.map((one) => String(one.k)),
      showgrid: false,
    });
    axes.yaxis = axis("Adjusted Rand index", {
      type: "linear",
      anchor: "x",
      domain: [1 - above / (above + between + below), 1],
      range: [Math.min(0, ...pairs.map((pair) => pair.adjustedRand)) - 0.03, 1.04],
    });
    annotations.push(panelTitle("Agreement of bootstrap pairs", ""));
  }
  const n = several ? "2" : "";
  for (const { label, segment } of segments) {
    const values = rows
      .filter((one) => one.k === shown.k && one.label === label && Number.isFinite(one.slsw))
      .map((one) => rounded(one.slsw));
    data.push({
      type: "box",
      name: userText(segment, 44),
      orientation: "h",
      x: values,
      y: values.map(() => label),
      xaxis: `x${n}`,
      yaxis: `y${n}`,
      marker: { color: segmentColor(label), size: 4 },
      line: { color: segmentColor(label), width: 1.5 },
      width: 0.6,
      boxpoints: "outliers",
      hoverinfo: "x+name",
    });
  }
  axes[`xaxis${n}`] = axis("Jaccard index with the group of the sample that is most like it (SLSw)", {
    type: "linear",
    anchor: `y${n}`,
    range: [0, 1.03],
    tickvals: [0, ...bounds, 1],
    // Without the zero, two neighbors have room side by side on a phone.
    ticktext: ["0", ...bounds.map((bound) => String(bound).slice(1)), "1"],
    griddash: "dot",
    gridcolor: "#a6a6a6",
  });
  axes[`yaxis${n}`] = axis("Segment (verdict)", {
    type: "linear",
    anchor: `x${n}`,
    domain: [0, several ? share : 1],
    range: [segments.length - 0.4, -0.6],
    tickvals: segments.map(({ label }) => label),
    ticktext: segments.map(({ segment, verdict }) => `${userText(segment, 44)}<br>(${verdict})`),
    showgrid: false,
  });
  annotations.push(panelTitle(`Segments at k = ${shown.k}, by sample`, n));

  const title = `Would we find ${shown.k} segments again? Median agreement ${shown.median.toFixed(2)}`;
  const subtitle = `Boxes hold the middle half of the samples. ${trust(segments)} Lines: up to 0.5 dissolved, below 0.6 not to be trusted, from 0.6 a pattern only, from 0.75 valid, from 0.85 highly stable.`;
  const width = 860;
  return figure({
    title,
    alt: `${title}. ${several ? `Median adjusted Rand index by k: ${summaries.map((one) => `${one.k}: ${one.median.toFixed(2)}`).join(", ")}. ` : ""}Mean Jaccard index of the segments at k = ${shown.k}: ${segments.map(({ segment, jaccard, verdict }) => `${segment} ${said(jaccard)} (${verdict})`).join("; ")}.`,
    width,
    height: 190 + below + (several ? above + between : 0),
    data,
    layout: baseLayout({ title, subtitle, width, above: 22 }, { ...axes, annotations }),
  });
}

/** Which segments have a mean Jaccard index below 0.6, in words; names only while there is room for them. */
function trust(segments: readonly { segment: string; jaccard: number | null }[]): string {
  const drawn = segments.filter(({ jaccard }) => jaccard !== null);
  const weak = drawn.filter(({ jaccard }) => jaccard! < 0.6);
  const [count, all] = [weak.length, segments.length];
  if (drawn.length === 0) return "No segment was drawn.";
  if (count === all)
    return `None of the ${all} segments has a mean Jaccard index of 0.6 or more: none is to be trusted.`;
  if (count === 0)
    return `${drawn.length === all ? `All ${all} segments` : `All ${drawn.length} of ${all} segments that were drawn`} have a mean Jaccard index of 0.6 or more.`;
  const names = weak.map(({ segment }) => segment).join(", ");
  return `Not to be trusted (mean Jaccard index below 0.6): ${names.length <= 200 ? names : `${count} of ${all} segments`}.`;
}

function said(jaccard: number | null): string {
  return jaccard === null ? "n/a" : readable(jaccard, 2);
}

function rounded(value: number): number {
  return Number(value.toFixed(4));
}
