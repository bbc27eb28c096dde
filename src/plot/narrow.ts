import type { Layout, Trace } from "./figure.js";
import { mapAnnotations, narrowAnnotations } from "./narrowAnnotations.js";
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
const panel = { height: 190, gap: 80, titleSize: 13, heading: 20 };

/**
 * The same figure for a phone, on which Plotly would cut off titles, labels and legends and squeeze panels: texts are broken to the
 * narrow screen, panels that stood side by side stand one below the other, and legend and color bar move below the plot. Only numbers
 * that have no room in their cell are left to its hover text. The figure becomes higher.
 */
export function narrow(figure: { data: readonly Trace[]; layout: Layout; height: number }): Narrowed {
  const { data, layout } = figure;
  const margin = { t: 60, b: 56, ...(layout.margin as object) } as { t: number; b: number };
  const { title, grown } = narrowTitle(layout);
  const names = axisNames(layout);
  const panels = panelsToStack(layout);
  const room = scaledRoom(layout) ?? figure.height - margin.t - margin.b;
  const beside = Object.fromEntries(
    names
      .filter((name) => name.startsWith("y"))
      .map((name) => {
        const [low, high] = panels.length > 0 ? [0, 1] : domainOf(layout, name);
        const along = panels.length > 0 ? panel.height + 30 : Math.min(220, (high - low) * room);
        return [name, narrowBeside(part(layout, name), along, high - low, room)];
      }),
  );
  // Labels of many lines need rows that are as high, in the share of the figure that their panel has.
  const tallest = Math.max(0, ...Object.values(beside).map(({ height }) => height));
  const across = screen - edge.right - Math.max(edge.left, ...Object.values(beside).map(({ room }) => room));
  const titled = narrowPanelTitles(layout, across);
  const stacked = stack(panels, Math.max(panel.height, tallest), panel.gap + titled.grown);
  const area = stacked.area ?? Math.max(room, tallest);
  const under = Object.fromEntries(
    names
      .filter((name) => name.startsWith("x"))
      .map((name) => {
        // Panels of a grid with shared axes stay side by side, so each has a part of the width.
        const [left, right] = (stacked.axes[name]?.domain as [number, number]) ?? domainOf(layout, name);
        return [name, narrowBelow(part(layout, name), across * (right - left), hasTextsBeside(data, name))];
      }),
  );

  const entries = layout.showlegend === true ? data.filter((trace) => trace.showlegend !== false).length : 0;
  const legend = entries === 0 ? 0 : entries * 20 + 30;
  const bars = data.some((trace) => trace.colorbar !== undefined && trace.showscale !== false) ? 90 : 0;
  const top = margin.t + grown + titled.grown;
  const labels = Math.max(margin.b + 24, ...Object.values(under).map(({ room }) => room));
  const bottom = labels + legend + bars;
  return {
    height: Math.round(top + area + bottom),
    layout: {
      ...layout,
      ...titled.layout,
      ...title,
      ...Object.fromEntries(
        names.map((name) => [name, { ...(beside[name] ?? under[name])!.axis, ...stacked.axes[name] }]),
      ),
      ...(isMap(layout)
        ? mapAnnotations(layout, across, area)
        : narrowAnnotations({ ...layout, ...titled.layout }, across, area)),
      margin: { ...margin, l: edge.left, r: edge.right, t: top, b: bottom },
      ...(entries === 0 ? {} : { legend: { ...part(layout, "legend"), ...atBottom, font: { size: 11 } } }),
    },
    data: data.map((trace) => ({
      ...(trace.colorbar === undefined ? {} : { colorbar: narrowBar(part(trace, "colorbar"), across, -labels / area) }),
      ...(trace.type === "heatmap" ? narrowCells(trace, across) : {}),
      ...(isMap(layout) ? narrowCircles(trace) : {}),
      ...(besideBars(trace) ? { textfont: { size: 10 } } : {}),
      ...(trace.type === "bar" && trace.orientation !== "h" ? narrowColumns(trace, layout, across) : {}),
    })),
  };
}

/** Whether both axes have one scale, so that the plot must keep its shape. */
function isMap(layout: Layout): boolean {
  return part(layout, "yaxis").scaleanchor === "x";
}

/** The height of a map on the narrow screen; undefined for other plots. */
function scaledRoom(layout: Layout): number | undefined {
  const [x, y] = [part(layout, "xaxis").range, part(layout, "yaxis").range] as (number[] | undefined)[];
  if (!isMap(layout) || x === undefined || y === undefined) return undefined;
  return Math.max(150, Math.round((screen - edge.left - edge.right) / ((x[1]! - x[0]!) / (y[1]! - y[0]!))));
}

/** Circles that shrink with their map, but for the smallest. */
function narrowCircles(trace: Trace): { marker?: Layout } {
  const marker = part(trace, "marker");
  if (!Array.isArray(marker.size)) return {};
  return {
    marker: { ...marker, size: (marker.size as number[]).map((size) => Math.max(Math.min(size, 4), size * 0.55)) },
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

/** The texts within columns that are as wide as their axis says: where they have no room in small letters, their first lines alone. */
function narrowColumns(trace: Trace, layout: Layout, across: number): { text?: readonly string[] } {
  const range = part(layout, `xaxis${String(trace.xaxis ?? "x").slice(1)}`).range as number[] | undefined;
  const { text, width } = trace as { text?: unknown; width?: unknown };
  if (!Array.isArray(text) || !Array.isArray(width) || range === undefined) return {};
  const scale = across / (range[1]! - range[0]!);
  return {
    text: text.map((one, i) => {
      const lines = richText(String(one ?? ""));
      const widest = Math.max(...lines.map((line) => lineWidth(line, 9)));
      return widest <= width[i] * scale - 4 ? String(one ?? "") : userText(plainText(lines[0]!));
    }),
  };
}

/** Panels that stand side by side, in the order of reading; none where all stand below each other or share axes (a scatter matrix is read along its rows and columns). */
function panelsToStack(layout: Layout): { x: string; y: string }[] {
  const panels = axisNames(layout)
    .filter((name) => name.startsWith("x"))
    .map((name) => {
      const y = `yaxis${String(part(layout, name).anchor ?? "y").slice(1)}`;
      return { x: name, y, left: domainOf(layout, name)[0], top: domainOf(layout, y)[1] };
    })
    .sort((a, b) => b.top - a.top || a.left - b.left);
  const paired = new Set(panels.map(({ y }) => y)).size === panels.length;
  return paired && panels.some(({ left }) => left > 0) ? panels : [];
}

/** Panels one below the other: what their axes take on, and the pixels that all of them take. What stood beside the first of a row is now said of each. */
function stack(
  panels: readonly { x: string; y: string }[],
  height: number,
  gap: number,
): { axes: Record<string, Layout>; area?: number } {
  if (panels.length === 0) return { axes: {} };
  const area = panels.length * (height + gap) - gap;
  const axes: Record<string, Layout> = {};
  panels.forEach(({ x, y }, i) => {
    const top = 1 - (i * (height + gap)) / area;
    axes[x] = { domain: [0, 1] };
    axes[y] = { domain: [Math.max(0, top - height / area), top], showticklabels: true };
  });
  return { axes, area };
}

/** Titles above panels broken to the width, with the headings above some of them moved up, and the pixels by which the tallest grows. */
function narrowPanelTitles(layout: Layout, across: number): { layout: Layout; grown: number } {
  const notes = layout.annotations as readonly Layout[] | undefined;
  if (notes === undefined) return { layout: {}, grown: 0 };
  // Bold letters differ much in width from font to font.
  const room = across - 30;
  const above = notes.filter(({ xref, yanchor }) => String(xref).endsWith(" domain") && yanchor === "bottom");
  const shift = (note: Layout) => Number(note.yshift ?? 0);
  const lowest = Math.min(...above.map(shift));
  const linesOf = new Map<unknown, number>();
  let most = 1;
  const titled = notes.map((note) => {
    if (!above.includes(note)) return note;
    const whole = brokenBeforeCount(joined(String(note.text ?? "")), panel.titleSize, room);
    const text = broken(whole, panel.titleSize, room, 4, true);
    if (shift(note) === lowest) linesOf.set(note.xref, richText(text).length);
    most = Math.max(most, richText(text).length);
    return { ...note, text: `<b>${text}</b>`, align: "left" };
  });
  const line = panel.titleSize * 1.3;
  const raised = (note: Layout) => above.length > 0 && note.yanchor === "bottom" && shift(note) > lowest;
  const annotations = titled.map((note) =>
    raised(note) ? { ...note, yshift: shift(note) + ((linesOf.get(note.xref) ?? 1) - 1) * line } : note,
  );
  return { layout: { annotations }, grown: (most - 1) * line + (titled.some(raised) ? panel.heading : 0) };
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
 * figure needs of which the axis has this share, where the labels are words. Where labels stand at uneven distances, they take the lines
 * for which there is room in a plot of the height `room`.
 */
function narrowBeside(
  axis: Layout,
  along: number,
  share: number,
  room: number,
): { axis: Layout; room: number; height: number } {
  const { title, lines } = narrowAxisTitle(axis, along);
  if (!Array.isArray(axis.ticktext)) return { axis: { ...axis, ...title }, room: edge.left, height: 0 };
  const places = unevenPlaces(axis, room * share);
  const texts = (axis.ticktext as string[]).map((text, i) => {
    const nearest = Math.min(...(places ?? []).flatMap((at, j) => (j === i ? [] : [Math.abs(at - places![i]!)])));
    const most = places === undefined ? 5 : Math.max(1, Math.min(5, Math.floor(nearest / (labelSize * 1.3))));
    return broken(brokenBeforeCount(text, labelSize, 105), labelSize, 105, most);
  });
  const most = Math.max(0, ...texts.map((text) => richText(text).length));
  const widest = Math.max(0, ...texts.flatMap((text) => richText(text).map((line) => lineWidth(line, labelSize))));
  return {
    axis: { ...axis, ...title, ticktext: texts, tickfont: { size: labelSize } },
    room: widest + 12 + (lines === 0 ? 0 : 12 + lines * 16),
    height: places === undefined ? (texts.length * (most * labelSize * 1.3 + 6)) / share : 0,
  };
}

/** Where the labels of an axis of numbers stand, in pixels; undefined where each names a row of the same height, or where its range is not known. */
function unevenPlaces(axis: Layout, pixels: number): number[] | undefined {
  const places = placesOf(axis, pixels);
  const row = pixels / (places?.length ?? 1);
  return places?.some((at, i) => i > 0 && Math.abs(Math.abs(at - places[i - 1]!) - row) > 1) ? places : undefined;
}

/** Where the labels of an axis of numbers stand, in pixels; undefined where its range is not known. */
function placesOf({ type, range, tickvals }: Layout, pixels: number): number[] | undefined {
  if (type !== "linear" || !Array.isArray(range) || !Array.isArray(tickvals)) return undefined;
  const [low, high] = range as [number, number];
  return tickvals.map((value) => ((Number(value) - low) / (high - low)) * pixels);
}

/** A label that ends in a number in brackets is broken there and not within. */
function brokenBeforeCount(text: string, size: number, width: number): string {
  const wide = lineWidth(richText(text).at(-1)!, size) > width;
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
  const places = placesOf(axis, across) ?? ticktext.map((_, i) => (i * across) / ticktext.length);
  const placed = ticktext.map((label, i) => ({ at: places[i]!, label: String(label) }));
  const turned = fitBelow(placed, labelSize, undefined);
  const fitted = turned.ticks.length < placed.length ? fitBelow(placed, labelSize, -90) : turned;
  return {
    axis: {
      ...axis,
      ...title,
      ...range,
      tickvals: fitted.ticks.map(({ at }) => tickvals[places.indexOf(at)]),
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
