import { quoted, requireOptions, requireResult } from "../errors.js";
import { cutMerges } from "../numeric/cutMerges.js";
import { counted, grouped, readable } from "../readable.js";
import type { Dendrogram } from "../segment/hierarchy.js";
import { orderBySize } from "../segmentation.js";
import { type Figure, figure, type Layout, type Trace } from "./figure.js";
import { axis, baseLayout, grey, ink, segmentColor, userText } from "./theme.js";

/** What the plot reads of a dendrogram. */
type Drawn = Pick<Dendrogram, "ids" | "merges" | "heights" | "sizes" | "linkage" | "distance"> &
  Partial<Pick<Dendrogram, "rows">>;

/** Options of `plot.dendrogram`. */
export interface DendrogramOptions {
  /** Shows the cut into so many segments, and colors them. */
  k?: number;
  /** Ends that are drawn at most (but at least k): the last merges, and what each joins with its number of customers. */
  last?: number;
}

const titles: Record<Drawn["linkage"], string> = {
  ward: "Ward's",
  single: "single",
  complete: "complete",
  average: "average",
  weighted: "weighted",
};

/** Segments above which a legend would be longer than the plot. */
const mostNamed = 24;

/**
 * Which clusters merge, and at what height (to the right: the later, the farther apart). Of more than `last` customers only the last merges
 * are drawn; a triangle stands for what was merged before, as long as it is wide in distance, and its number of customers stands beside
 * it. With `k` the dashed line cuts the tree into k segments, which have their colors as in other plots.
 *
 * A wide gap between the heights left and right of the cut speaks for that k; in a cloud without segments all gaps are small. The order from
 * top to bottom (the larger part first) says nothing about likeness: each merge could be turned around.
 *
 * @throws RangeError where there are fewer than two rows, k is not a whole number from 1 to the distinct rows (as for `cut`), or last is not one from 2 to 500.
 *
 * @example
 * const tree = await hierarchy(matrixOf({ x: [0, 1, 5, 7, 20] }), { linkage: "average" });
 * console.log(plot.dendrogram(tree, { k: 2 }).title); // 5 customers merged by average linkage: cut into 2 segments
 */
export function dendrogram(tree: Drawn, options: DendrogramOptions = {}): Figure {
  requireResult(tree, "merges", "hierarchy");
  requireOptions(options, { k: true, last: true }, "plot.dendrogram");
  const { k, last = 30 } = options;
  const { ids, merges, heights, sizes, linkage, distance } = tree;
  const rows = ids.length;
  if (rows < 2) throw new RangeError(`expected a dendrogram of at least two rows, got ${rows}`);
  const most = tree.rows?.count ?? rows;
  if (k !== undefined && !(Number.isInteger(k) && k >= 1 && k <= most))
    throw new RangeError(`expected k to be a whole number from 1 to ${most}, the distinct rows, got ${quoted(k)}`);
  if (!(Number.isInteger(last) && last >= 2 && last <= 500))
    throw new RangeError(`expected last to be a whole number from 2 to 500, got ${quoted(last)}`);
  const ends = Math.min(rows, Math.max(last, k ?? 1));
  const kept = k === undefined ? 0 : rows - k;
  const segments = k === undefined ? undefined : orderBySize(cutMerges(merges, rows, kept), k);
  const firstDrawn = rows + merges.length - (ends - 1);
  const sizeOf = (node: number) => (node < rows ? 1 : sizes[node - rows]!);
  const heightOf = (node: number) => (node < rows ? 0 : heights[node - rows]!);
  /** The segment of a cluster; -1 above the cut. */
  const labelOf = (node: number): number => {
    if (segments === undefined || node >= rows + kept) return -1;
    let at = node;
    while (at >= rows) at = merges[at - rows]![0];
    return segments.labels[at]!;
  };

  // Top to bottom, the larger part first.
  const leaves: number[] = [];
  const middle = new Map<number, number>();
  const waiting = [rows + merges.length - 1];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node < firstDrawn) {
      middle.set(node, leaves.length);
      leaves.push(node);
      continue;
    }
    const [a, b] = merges[node - rows]!;
    waiting.push(...(sizeOf(a) >= sizeOf(b) ? [b, a] : [a, b]));
  }
  for (let node = firstDrawn; node < rows + merges.length; node++) {
    const [a, b] = merges[node - rows]!;
    middle.set(node, (middle.get(a)! + middle.get(b)!) / 2);
  }

  const lines = new Map<number, { x: (number | null)[]; y: (number | null)[] }>();
  const lineOf = (label: number) => {
    const line = lines.get(label) ?? { x: [], y: [] };
    lines.set(label, line);
    return line;
  };
  for (let node = firstDrawn; node < rows + merges.length; node++) {
    const [a, b] = merges[node - rows]!;
    const x = short(heightOf(node));
    // Above the cut, a branch has the color of what it ends in.
    for (const child of [a, b]) {
      const line = lineOf(labelOf(node) >= 0 ? labelOf(node) : labelOf(child));
      line.x.push(short(heightOf(child)), x, null);
      line.y.push(middle.get(child)!, middle.get(child)!, null);
    }
    const line = lineOf(labelOf(node));
    line.x.push(x, x, null);
    line.y.push(middle.get(a)!, middle.get(b)!, null);
  }
  const highest = heights.at(-1)!;
  const legend = k !== undefined && k > 1 && k <= mostNamed;
  const data: Trace[] = [...lines.keys()]
    .sort((a, b) => a - b)
    .map((label) => ({
      type: "scatter",
      mode: "lines",
      name: nameOf(label),
      ...lines.get(label)!,
      line: { color: colorOf(label), width: 1.5 },
      showlegend: false,
      hoverinfo: label < 0 ? "skip" : "x+name",
    }));
  for (const [at, node] of leaves.entries()) {
    if (node < rows) continue;
    const color = colorOf(labelOf(node));
    data.push({
      type: "scatter",
      mode: "lines",
      name: `${nameOf(labelOf(node))}: ${counted(sizeOf(node), "customer")} merged up to ${readable(heightOf(node))}`,
      x: [0, short(heightOf(node)), 0, 0],
      y: [at - 0.36, at, at + 0.36, at - 0.36],
      fill: "toself",
      fillcolor: color,
      line: { color, width: 1 },
      showlegend: false,
      hoveron: "fills",
      hoverinfo: "name",
    });
  }
  // An entry of the legend for each segment, in their order.
  if (legend)
    segments!.sizes.forEach((_, label) => {
      data.push({
        type: "scatter",
        mode: "lines",
        name: nameOf(label),
        x: [null],
        y: [null],
        line: { color: colorOf(label), width: 4 },
        hoverinfo: "skip",
      });
    });

  const below = kept > 0 ? heights[kept - 1]! : 0;
  const above = heights[kept] ?? highest;
  const cutAt = k === undefined || k === 1 ? undefined : short((below + above) / 2);
  const shapes: Layout[] =
    cutAt === undefined
      ? []
      : [
          {
            type: "line",
            xref: "x",
            yref: "y domain",
            x0: cutAt,
            x1: cutAt,
            y0: 0,
            y1: 1,
            line: { color: ink, width: 1.5, dash: "dash" },
          },
        ];
  const title = `${counted(rows, "customer")} merged by ${titles[linkage]} linkage${k === undefined ? "" : `: cut into ${counted(k, "segment")}`}`;
  const where =
    cutAt === undefined
      ? ""
      : `Dashed: the cut, between the merges at ${readable(below)} and ${readable(above)}${below === above ? " (a tie)" : ""}. `;
  const hidden =
    ends === rows ? "" : `Only the last ${grouped(ends - 1)} merges are drawn; triangles are what was merged before.`;
  const single = leaves.some((node) => node < rows);
  const many = leaves.some((node) => node >= rows);
  const what = many ? (single ? "customers, or the name of one" : "customers") : "customer";
  // The number says what the color says.
  const numbered = k !== undefined && k > 1;
  const width = 860;
  return figure({
    title,
    alt: `${title}. ${where}${
      segments === undefined
        ? ""
        : `Segments: ${segments.sizes
            .slice(0, mostNamed)
            .map((size, label) => `segment ${label + 1} ${counted(size, "customer")}`)
            .join(", ")}${segments.sizes.length > mostNamed ? ", and more" : ""}. `
    }The last merges are at ${heights
      .slice(-5)
      .reverse()
      .map((height) => readable(height))
      .join(", ")}. ${hidden}`.trim(),
    width,
    height: 170 + Math.max(110, leaves.length * 18),
    data,
    layout: baseLayout(
      { title, width, ...(where + hidden === "" ? {} : { subtitle: (where + hidden).trim() }) },
      {
        shapes,
        showlegend: legend,
        ...(legend ? { legend: { title: { text: "<b>Segment (customers)</b>", font: { size: 12 } } } } : {}),
        xaxis: axis(`Height: ${units(linkage, distance)}`, { type: "linear", range: [0, short(highest * 1.03) || 1] }),
        yaxis: axis(numbered ? `Segment: ${what}` : `${what.charAt(0).toUpperCase()}${what.slice(1)}`, {
          type: "linear",
          range: [leaves.length - 0.4, -0.6],
          tickvals: leaves.map((_, at) => at),
          ticktext: leaves.map((node) => {
            // A number of rows beside ids that may be numbers too.
            const end = node < rows ? userText(String(ids[node]), 24) : `${grouped(sizeOf(node))} customers`;
            return numbered ? `${labelOf(node) + 1}: ${end}` : end;
          }),
          tickfont: { size: 11 },
          showgrid: false,
        }),
      },
    ),
  });

  function nameOf(label: number): string {
    return label < 0 ? "Merged" : `Segment ${label + 1} (${grouped(segments!.sizes[label]!)})`;
  }

  function colorOf(label: number): string {
    return label < 0 ? grey : segmentColor(label);
  }
}

/** What heights measure, in words. */
function units(linkage: Drawn["linkage"], distance: Drawn["distance"]): string {
  const kind = distance === "gower" ? "Gower's distance" : "distance";
  switch (linkage) {
    case "ward":
      return distance === "gower" ? `${kind}, by Ward's formula` : "root of twice the inertia that the merge adds";
    case "single":
      return `${kind} of the nearest two customers`;
    case "complete":
      return `${kind} of the farthest two customers`;
    default:
      return `mean ${kind}`;
  }
}

/** Six digits are more than a plot shows. */
function short(value: number): number {
  return Number(value.toPrecision(6));
}
