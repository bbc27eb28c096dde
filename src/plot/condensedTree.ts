import { requireResult } from "../errors.js";
import { unpackDoubles } from "../numeric/unpackDoubles.js";
import { counted, grouped, percent, readable } from "../readable.js";
import { type DensityModel, type Segmentation, segmentName } from "../segmentation.js";
import { type Figure, figure, type Trace } from "./figure.js";
import { axis, baseLayout, ink, segmentColor, userText } from "./theme.js";

/** Segments that are drawn at most, with all groups that they came from; other groups until there are so many. */
const mostSegments = 200;
const mostDrawn = 120;
/** Steps of one outline at most. */
const mostSteps = 60;
/** Segments above which a legend would be longer than the plot. */
const mostNamed = 24;
const neutral = "#c9c9c9";
const width = 860;

/** Where a group stands: its customers side by side, from where it comes apart to where it ends. */
interface Slot {
  readonly cluster: number;
  readonly middle: number;
  /** Distances at which customers leave it, descending, without those that go on into its parts. */
  readonly leaving: readonly number[];
  readonly from: number;
  readonly to: number;
}

/**
 * The condensed tree of a segmentation by density, as icicles: from top to bottom the distance shrinks, groups get narrower as customers leave
 * them, and part where the distance between them becomes too large. The groups that were chosen as segments have their segments' colors and numbers, what they come
 * apart into is paler, and grey groups were not chosen.
 *
 * A segment that hangs far down before it narrows is denser than its surroundings by much. One that narrows at once, or parts as soon as it begins,
 * is a weak claim: look at where the cut would fall with another minClusterSize. Distances are on a logarithmic scale; customers who leave at distance 0
 * (equal rows) are drawn at half the smallest other distance. Of more than 120 groups the smallest are left out (segments only beyond 200), and the subtitle says so.
 *
 * @throws TypeError where the segmentation has no densities (see `hdbscan`).
 *
 * Source: McInnes and Healy (2017); Kruskal and Landwehr (1983) for icicles.
 *
 * @example
 * const found = await hdbscan(matrixOf({ x: [0, 1, 2, 10, 11, 13, 30] }), { minClusterSize: 3, minSamples: 1 });
 * console.log(plot.condensedTree(found).title); // How 7 customers come apart: 2 segments and 1 customer in none
 */
export function condensedTree(segmentation: Segmentation): Figure {
  requireResult(segmentation, "model", "hdbscan");
  const { model, k, sizes, labels } = segmentation;
  if (model.kind !== "density")
    throw new TypeError(
      `expected a segmentation by density, got one by ${segmentation.method}; make one with hdbscan(matrix, { minClusterSize })`,
    );
  const { slots, floor, top } = arrange(model);
  const drawn = largest(model);
  const data: Trace[] = [];
  for (const slot of slots) {
    if (!drawn.has(slot.cluster)) continue;
    const { size, chosen, segment } = model.clusters[slot.cluster]!;
    const color = segment < 0 ? neutral : chosen ? segmentColor(segment) : pale(segmentColor(segment));
    const what = chosen
      ? `${userText(segmentName(segmentation, segment), 44)} (${grouped(size)})`
      : counted(size, "customer");
    const part = segment >= 0 && !chosen ? `, part of ${userText(segmentName(segmentation, segment), 44)}` : "";
    data.push({
      type: "scatter",
      mode: "lines",
      name: `${what}${part}, from ${readable(slot.from)} to ${readable(slot.to)}`,
      ...outline(slot, size, floor),
      fill: "toself",
      fillcolor: color,
      line: { color: "#ffffff", width: 0.5 },
      showlegend: false,
      hoveron: "fills",
      hoverinfo: "name",
    });
  }
  const legend = k > 1 && k <= mostNamed;
  if (legend)
    for (let label = 0; label < k; label++)
      data.push({
        type: "scatter",
        mode: "lines",
        name: `${segmentation.names === undefined ? "" : `${label + 1}. `}${userText(segmentName(segmentation, label), 44)} (${grouped(sizes[label]!)})`,
        x: [null],
        y: [null],
        line: { color: segmentColor(label), width: 8 },
        hoverinfo: "skip",
      });
  // The number says what the color says, where there is room for it.
  const named = slots.filter(({ cluster }) => {
    const { chosen, size } = model.clusters[cluster]!;
    return legend && chosen && size > 0.04 * labels.length;
  });
  if (named.length > 0)
    data.push({
      type: "scatter",
      mode: "text",
      name: "Segments",
      x: named.map(({ middle }) => five(middle)),
      y: named.map(({ to }) => five(Math.max(to, floor))),
      text: named.map(({ cluster }) => String(model.clusters[cluster]!.segment + 1)),
      textposition: "bottom center",
      textfont: { size: 12, color: ink },
      showlegend: false,
      hoverinfo: "skip",
    });
  const noise = labels.reduce((count, label) => count + (label < 0 ? 1 : 0), 0);
  const rows = labels.length;
  const left = slots.length - drawn.size;
  const title = `How ${counted(rows, "customer")} ${rows === 1 ? "comes" : "come"} apart: ${k === 0 ? "no segment" : counted(k, "segment")}${noise === 0 ? "" : ` and ${counted(noise, "customer")} in none`}`;
  const subtitle = `The distance shrinks from top to bottom, and a group is as wide as it has customers. ${k === 0 ? "No group was chosen." : "Color: chosen as a segment."}${left > 0 ? ` The ${grouped(left)} smallest groups are left out.` : ""}`;
  const segments = slots
    .filter(({ cluster }) => model.clusters[cluster]!.chosen)
    .sort((a, b) => model.clusters[a.cluster]!.segment - model.clusters[b.cluster]!.segment)
    .slice(0, mostNamed)
    .map(
      ({ cluster, from, to }) =>
        `${segmentName(segmentation, model.clusters[cluster]!.segment)} ${counted(sizes[model.clusters[cluster]!.segment]!, "customer")} (${percent(sizes[model.clusters[cluster]!.segment]! / rows)}), from distance ${readable(from)} to ${readable(to)}`,
    );
  return figure({
    title,
    alt: `${title}. ${segments.join("; ")}${segments.length === 0 ? "All customers hang together until they leave one by one" : k > mostNamed ? "; and more" : ""}. ${counted(slots.length, "group")} in all. ${subtitle}`,
    width,
    height: 520,
    data,
    layout: baseLayout(
      { title, subtitle, width },
      {
        showlegend: legend,
        ...(legend ? { legend: { title: { text: "<b>Segment (customers)</b>", font: { size: 12 } } } } : {}),
        xaxis: axis("Customers, group beside group", {
          type: "linear",
          range: [-0.01 * rows, 1.01 * rows],
          showgrid: false,
        }),
        yaxis: axis("Distance (units of the matrix, logarithmic)", {
          type: "log",
          range: [Math.log10(floor) - 0.06 * Math.log10(top / floor), Math.log10(top) + 0.02],
          tickvals: ticks(floor, top),
        }),
      },
    ),
  });
}

/** The groups that are drawn: segments with all that they came from, and then the largest others. */
function largest({ clusters }: DensityModel): Set<number> {
  const bySize = clusters.map((_, cluster) => cluster).sort((a, b) => clusters[b]!.size - clusters[a]!.size || a - b);
  const drawn = new Set<number>([0]);
  for (const cluster of bySize.filter((one) => clusters[one]!.chosen).slice(0, mostSegments))
    for (let at = cluster; at >= 0; at = clusters[at]!.parent) drawn.add(at);
  for (const cluster of bySize) if (drawn.size < mostDrawn) drawn.add(cluster);
  return drawn;
}

/** Places for all groups, each part within its parent's; the least distance that is drawn, and the greatest. */
function arrange(model: DensityModel): { slots: Slot[]; floor: number; top: number } {
  const { clusters, columns, home, packed, unit } = model;
  const rows = home.length;
  const left = unpackDoubles(packed, rows * (columns.length + 2)).subarray((columns.length + 1) * rows);
  const leaving: number[][] = clusters.map(() => []);
  const parts: number[][] = clusters.map(() => []);
  let least = Number.POSITIVE_INFINITY;
  let greatest = 0;
  for (let row = 0; row < rows; row++) {
    const distance = left[row]! * unit;
    leaving[home[row]!]!.push(distance);
    if (distance > 0) least = Math.min(least, distance);
    greatest = Math.max(greatest, distance);
  }
  clusters.forEach(({ parent, birth }, cluster) => {
    if (parent < 0) return;
    parts[parent]!.push(cluster);
    least = Math.min(least, birth! * unit);
    greatest = Math.max(greatest, birth! * unit);
  });
  const top = greatest > 0 ? greatest * 1.05 : 1;
  const floor = !Number.isFinite(least) ? top / 2 : left.includes(0) ? least / 2 : least;
  const middle = new Float64Array(clusters.length);
  middle[0] = rows / 2;
  const slots = clusters.map(({ birth }, cluster): Slot => {
    const own = leaving[cluster]!.sort((a, b) => b - a);
    const inner = parts[cluster]!.sort((a, b) => clusters[b]!.size - clusters[a]!.size || a - b);
    // Side by side below the middle of what they come from.
    let at = middle[cluster]! - inner.reduce((sum, part) => sum + clusters[part]!.size, 0) / 2;
    for (const part of inner) {
      middle[part] = at + clusters[part]!.size / 2;
      at += clusters[part]!.size;
    }
    const end = inner.length > 0 ? clusters[inner[0]!]!.birth! * unit : (own.at(-1) ?? 0);
    return { cluster, middle: middle[cluster]!, leaving: own, from: birth === null ? top : birth * unit, to: end };
  });
  return { slots, floor, top };
}

/** The shape of a group: down on the left as customers leave it, and up again on the right. */
function outline({ middle, leaving, from, to }: Slot, size: number, floor: number): { x: number[]; y: number[] } {
  const steps: [distance: number, held: number][] = [];
  const every = Math.max(1, Math.ceil(leaving.length / mostSteps));
  for (let gone = 0; gone < leaving.length; gone += every) steps.push([leaving[gone]!, size - gone]);
  const y = [from];
  const half: number[] = [size / 2];
  for (const [distance, held] of steps) {
    if (held < size) {
      y.push(y.at(-1)!);
      half.push(held / 2);
    }
    y.push(distance);
    half.push(held / 2);
  }
  const last = Math.max(size - leaving.length, leaving.filter((distance) => distance <= to).length) / 2;
  y.push(y.at(-1)!, to);
  half.push(last, last);
  const down = y.map((distance) => five(Math.max(distance, floor)));
  return {
    x: [...half.map((value) => five(middle - value)), ...half.map((value) => five(middle + value)).reverse()],
    y: [...down, ...[...down].reverse()],
  };
}

/** Round distances between two: 1, 2 and 5 times powers of ten, or more where these are few. */
function ticks(low: number, high: number): number[] {
  const found = (digits: readonly number[]) => {
    const values: number[] = [];
    for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++)
      for (const digit of digits) values.push(Number(`${digit}e${power}`));
    return values.filter((value) => value >= low && value <= high);
  };
  for (const digits of [[1], [1, 2, 5], [1, 2, 3, 4, 5, 6, 7, 8, 9]]) {
    const values = found(digits);
    if (values.length > 3) return values.filter((_, i) => i % Math.ceil(values.length / 10) === 0);
  }
  return Array.from({ length: 5 }, (_, i) => five(low + (i / 4) * (high - low)));
}

function five(value: number): number {
  return Number(value.toPrecision(5));
}

/** The color mixed with white. */
function pale(color: string): string {
  const parts = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  return `#${parts
    .map((part) =>
      Math.round(part * 0.45 + 255 * 0.55)
        .toString(16)
        .padStart(2, "0"),
    )
    .join("")}`;
}
