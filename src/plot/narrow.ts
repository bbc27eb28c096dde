import type { Layout, Trace } from "./figure.js";
import { narrowAnnotations } from "./narrowAnnotations.js";
import { fitBelow } from "./svg/axisLabels.js";
import { lineWidth, plainText, richText, wrap } from "./svg/richText.js";
import { titlePad, userText } from "./theme.js";

/** What a figure takes on for a narrow screen: another layout and height, and for each trace what changes in it. */
export interface Narrowed {
  readonly layout: Layout;
  readonly height: number;
  readonly data: readonly { readonly [attribute: string]: unknown }[];
}

/** Pixels that a phone leaves to a plot. */
const screen = 350;
const edge = { left: 44, right: 14 };
const labelSize = 11;
const panel = { height: 190, gap: 80 };

/**
 * The same figure for a phone, on which Plotly would cut off titles, labels and legends and squeeze panels: texts are broken to the
 * narrow screen, panels that stood side by side stand one below the other, and legend and color bar move below the plot. Only numbers
 * that have no room in their cell are left to its hover text. The figure becomes higher.
 */
export function narrow(figure: { data: readonly Trace[]; layout: Layout; height: number }): Narrowed {
  const { data, layout } = figure;
  const margin = { t: 60, b: 56, ...(layout.margin as object) } as { t: number; b: number };
  const { title, grown } = narrowTitle(layout);
  const stacked = stack(layout);
  const names = axisNames(layout);
  const beside = Object.fromEntries(
    names
      .filter((name) => name.startsWith("y"))
      .map((name) => {
        const [low, high] = stacked.domains[name] === undefined ? domainOf(layout, name) : [0, 1];
        const panel = stacked.area === undefined ? (high - low) * (figure.height - margin.t - margin.b) : 220;
        return [name, narrowBeside(part(layout, name), Math.min(220, panel), high - low)];
      }),
  );
  // Labels of many lines need rows that are as high, in the share of the figure that their panel has.
  const tallest = Math.max(0, ...Object.values(beside).map(({ height }) => height));
  const area = stacked.area ?? Math.max(figure.height - margin.t - margin.b, tallest);
  const across = screen - edge.right - Math.max(edge.left, ...Object.values(beside).map(({ room }) => room));
  const under = Object.fromEntries(
    names
      .filter((name) => name.startsWith("x"))
      .map((name) => {
        // Panels of a grid with shared axes stay side by side, so each has a part of the width.
        const [left, right] = (stacked.domains[name]?.domain as [number, number]) ?? domainOf(layout, name);
        return [name, narrowBelow(part(layout, name), across * (right - left), hasTextsBeside(data, name))];
      }),
  );

  const entries = layout.showlegend === true ? data.filter((trace) => trace.showlegend !== false).length : 0;
  const legend = entries === 0 ? 0 : entries * 20 + 30;
  const bars = data.some((trace) => trace.colorbar !== undefined && trace.showscale !== false) ? 90 : 0;
  const top = margin.t + grown;
  const labels = Math.max(margin.b + 24, ...Object.values(under).map(({ room }) => room));
  const bottom = labels + legend + bars;
  return {
    height: Math.round(top + area + bottom),
    layout: {
      ...layout,
      ...title,
      ...Object.fromEntries(
        names.map((name) => [name, { ...(beside[name] ?? under[name])!.axis, ...stacked.domains[name] }]),
      ),
      ...narrowAnnotations(layout, across, area),
      margin: { ...margin, l: edge.left, r: edge.right, t: top, b: bottom },
      ...(entries === 0 ? {} : { legend: { ...part(layout, "legend"), ...atBottom, font: { size: 11 } } }),
    },
    data: data.map((trace) => ({
      ...(trace.colorbar === undefined ? {} : { colorbar: narrowBar(part(trace, "colorbar"), across, -labels / area) }),
      ...(trace.type === "heatmap" ? narrowCells(trace, across) : {}),
      ...(besideBars(trace) ? { textfont: { size: 10 } } : {}),
    })),
  };
}

/** At the bottom of the figure, and a little left of the plot, whose labels take room there. */
const atBottom = { orientation: "v", x: -0.12, xanchor: "left", yref: "container", y: 0.01, yanchor: "bottom" };

/** A little shorter than the plot is wide, because the words at its ends reach over them. */
function narrowBar(bar: Layout, across: number, y: number): Layout {
  const title = part(bar, "title");
  return {
    ...bar,
    orientation: "h",
    x: 0.5,
    xanchor: "center",
    y,
    yanchor: "top",
    len: 1 - 20 / across,
    thickness: 12,
    title: { ...title, text: broken(joined(String(title.text ?? "")), 11, 230, 2), side: "top", font: { size: 11 } },
    tickfont: { size: 9 },
  };
}

/** The texts of cells in a size at which they fit; else their first lines alone; else none. */
function narrowCells(trace: Trace, across: number): { [attribute: string]: unknown } {
  const rows = trace.text as readonly (readonly unknown[])[] | undefined;
  if (!Array.isArray(rows) || trace.texttemplate === undefined) return {};
  const room = across / Math.max(1, ...rows.map((row) => row.length)) - 4;
  const first = rows.map((row: readonly unknown[]) => row.map((text) => String(text ?? "").split("<br>")[0]!));
  for (const text of [rows, first]) {
    const widest = Math.max(
      0,
      ...text.flat().flatMap((one) => richText(String(one)).map((line) => lineWidth(line, 1))),
    );
    const size = Math.min(labelSize, Math.floor(room / widest));
    if (size >= 7) return { ...(text === first ? { text } : {}), textfont: { size } };
  }
  return { texttemplate: "" };
}

/** Title and subtitle broken anew, and the pixels by which they grow. */
function narrowTitle(layout: Layout): { title: { title?: unknown }; grown: number } {
  const title = typeof layout.title === "string" ? { text: layout.title } : part(layout, "title");
  if (typeof title.text !== "string" || title.text === "") return { title: {}, grown: 0 };
  const subtitle = part(title, "subtitle");
  const text = broken(joined(title.text), 16, screen - 32, 8, true);
  const under = broken(joined(String(subtitle.text ?? "")), 12, screen - 32, 16);
  const lines = (markup: string) => (markup === "" ? 0 : richText(markup).length);
  const grown = (lines(text) - lines(title.text)) * 21 + (lines(under) - lines(String(subtitle.text ?? ""))) * 16;
  return {
    title: {
      title: {
        ...title,
        text: `<b>${text}</b>`,
        font: { ...part(title, "font"), size: 16 },
        ...titlePad(lines(text), 16),
        subtitle: { ...subtitle, text: under, font: { ...part(subtitle, "font"), size: 12 } },
      },
    },
    grown,
  };
}

/**
 * Panels side by side, one below the other: the domains of their axes, and the pixels that all of them take. A grid in which panels share
 * axes (a scatter matrix) stays as it is, for it is read along its rows and columns.
 */
function stack(layout: Layout): { domains: Record<string, Layout>; area?: number } {
  const panels = axisNames(layout)
    .filter((name) => name.startsWith("x"))
    .map((name) => {
      const y = `yaxis${String(part(layout, name).anchor ?? "y").slice(1)}`;
      return { x: name, y, left: domainOf(layout, name)[0], top: domainOf(layout, y)[1] };
    })
    .sort((a, b) => b.top - a.top || a.left - b.left);
  const paired = new Set(panels.map(({ y }) => y)).size === panels.length;
  if (!paired || panels.every(({ left }) => left === 0)) return { domains: {} };
  const area = panels.length * (panel.height + panel.gap) - panel.gap;
  const domains: Record<string, Layout> = {};
  panels.forEach(({ x, y }, i) => {
    const top = 1 - (i * (panel.height + panel.gap)) / area;
    domains[x] = { domain: [0, 1] };
    domains[y] = { domain: [Math.max(0, top - panel.height / area), top] };
  });
  return { domains, area };
}

/** Whether texts stand beside the ends of lying bars. */
function besideBars(trace: Trace): boolean {
  return trace.type === "bar" && trace.orientation === "h" && trace.textposition === "outside";
}

function hasTextsBeside(data: readonly Trace[], name: string): boolean {
  return data.some((trace) => besideBars(trace) && name === `xaxis${String(trace.xaxis ?? "x").slice(1)}`);
}

/**
 * A vertical axis with a title of at most so many pixels; the pixels that its labels and title take beside the plot, and the height that a
 * figure needs of which the axis has this share, where the labels are words.
 */
function narrowBeside(axis: Layout, along: number, share: number): { axis: Layout; room: number; height: number } {
  const { title, lines } = narrowAxisTitle(axis, along);
  if (!Array.isArray(axis.ticktext)) return { axis: { ...axis, ...title }, room: edge.left, height: 0 };
  const texts = (axis.ticktext as string[]).map((text) => broken(brokenBeforeCount(text), labelSize, 105, 5));
  const most = Math.max(0, ...texts.map((text) => richText(text).length));
  const widest = Math.max(0, ...texts.flatMap((text) => richText(text).map((line) => lineWidth(line, labelSize))));
  return {
    axis: { ...axis, ...title, ticktext: texts, tickfont: { size: labelSize } },
    room: widest + 12 + (lines === 0 ? 0 : 12 + lines * 16),
    height: (texts.length * (most * labelSize * 1.3 + 6)) / share,
  };
}

/** A label that ends in a number in brackets is broken there and not within. */
function brokenBeforeCount(text: string): string {
  const wide = lineWidth(richText(text).at(-1)!, labelSize) > 105;
  return wide ? text.replace(/ (\([^()]*\))$/, "<br>$1") : text;
}

/** A horizontal axis, and the pixels that its labels and title take. */
function narrowBelow(axis: Layout, across: number, texts: boolean): { axis: Layout; room: number } {
  const { title, lines } = narrowAxisTitle(axis, across + edge.right);
  const { tickvals, ticktext, ...free } = axis;
  const room = 20 + lines * 16;
  const [low, high] = (axis.range ?? []) as number[];
  // The texts keep their size while the bars shrink, so they need a larger share of the axis.
  const range = texts && low !== undefined && high !== undefined ? { range: [low, low + (high - low) * 1.4] } : {};
  // Names of months have no room side by side, so the axis chooses its own dates.
  if (axis.type === "date" && tickvals !== undefined)
    return { axis: { ...free, ...title, nticks: 4 }, room: room + 20 };
  if (!Array.isArray(tickvals) || !Array.isArray(ticktext))
    return { axis: { ...axis, ...title, ...range }, room: room + 20 };
  const step = across / Math.max(1, ticktext.length);
  const placed = ticktext.map((label, i) => ({ at: i * step, label: String(label) }));
  const turned = fitBelow(placed, labelSize, undefined);
  const fitted = turned.ticks.length < placed.length ? fitBelow(placed, labelSize, -90) : turned;
  return {
    axis: {
      ...axis,
      ...title,
      ...range,
      tickvals: fitted.ticks.map(({ at }) => tickvals[Math.round(at / step)]),
      ticktext: fitted.ticks.map((tick) => tick.lines.map((line) => userText(plainText(line))).join("<br>")),
      tickangle: fitted.angle,
      tickfont: { size: labelSize },
    },
    room: room + fitted.depth,
  };
}

function narrowAxisTitle(axis: Layout, width: number): { title: { title?: Layout }; lines: number } {
  const title = part(axis, "title");
  if (typeof title.text !== "string" || title.text === "") return { title: {}, lines: 0 };
  const text = broken(joined(title.text), 12, width, 4);
  return { title: { title: { ...title, text, font: { size: 12 } } }, lines: richText(text).length };
}

function axisNames(layout: Layout): string[] {
  return Object.keys(layout).filter((name) => /^[xy]axis\d*$/.test(name));
}

function domainOf(layout: Layout, axis: string): [number, number] {
  return (part(layout, axis).domain as [number, number] | undefined) ?? [0, 1];
}

/** Lines of text of a width, as Plotly's markup; what the text itself contains stays text. */
function broken(markup: string, size: number, width: number, most: number, bold = false): string {
  return wrap(markup, size, width, most, bold)
    .map((line) => userText(plainText(line)))
    .join("<br>");
}

/** One line of what was broken for a wide figure. */
function joined(markup: string): string {
  return markup
    .replace(/(?:<br\s*\/?>|&nbsp;)+/gi, " ")
    .replace(/<\/?b>/gi, "")
    .trim();
}

function part(of: Layout | Trace, name: string): Layout {
  const value = of[name];
  return typeof value === "object" && value !== null ? (value as Layout) : {};
}
