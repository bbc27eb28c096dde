import { requireResult } from "../errors.js";
import { counted } from "../readable.js";
import type { Stability } from "../segment/evaluate/stabilityReport.js";
import { type Figure, figure, type Trace } from "./figure.js";
import { axis, baseLayout, ink, userText } from "./theme.js";

/** What the plot reads of a stability. */
type Judged = Pick<Stability, "solutions" | "acrossSolutions" | "flows">;

/** SLSa in four steps, from blue to orange; black text reads on all of them. */
const steps = [
  { from: 0.9, name: "0.9 or more: from one segment", color: "#56b4e9" },
  { from: 0.75, name: "0.75 to 0.9", color: "#b9e0f6" },
  { from: 0.5, name: "0.5 to 0.75", color: "#fce4b8" },
  { from: Number.NEGATIVE_INFINITY, name: "below 0.5: from several", color: "#e69f00" },
] as const;
const firstColor = "#ffffff";

const half = 0.13;

/**
 * How segments arise as k grows: each column is a solution, each block a segment as high as it has customers, and the bands are
 * customers who go from a segment of one solution to a segment of the next. The color of a block is its segment level stability
 * across solutions (SLSa): blue where its customers come from one segment, orange where it is put together from many. A blue block
 * that goes on through all columns is a segment that is there whatever the number of segments.
 *
 * A segment that is split off from another one has a high SLSa too: it tells where customers come from, not that the split is
 * right. Noise is left out.
 *
 * @throws RangeError where there are fewer than two solutions.
 *
 * Source: Dolnicar and Leisch, Marketing Letters 28 (2017).
 *
 * @example
 * const points = matrixOf({ x: [0, 1, 2, 20, 21, 22, 50, 51, 52] });
 * const found = await stability(points, { k: [2, 3], replicates: 10, divisions: 0 });
 * console.log(plot.acrossSolutions(found).title); // Where segments come from, k = 2 to 3
 */
export function acrossSolutions(found: Judged): Figure {
  requireResult(found, "flows", "stability");
  const { solutions } = found;
  if (solutions.length < 2)
    throw new RangeError(`expected solutions for at least two numbers of segments, got ${solutions.length}`);
  const flows = found.flows.objects() as {
    fromK: number;
    fromLabel: number;
    toK: number;
    toLabel: number;
    customers: number;
  }[];
  const levels = found.acrossSolutions.objects() as { k: number; label: number; segment: string; slsa: number }[];
  const rows = Math.max(...solutions.map(({ sizes }) => sizes.reduce((sum, size) => sum + size, 0)));
  const gap = rows * 0.025;

  // Blocks of a column stand in the order of where their customers come from, so that few bands cross.
  const tops: Map<number, number>[] = [];
  solutions.forEach(({ k, sizes }, column) => {
    const before = tops[column - 1];
    const home = (label: number) => {
      if (before === undefined) return label;
      const come = flows.filter((flow) => flow.toK === k && flow.toLabel === label);
      const all = come.reduce((sum, flow) => sum + flow.customers, 0);
      const middle = ({ fromLabel }: { fromLabel: number }) =>
        before.get(fromLabel)! + solutions[column - 1]!.sizes[fromLabel]! / 2;
      return all === 0 ? rows : come.reduce((sum, flow) => sum + (flow.customers / all) * middle(flow), 0);
    };
    const places = sizes.map((_, label) => home(label));
    const order = sizes.map((_, label) => label).sort((a, b) => places[a]! - places[b]! || a - b);
    const top = new Map<number, number>();
    // Shorter columns (fewer gaps) begin lower, so that all are centered.
    let at = ((solutions.at(-1)!.k - k) * gap) / 2;
    for (const label of order) {
      top.set(label, at);
      at += sizes[label]! + gap;
    }
    tops.push(top);
  });

  const data: Trace[] = [];
  for (let column = 1; column < solutions.length; column++) {
    const [left, right] = [tops[column - 1]!, tops[column]!];
    const used = new Map<string, number>();
    const mine = flows.filter((flow) => flow.toK === solutions[column]!.k && flow.customers > 0);
    const take = (side: string, label: number, count: number) => {
      const key = `${side}${label}`;
      const taken = used.get(key) ?? 0;
      used.set(key, taken + count);
      return taken;
    };
    // Bands leave and arrive in the order of the blocks on the other side.
    const start = new Map<object, number>();
    const end = new Map<object, number>();
    for (const flow of [...mine].sort((a, b) => right.get(a.toLabel)! - right.get(b.toLabel)!))
      start.set(flow, left.get(flow.fromLabel)! + take("from", flow.fromLabel, flow.customers));
    for (const flow of [...mine].sort((a, b) => left.get(a.fromLabel)! - left.get(b.fromLabel)!))
      end.set(flow, right.get(flow.toLabel)! + take("to", flow.toLabel, flow.customers));
    for (const flow of mine) {
      const [x, y] = band(column - 1 + half, column - half, start.get(flow)!, end.get(flow)!, flow.customers);
      data.push({
        type: "scatter",
        mode: "lines",
        name: userText(
          `${counted(flow.customers, "customer")}: k = ${flow.fromK} segment ${flow.fromLabel + 1} to k = ${flow.toK} segment ${flow.toLabel + 1}`,
        ),
        x,
        y,
        fill: "toself",
        fillcolor: "#e4e4e4",
        line: { color: "#c4c4c4", width: 0.5 },
        hoveron: "fills",
        hoverinfo: "name",
        showlegend: false,
      });
    }
  }
  const texts: { x: number; y: number; text: string }[] = [];
  const shownInLegend = new Set<string>();
  solutions.forEach(({ k, sizes }, column) => {
    sizes.forEach((size, label) => {
      const level = levels.find((one) => one.k === k && one.label === label);
      const slsa = level === undefined || !Number.isFinite(level.slsa) ? undefined : level.slsa;
      const step = slsa === undefined ? undefined : steps.find((one) => slsa >= one.from)!;
      const top = tops[column]!.get(label)!;
      const group = step?.name ?? "no solution before";
      data.push({
        type: "scatter",
        mode: "lines",
        name: group,
        x: [column - half, column + half, column + half, column - half, column - half],
        y: [top, top, top + size, top + size, top],
        fill: "toself",
        fillcolor: step?.color ?? firstColor,
        line: { color: ink, width: 0.8 },
        hoverinfo: "skip",
        legendgroup: group,
        legendrank: 1000 + (step === undefined ? steps.length : steps.indexOf(step)),
        // The first solution has none before it; its white blocks need no entry.
        showlegend: step !== undefined && !shownInLegend.has(group),
      });
      shownInLegend.add(group);
      if (size > rows * 0.03) texts.push({ x: column, y: top + size / 2, text: String(label + 1) });
    });
  });
  data.push({
    type: "scatter",
    mode: "text",
    name: "segments",
    x: texts.map((one) => one.x),
    y: texts.map((one) => one.y),
    text: texts.map((one) => one.text),
    textposition: "middle center",
    textfont: { color: ink, size: 12 },
    hoverinfo: "skip",
    showlegend: false,
  });
  const [first, last] = [solutions[0]!.k, solutions.at(-1)!.k];
  const title = `Where segments come from, k = ${first} to ${last}`;
  const said = solutions.slice(1).map(({ k }) => {
    const mine = levels.filter((one) => one.k === k && Number.isFinite(one.slsa));
    return `k = ${k}: ${mine.map(({ label, slsa }) => `segment ${label + 1} ${slsa.toFixed(2)}`).join(", ")}`;
  });
  const subtitle =
    "Blocks are segments by their number, bands the customers they share. Color: whether the customers of a segment come from one segment of the solution before, or from several (SLSa, 0 to 1); the first solution is white.";
  const bottom = rows + gap * (last - 1);
  const width = 860;
  return figure({
    title,
    alt: `${title}. Segment level stability across solutions (1: all customers from one segment): ${said.join("; ")}.`,
    width,
    height: 620,
    data,
    layout: baseLayout(
      { title, subtitle, width },
      {
        showlegend: true,
        legend: {
          title: { text: "<b>SLSa</b>", font: { size: 12 } },
          orientation: "h",
          x: 0,
          xanchor: "left",
          y: -0.14,
          yanchor: "top",
        },
        xaxis: axis("Number of segments k", {
          type: "linear",
          range: [-0.4, solutions.length - 0.6],
          tickvals: solutions.map((_, i) => i),
          ticktext: solutions.map(({ k }) => String(k)),
          showgrid: false,
        }),
        yaxis: axis("Customers, stacked by segment", {
          type: "linear",
          range: [bottom + gap, -gap],
          showgrid: false,
          showticklabels: false,
          ticks: "",
        }),
      },
    ),
  });
}

/** A band between two columns, curved like an S. */
function band(x0: number, x1: number, y0: number, y1: number, height: number): [number[], number[]] {
  const parts = 12;
  const xs: number[] = [];
  const ys: number[] = [];
  for (let i = 0; i <= parts; i++) {
    const t = i / parts;
    xs.push(Number((x0 + (x1 - x0) * t).toFixed(4)));
    ys.push(Number((y0 + (y1 - y0) * t * t * (3 - 2 * t)).toFixed(2)));
  }
  return [
    [...xs, ...[...xs].reverse(), xs[0]!],
    [...ys, ...[...ys].map((y) => Number((y + height).toFixed(2))).reverse(), ys[0]!],
  ];
}
