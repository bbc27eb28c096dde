import type { Layout, Trace } from "./figure.js";
import { plainText, richText, wrap } from "./svg/richText.js";
import { userText } from "./theme.js";

/** What a figure takes on for a narrow screen: another layout and height, and for each trace what changes in it. */
export interface Narrowed {
  readonly layout: Layout;
  readonly height: number;
  readonly data: readonly { readonly [attribute: string]: unknown }[];
}

/** Pixels that a phone leaves to a plot. */
const screen = 350;
const panel = { height: 190, gap: 80 };

/**
 * The same figure for a phone, on which Plotly would cut off titles and squeeze panels: texts are broken to the narrow screen,
 * panels that stood side by side stand one below the other, and legend and color bar move below the plot. Nothing is left
 * out; the figure becomes higher.
 */
export function narrow(figure: { data: readonly Trace[]; layout: Layout; height: number }): Narrowed {
  const { data, layout } = figure;
  const margin = { t: 60, b: 56, ...(layout.margin as object) } as { t: number; b: number };
  const { title, grown } = narrowTitle(layout);
  const stacked = stack(layout);
  const area = stacked.area ?? figure.height - margin.t - margin.b;

  const entries = layout.showlegend === true ? data.filter((trace) => trace.showlegend !== false).length : 0;
  const bars = data.some((trace) => trace.colorbar !== undefined && trace.showscale !== false) ? 1 : 0;
  const below = (entries === 0 ? 0 : entries * 20 + 30) + bars * 90;
  const top = margin.t + grown;
  const bottom = margin.b + 24 + below;
  return {
    height: Math.round(top + area + bottom),
    layout: {
      ...layout,
      ...title,
      ...Object.fromEntries(
        axisNames(layout).map((name) => {
          const texts = data.some(
            (trace) => besideBars(trace) && name === `xaxis${String(trace.xaxis ?? "x").slice(1)}`,
          );
          return [name, narrowAxis(name, { ...part(layout, name), ...stacked.domains[name] }, texts)];
        }),
      ),
      margin: { ...margin, l: 44, r: 14, t: top, b: bottom },
      ...(entries === 0 ? {} : { legend: { ...part(layout, "legend"), ...atBottom, font: { size: 11 } } }),
    },
    data: data.map((trace) => ({
      ...(trace.colorbar === undefined ? {} : { colorbar: narrowBar(part(trace, "colorbar"), area) }),
      ...(trace.type === "heatmap" && trace.textfont !== undefined ? { textfont: { size: 9 } } : {}),
      ...(besideBars(trace) ? { textfont: { size: 10 } } : {}),
    })),
  };
}

/** At the bottom of the figure, and a little left of the plot, whose labels take room there. */
const atBottom = { orientation: "v", x: -0.12, xanchor: "left", yref: "container", y: 0.01, yanchor: "bottom" };

function narrowBar(bar: Layout, area: number): Layout {
  const title = part(bar, "title");
  return {
    ...bar,
    orientation: "h",
    x: 0.5,
    xanchor: "center",
    y: -112 / area,
    yanchor: "top",
    len: 1,
    thickness: 12,
    title: { ...title, text: broken(joined(String(title.text ?? "")), 11, 230, 2), side: "top", font: { size: 11 } },
    tickfont: { size: 9 },
  };
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
        subtitle: { ...subtitle, text: under, font: { ...part(subtitle, "font"), size: 12 } },
      },
    },
    grown,
  };
}

/** Panels side by side, one below the other: the domains of their axes, and the pixels that all of them take. */
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

function narrowAxis(name: string, axis: Layout, texts: boolean): Layout {
  const title = part(axis, "title");
  const across = name.startsWith("x");
  const { tickvals: _values, ticktext: _texts, ...free } = axis;
  // Names of months have no room side by side, so the axis chooses its own dates.
  const dated = across && axis.type === "date" && axis.tickvals !== undefined;
  const labels = !across && Array.isArray(axis.ticktext) ? (axis.ticktext as string[]) : undefined;
  const [low, high] = (axis.range ?? []) as number[];
  return {
    ...(dated ? { ...free, nticks: 4 } : axis),
    ...(typeof title.text === "string"
      ? { title: { ...title, text: broken(joined(title.text), 12, across ? 250 : 220, 3), font: { size: 12 } } }
      : {}),
    ...(labels === undefined
      ? {}
      : { ticktext: labels.map((text) => broken(text, 11, 105, 4)), tickfont: { size: 11 } }),
    // The texts keep their size while the bars shrink, so they need a larger share of the axis.
    ...(texts && low !== undefined && high !== undefined ? { range: [low, low + (high - low) * 1.4] } : {}),
  };
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
