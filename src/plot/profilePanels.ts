import { counted, percent, readable } from "../readable.js";
import type { Contrasts } from "../target/contrasts.js";
import type { MarkerRow } from "../target/markerRows.js";
import { yesLevel } from "../yesLevel.js";
import { type Figure, figure, type Layout, type Trace } from "./figure.js";
import { panelTitle } from "./panelTitle.js";
import { axis, baseLayout, ink, pale, segmentColor, userText } from "./theme.js";

/** What the plot reads of contrasts. */
export type Contrasted = Pick<Contrasts, "markers" | "segments" | "markerRule">;

/** Bars that a panel has room for. */
const mostBars = 30;

/** One variable, or one answer of a category, with its segments in label order. */
interface Line {
  readonly name: string;
  /** The name as the axis has it: an answer must not vanish behind a long question. */
  readonly tick: string;
  readonly share: boolean;
  readonly rows: readonly MarkerRow[];
  /** Drawn lengths are divided by this. */
  readonly unit: number;
}

/** The segment profile plot of Dolnicar, Gruen and Leisch: a panel per segment, a bar per variable, a dot for all, markers in color. */
export function profilePanels({ markers, segments, markerRule }: Contrasted): Figure {
  const all = linesOf(markers.objects() as MarkerRow[], markerRule.maximum === "all");
  if (all.length === 0 || segments.length === 0)
    throw new RangeError(
      `expected contrasts of at least one variable and one segment, got ${all.length} and ${segments.length}`,
    );
  const lines = strongest(all);
  const scaled = lines.some(({ unit }) => unit !== 1);
  const shares = lines.every(({ share }) => share);
  // Two panels fit into the width of a report; three are for segments that would need too many rows.
  const across = segments.length === 1 ? 1 : segments.length <= 8 ? 2 : 3;
  const down = Math.ceil(segments.length / across);
  const panelHeight = Math.max(90, lines.length * 19);
  const gapBetween = 84;
  const inner = down * panelHeight + (down - 1) * gapBetween;
  const width = across === 1 ? 640 : across === 2 ? 880 : 1080;
  const customers = segments.reduce((sum, { size }) => sum + size, 0);
  const marked = lines.some(({ rows }) => rows.some(({ marker }) => marker));
  const title = `${marked ? "What" : "Nothing"} marks ${counted(segments.length, "segment")}`;
  const rule = ruleOf(lines, markerRule);
  const said = marked
    ? `In color, with its value: markers (${rule}).`
    : `None is a marker (${rule}): contrasts asks for less with markers: { absolute: 0.1, relative: 0.2, standardized: 0.2 }.`;
  const subtitle = `A bar is the segment's mean${lines.some(({ share }) => share) ? " or share" : ""}, the dot that of all ${counted(customers, "customer")}. ${said}${lines.length < all.length ? ` The ${lines.length} of ${all.length} bars that differ most.` : ""}`;
  const extents = lines.flatMap(({ rows, unit }) =>
    rows.flatMap(({ mean, overall }) => [(mean ?? 0) / unit, overall / unit]),
  );
  const [low, high] = [Math.min(0, ...extents), Math.max(0, ...extents)];
  const reach = high - low || 1;
  const xTitle = shares
    ? "Share"
    : scaled
      ? "Share of the variable's highest bar"
      : `Mean${lines.some(({ share }) => share) ? " or share" : ""}`;

  const ticks = ticksOf(low, high);

  const data: Trace[] = [];
  const axes: { [name: string]: Layout } = {};
  const annotations: Layout[] = [];
  segments.forEach(({ label, name, size, share }, panel) => {
    const n = panel === 0 ? "" : String(panel + 1);
    const [column, row] = [panel % across, Math.floor(panel / across)];
    const top = 1 - (row * (panelHeight + gapBetween)) / inner;
    const wide = 1 / across;
    axes[`xaxis${n}`] = axis(xTitle, {
      type: "linear",
      domain: [column * wide + (column === 0 ? 0 : 0.02), (column + 1) * wide - (column === across - 1 ? 0 : 0.02)],
      anchor: `y${n}`,
      range: [low < 0 ? low - 0.05 * reach : 0, high + 0.24 * reach],
      tickvals: ticks,
      ticktext: ticks.map((value) => (shares ? percent(value) : readable(value))),
      zeroline: true,
    });
    axes[`yaxis${n}`] = axis("", {
      type: "linear",
      domain: [Math.max(0, top - panelHeight / inner), top],
      anchor: `x${n}`,
      range: [lines.length - 0.5, -0.5],
      tickvals: lines.map((_, i) => i),
      ticktext: lines.map(({ tick }) => tick),
      showticklabels: column === 0,
      showgrid: false,
    });
    annotations.push(
      panelTitle(`${userText(name, across === 3 ? 18 : 27)} (${readable(size, 15)}, ${percent(share)})`, n),
    );
    const firstWith = (wanted: boolean) =>
      segments.findIndex((one) => lines.some(({ rows }) => rows[one.label]!.marker === wanted)) === panel;
    const named = { marked: firstWith(true), plain: firstWith(false), all: panel === 0 };
    data.push(...tracesOf(lines, label, n, named, high + 0.03 * reach));
  });
  return figure({
    title,
    alt: describe(title, lines, all.length, segments, customers, rule),
    width,
    height: 150 + inner + 130,
    data,
    layout: baseLayout(
      { title, subtitle, width, above: 20 },
      {
        ...axes,
        annotations,
        barmode: "overlay",
        bargap: 0.25,
        showlegend: true,
        legend: { orientation: "h", x: 0, xanchor: "left", y: -62 / inner, yanchor: "top" },
      },
    ),
  });
}

/** What makes a marker, in words: of shares, of numbers, and of numbers that go below 0. */
function ruleOf(
  lines: readonly Line[],
  { absolute, relative, standardized, maximum }: Contrasted["markerRule"],
): string {
  if (lines.every(({ share }) => share))
    return `at least ${readable(100 * absolute)} percentage points, or ${percent(relative)} of the share of all, away from that share`;
  const scores = lines.filter(
    ({ share, rows }) =>
      !share && rows.every((row) => row.relative === null) && rows.some((row) => row.difference !== 0),
  ).length;
  const distance = `${readable(standardized, 2)} standard deviations`;
  if (scores === lines.length) return `at least ${distance} away from the mean of all`;
  const shares = `at least ${percent(absolute)} of the way from the lowest value to the highest${maximum === "all" ? " mean" : ""}, or ${percent(relative)} of the mean of all, away from that mean`;
  return scores === 0 ? shares : `${shares}; ${distance} where values go below 0`;
}

/** Bars of one segment: plain ones, markers, the dots of all, and the values of the markers. */
function tracesOf(
  lines: readonly Line[],
  label: number,
  n: string,
  // An empty trace has no entry in Plotly's legend, so the first that is not gets it.
  named: { readonly marked: boolean; readonly plain: boolean; readonly all: boolean },
  textAt: number,
): Trace[] {
  const at = lines.map((line, i) => ({ i, unit: line.unit, line, row: line.rows[label]! }));
  const bars = (wanted: boolean) => at.filter(({ row }) => row.marker === wanted && row.mean !== null);
  const hover = (some: typeof at) => ({
    customdata: some.map(({ line, row }) => [
      userText(line.name, 60),
      shown(row.mean, line.share),
      shown(row.overall, line.share),
    ]),
    hovertemplate: "%{customdata[0]}: %{customdata[1]}, all %{customdata[2]}<extra></extra>",
  });
  const place = { xaxis: `x${n}`, yaxis: `y${n}` };
  const bar = (some: typeof at, name: string, color: string, showlegend: boolean): Trace => ({
    type: "bar",
    orientation: "h",
    name,
    legendgroup: name,
    showlegend,
    x: some.map(({ row, unit }) => round(row.mean! / unit)),
    y: some.map(({ i }) => i),
    width: 0.74,
    marker: { color },
    ...hover(some),
    ...place,
  });
  const marked = bars(true);
  return [
    bar(marked, "Marker of the segment (in its color)", segmentColor(label), named.marked),
    bar(bars(false), "No marker", pale, named.plain),
    {
      type: "scatter",
      mode: "markers",
      name: "All customers",
      legendgroup: "All customers",
      showlegend: named.all,
      x: at.map(({ row, unit }) => round(row.overall / unit)),
      y: at.map(({ i }) => i),
      marker: { color: ink, size: 7, symbol: "circle", line: { color: "#ffffff", width: 1 } },
      ...hover(at),
      ...place,
    },
    {
      type: "scatter",
      mode: "text",
      name: "Value",
      showlegend: false,
      x: marked.map(() => round(textAt)),
      y: marked.map(({ i }) => i),
      text: marked.map(({ row, line }) => shown(row.mean, line.share)),
      textposition: "middle right",
      textfont: { size: 11 },
      hoverinfo: "skip",
      ...place,
    },
  ];
}

function linesOf(rows: readonly MarkerRow[], oneUnit: boolean): Line[] {
  const levels = new Map<string, Set<string>>();
  for (const { variable, level } of rows) {
    if (level === null) continue;
    levels.set(variable, (levels.get(variable) ?? new Set()).add(level));
  }
  const groups = new Map<string, MarkerRow[]>();
  for (const row of rows) {
    // The share of yes tells that of no.
    const yes = yesLevel([...(levels.get(row.variable) ?? [])]);
    if (yes !== undefined && row.level !== yes) continue;
    const key = JSON.stringify([row.variable, row.level]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  const shares = rows.every(({ level }) => level !== null);
  const plain = shares || groups.size === 1 || (oneUnit && rows.every(({ level }) => level === null));
  return [...groups.values()].map((own): Line => {
    const { variable, level } = own[0]!;
    const largest = own.reduce((most, { mean, overall }) => Math.max(most, Math.abs(mean ?? 0), Math.abs(overall)), 0);
    return {
      name: level === null ? variable : `${variable}: ${level}`,
      tick:
        level === null || variable.length + level.length < 25
          ? userText(level === null ? variable : `${variable}: ${level}`, 26)
          : `${userText(variable, Math.max(12, 24 - level.length))}: ${userText(level, Math.max(12, 24 - variable.length))}`,
      share: level !== null,
      rows: [...own].sort((a, b) => a.label - b.label),
      unit: plain || largest === 0 ? 1 : largest,
    };
  });
}

/** About four round values from low to high; none in the room for the values of the markers. */
function ticksOf(low: number, high: number): number[] {
  const rough = (high - low || 1) / 3.5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 2.5, 5, 10].find((times) => times * power >= rough) ?? 10);
  const from = Math.ceil(low / step);
  return Array.from({ length: Math.floor((1.03 * high) / step) - from + 1 }, (_, i) => round((from + i) * step));
}

/** Where there are too many, those with markers and the largest distances, in their old order. */
function strongest(lines: readonly Line[]): readonly Line[] {
  if (lines.length <= mostBars) return lines;
  const strength = ({ rows }: Line) =>
    rows.filter(({ marker }) => marker).length +
    Math.min(0.9, Math.max(...rows.map(({ relative }) => Math.abs(relative ?? 0))) / 10);
  const kept = new Set([...lines].sort((a, b) => strength(b) - strength(a)).slice(0, mostBars));
  return lines.filter((line) => kept.has(line));
}

function describe(
  title: string,
  lines: readonly Line[],
  count: number,
  segments: Contrasted["segments"],
  customers: number,
  rule: string,
): string {
  const said = segments.slice(0, 12).map(({ label, name, size, share }) => {
    const marks = lines
      .filter(({ rows }) => rows[label]!.marker)
      .map(
        ({ name, rows, share }) =>
          `${name} ${shown(rows[label]!.mean, share)} (all ${shown(rows[label]!.overall, share)})`,
      );
    const listed = `${marks.slice(0, 6).join(", ")}${marks.length > 6 ? ` and ${marks.length - 6} more` : ""}`;
    return `${name} (${counted(size, "customer")}, ${percent(share)}): ${marks.length === 0 ? "no marker" : listed}`;
  });
  const more = segments.length > 12 ? `; and ${segments.length - 12} more` : "";
  return `${title}, of ${counted(customers, "customer")}, by ${counted(count, "bar")} each. Markers are ${rule}. ${said.join("; ")}${more}.`;
}

function shown(value: number | null, share: boolean): string {
  return value === null ? "none" : share ? percent(value) : readable(value, Math.abs(value) < 1 ? 2 : 3);
}

function round(value: number): number {
  return Number(value.toPrecision(6));
}
