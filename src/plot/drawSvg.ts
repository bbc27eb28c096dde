import type { Layout, Trace } from "./figure.js";
import { type Axes, readAxes } from "./svg/axes.js";
import { barMarks } from "./svg/barMarks.js";
import { boxMarks } from "./svg/boxMark.js";
import { drawColorBar } from "./svg/colorBar.js";
import { drawAxes, drawGrid } from "./svg/drawAxes.js";
import { coordinate, element, escapeXml } from "./svg/element.js";
import { heatmapMark } from "./svg/heatmapMark.js";
import { histogramMark } from "./svg/histogramMark.js";
import { drawLegend, type LegendEntry } from "./svg/legend.js";
import { type Mark, part, requireDrawn } from "./svg/mark.js";
import { drawAnnotations, drawShapes } from "./svg/overlays.js";
import { wrap } from "./svg/richText.js";
import { scatterMark } from "./svg/scatterMark.js";
import { Sheet } from "./svg/sheet.js";
import { fontFamily, grey, ink, palette } from "./theme.js";

/** What a static drawing is made of. */
export interface Drawing {
  readonly title: string;
  readonly alt: string;
  readonly data: readonly Trace[];
  readonly layout: Layout;
  readonly width: number;
  readonly height: number;
}

// `uniformtext` leaves out texts that Plotly would shrink; here none is shrunk.
const layoutDrawn =
  "uniformtext title font paper_bgcolor plot_bgcolor colorway margin showlegend legend barmode bargap bargroupgap boxmode shapes annotations width height autosize dragmode modebar separators".split(
    " ",
  );

/**
 * Draws a figure's Plotly traces and layout as a static SVG, without a browser: scatter, bar, heatmap, box and histogram
 * traces on linear, logarithmic, date and category axes, in one or several panels. Margins grow until every text lies
 * inside; where too little is left for the plot itself, the drawing becomes taller than asked.
 *
 * The same figure gives the same text. What it does not know (a trace type, an attribute that would change the picture) is an
 * Error that names it, never a plot with something missing.
 */
export function drawSvg(figure: Drawing): string {
  const { title, alt, layout } = figure;
  for (const name of Object.keys(layout)) {
    if (!/^[xy]axis\d*$/.test(name)) requireDrawn("the layout", { [name]: layout[name] }, layoutDrawn);
  }
  const traces = figure.data.filter((trace) => trace.visible !== false);
  for (const trace of traces) {
    if (!["scatter", "bar", "heatmap", "box", "histogram"].includes(trace.type))
      throw new Error(
        `drawSvg does not draw traces of type ${JSON.stringify(trace.type)}: it knows scatter, bar, heatmap, box and histogram`,
      );
  }
  const axes = readAxes(layout, traces);
  const marks = readMarks(traces, axes, layout);
  axes.fit(marks);

  const margin: Margin = { left: 12, right: 16, top: 12, bottom: 12 };
  let width = figure.width;
  let height = figure.height;
  let drawn = draw(figure, axes, marks, margin, width, height);
  for (let pass = 0; pass < 8 && drawn.grown; pass++) {
    // A plot that is squeezed to nothing says nothing: the sheet grows instead.
    const free = height - margin.top - margin.bottom;
    if (free < 150) height += Math.ceil(150 - free);
    const across = width - margin.left - margin.right;
    if (across < 120) width += Math.ceil(120 - across);
    drawn = draw(figure, axes, marks, margin, width, height);
  }
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      viewBox: `0 0 ${coordinate(width)} ${coordinate(height)}`,
      width,
      height,
      role: "img",
      "font-family": fontFamily,
    },
    `<title>${escapeXml(title)}</title><desc>${escapeXml(alt)}</desc>`,
    element("rect", { width, height, fill: String(layout.paper_bgcolor ?? "#ffffff") }),
    ...drawn.sheet.parts,
  );
}

interface Margin {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

function readMarks(traces: readonly Trace[], axes: Axes, layout: Layout): Mark[] {
  const colors = (layout.colorway as readonly string[] | undefined) ?? palette;
  const colored = traces.map((trace, i) => ({ trace, color: colors[i % colors.length]! }));
  const made = new Map<Trace, Mark>();
  // Bars and boxes share positions with their neighbors on the same axes, so they are read together.
  for (const [type, read] of [
    ["bar", barMarks],
    ["box", boxMarks],
  ] as const) {
    const groups = new Map<string, { trace: Trace; color: string }[]>();
    for (const one of colored) {
      if (one.trace.type !== type) continue;
      const key = `${one.trace.xaxis ?? "x"} ${one.trace.yaxis ?? "y"} ${one.trace.orientation ?? "v"}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [one]);
      else group.push(one);
    }
    for (const group of groups.values())
      for (const mark of read(group, axes.units(group[0]!.trace), layout)) made.set(mark.trace, mark);
  }
  return colored.map(({ trace, color }) => {
    if (trace.type === "scatter") return scatterMark(trace, axes.units(trace), color);
    if (trace.type === "heatmap") return heatmapMark(trace, axes.units(trace));
    if (trace.type === "histogram") return { ...histogramMark(trace, axes.units(trace), color), trace };
    return made.get(trace)!;
  });
}

/** Draws once with the given margins and widens them where a text reaches over an edge; `grown` tells whether any did. */
function draw(
  figure: Drawing,
  axes: Axes,
  marks: readonly Mark[],
  margin: Margin,
  width: number,
  height: number,
): { sheet: Sheet; grown: boolean } {
  const { layout } = figure;
  const heading = new Sheet();
  const titleBottom = drawTitle(heading, figure, width);
  margin.top = Math.max(margin.top, titleBottom + 12);
  const area = {
    left: margin.left,
    top: margin.top,
    right: Math.max(margin.left + 40, width - margin.right),
    bottom: Math.max(margin.top + 40, height - margin.bottom),
  };
  axes.place(area, width);

  const sheet = new Sheet();
  for (const panel of axes.panels())
    sheet.add("rect", {
      x: panel.left,
      y: panel.top,
      width: panel.right - panel.left,
      height: panel.bottom - panel.top,
      fill: String(layout.plot_bgcolor ?? "#ffffff"),
    });
  drawShapes(sheet, layout, axes, "below");
  drawGrid(sheet, axes);
  for (const mark of marks) {
    const frame = axes.frame(mark.trace);
    if (!axes.clips(mark.trace)) mark.draw(sheet, frame);
    else {
      // A nested svg cuts at its edges without an id, which could clash with another figure on the same page.
      const inner = new Sheet();
      mark.draw(inner, frame);
      const box = [frame.left, frame.top, frame.right - frame.left, frame.bottom - frame.top];
      sheet.add(
        "svg",
        {
          x: box[0],
          y: box[1],
          width: box[2],
          height: box[3],
          viewBox: box.map((v) => coordinate(v!)).join(" "),
          overflow: "hidden",
        },
        ...inner.parts,
      );
    }
  }
  drawAxes(sheet, axes);
  drawShapes(sheet, layout, axes, "above");
  drawAnnotations(sheet, layout, axes);
  let right = area.right;
  for (const mark of marks) {
    if (mark.colorBar !== undefined) right = Math.max(right, drawColorBar(sheet, mark.colorBar, area));
  }
  const entries = legendEntries(marks, layout);
  const legend = part(layout, "legend");
  if (entries.length > 0) {
    const below = legend.orientation === "h";
    const floor = sheet.boxes.reduce((most, box) => Math.max(most, box.bottom), area.bottom);
    // A legend on the right goes beside whatever stands there: labels of a second axis, texts at the ends of lines.
    const edge = sheet.boxes.reduce((most, box) => Math.max(most, box.right), right);
    drawLegend(sheet, entries, part(legend, "title").text as string | undefined, {
      x: below ? 16 : edge + 16,
      y: below ? floor + 10 : area.top,
      width: below ? width - 32 : 260,
      columns: below,
    });
  }

  let grown = false;
  const over = (side: keyof Margin, by: number) => {
    if (by <= 0.01) return;
    margin[side] += by + 0.5;
    grown = true;
  };
  const outermost = (
    pick: (box: Sheet["boxes"][number]) => number,
    best: (a: number, b: number) => number,
    start: number,
  ) => sheet.boxes.reduce((found, box) => best(found, pick(box)), start);
  over("left", 8 - outermost((box) => box.left, Math.min, area.left));
  over("right", outermost((box) => box.right, Math.max, right) - (width - 8));
  over("top", titleBottom + 6 - outermost((box) => box.top, Math.min, area.top));
  over("bottom", outermost((box) => box.bottom, Math.max, area.bottom) - (height - 8));
  sheet.parts.push(...heading.parts);
  return { sheet, grown: grown || area.right > width - margin.right + 1 || area.bottom > height - margin.bottom + 1 };
}

function drawTitle(sheet: Sheet, figure: Drawing, width: number): number {
  const spec = figure.layout.title;
  const title = typeof spec === "string" ? { text: spec } : part(figure.layout, "title");
  const text = String(title.text ?? `<b>${escapeXml(figure.title)}</b>`);
  const size = Number(part(title, "font").size ?? 17);
  const subtitle = part(title, "subtitle");
  let bottom = 12;
  if (text !== "") {
    const lines = wrap(text, size, width - 32);
    bottom = sheet.text(16, bottom, lines, { size, color: ink }).bottom;
  }
  if (typeof subtitle.text === "string" && subtitle.text !== "") {
    const small = Number(part(subtitle, "font").size ?? 13);
    const lines = wrap(subtitle.text, small, width - 32);
    bottom = sheet.text(16, bottom + 2, lines, {
      size: small,
      color: String(part(subtitle, "font").color ?? grey),
    }).bottom;
  }
  return bottom;
}

function legendEntries(marks: readonly Mark[], layout: Layout): LegendEntry[] {
  const seen = new Set<unknown>();
  const entries: LegendEntry[] = [];
  for (const mark of marks) {
    const { trace } = mark;
    const asked = trace.showlegend ?? trace.type !== "heatmap";
    if (asked !== true || typeof trace.name !== "string" || trace.name === "") continue;
    const key = trace.legendgroup === undefined ? trace : `${trace.legendgroup} ${trace.name}`;
    if (seen.has(key)) continue;
    seen.add(key);
    entries.push({ name: trace.name, key: (sheet, x, y) => mark.key(sheet, x, y) });
  }
  const shown = layout.showlegend ?? entries.length > 1;
  return shown === true ? entries : [];
}
