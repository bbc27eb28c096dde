import type { Layout } from "./figure.js";
import { plainText, wrap } from "./svg/richText.js";

/**
 * Eight colors that readers with any color vision can tell apart: six of Okabe and Ito (2008) and, for black and the
 * yellow that vanishes on white, indigo and wine of Paul Tol's muted scheme. Pairs differ by at least 15 (CIE 1976) under
 * simulated deuteranopia, protanopia and tritanopia; the test computes it.
 */
export const palette: readonly string[] = [
  "#0072b2",
  "#e69f00",
  "#009e73",
  "#cc79a7",
  "#56b4e9",
  "#d55e00",
  "#332288",
  "#882255",
];

/** Marker shapes, so that color is never the only sign. Longer than the palette, so color and shape repeat apart. */
export const symbols: readonly string[] = [
  "circle",
  "square",
  "diamond",
  "triangle-up",
  "cross",
  "triangle-down",
  "star",
  "pentagon",
  "x",
  "hexagon",
  "triangle-left",
];

/** Line dashes in the same spirit. */
export const dashes: readonly string[] = ["solid", "dash", "dot", "dashdot", "longdash"];

export const ink = "#222222";
export const grey = "#6b6b6b";
export const pale = "#d9d9d9";
export const grid = "#e8e8e8";

/** From few to many: viridis (matplotlib), turned so that much is dark and prints dark. */
export const sequential: readonly (readonly [number, string])[] = [
  "#fde725",
  "#b5de2b",
  "#6ece58",
  "#35b779",
  "#1f9e89",
  "#26828e",
  "#31688e",
  "#3e4989",
  "#482878",
  "#440154",
].map((color, i, all) => [i / (all.length - 1), color] as const);

/**
 * Below and above a middle: orange-brown, white, blue, equally dark at both ends. Blue is more than the middle (above average, more than expected, agreeing, a loading
 * above 0) in all plots, as in the mosaics of Friendly (1994), in the diverging bars of Heiberger and Robbins (2014) and in most drawings of correlations.
 */
export const diverging: readonly (readonly [number, string])[] = [
  "#b35806",
  "#f1a340",
  "#fee0b6",
  "#f7f7f7",
  "#d1e5f0",
  "#67a9cf",
  "#2166ac",
].map((color, i, all) => [i / (all.length - 1), color] as const);

/** What the checks of an audit are colored by. The words stand beside the colors wherever they are used. */
export const severityColor: { readonly [severity: string]: string } = {
  ok: "#009e73",
  note: "#56b4e9",
  warning: "#e69f00",
  problem: "#d55e00",
};

/** Fonts with the widths of Arial come first, because the static twin estimates widths by them. */
export const fontFamily =
  '"Helvetica Neue", Helvetica, Arial, "Liberation Sans", "Segoe UI", Roboto, system-ui, sans-serif';

/** The color of a segment: fixed by its label, so that it is the same in every plot. Noise is grey. */
export function segmentColor(label: number): string {
  return label < 0 ? "#8c8c8c" : palette[label % palette.length]!;
}

/** The marker of a segment: fixed by its label; up to 88 segments differ in color or shape. */
export function segmentSymbol(label: number): string {
  return label < 0 ? "x" : symbols[label % symbols.length]!;
}

/**
 * Text from the user's data, safe inside a Plotly text: its markup and entities, its formulas between dollar signs
 * and its template marks mean nothing. Longer than `most` characters it is cut with an ellipsis.
 */
export function userText(text: string, most = Number.POSITIVE_INFINITY): string {
  const characters = [...text.replace(/\s+/g, " ").trim()];
  const short =
    characters.length <= most
      ? characters.join("")
      : `${characters
          .slice(0, most - 1)
          .join("")
          .trimEnd()}…`;
  // MathJax, where a notebook has it, would read $...$ as a formula; %{ would open a template.
  return escapePlotly(short);
}

/** Only the entities that Plotly turns back: it would show `&quot;` as it stands. */
function escapePlotly(text: string): string {
  return text
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/\$/g, "&#36;")
    .replace(/%\{/g, "&#37;{");
}

/** Axis settings that all plots have in common, with those given on top. */
export function axis(title: string, settings: Layout = {}): Layout {
  return {
    title: { text: title, standoff: 12, font: { size: 13 } },
    automargin: true,
    zeroline: false,
    gridcolor: grid,
    linecolor: grey,
    showline: true,
    ticks: "outside",
    tickcolor: grey,
    separatethousands: true,
    exponentformat: "none",
    ...settings,
  };
}

/** Room around a title. Plotly moves a title of several lines up by half of those below the first. */
export function titlePad(lines: number, size: number): { pad: Layout } {
  return { pad: { l: 16, t: 14 + Math.round(Math.max(0, lines - 1) * size * 0.65) } };
}

/** Pixels that a report leaves for a plot: wider ones are squeezed there, but for their texts. */
const reportWidth = 880;

/** Where the first font of the family is missing, another takes its place that may be a tenth wider. */
const room = 0.9;

/**
 * The layout that all plots start from: fonts, a white paper (so that plots also read on dark pages), and the title and
 * subtitle broken to the width of the figure, or of a report where that is less. `above` is room in pixels for titles of panels. Titles are plain text.
 */
export function baseLayout(
  parts: { title: string; subtitle?: string; width: number; above?: number },
  settings: Layout = {},
): Layout {
  const broken = (text: string, size: number, bold: boolean) =>
    wrap(escapePlotly(text), size, room * (Math.min(parts.width, reportWidth) - 40), 6, bold).map((line) =>
      escapePlotly(plainText(line)),
    );
  const title = broken(parts.title, 17, true);
  const subtitle = parts.subtitle === undefined ? [] : broken(parts.subtitle, 13, false);
  const height = title.length * 22 + subtitle.length * 17;
  return {
    font: { family: fontFamily, size: 12, color: ink },
    paper_bgcolor: "#ffffff",
    plot_bgcolor: "#ffffff",
    colorway: palette,
    title: {
      text: `<b>${title.join("<br>")}</b>`,
      font: { size: 17 },
      subtitle: { text: subtitle.join("<br>"), font: { size: 13, color: grey } },
      x: 0,
      xref: "container",
      xanchor: "left",
      y: 1,
      yref: "container",
      yanchor: "top",
      ...titlePad(title.length, 17),
    },
    margin: { l: 64, r: 24, t: height + 44 + (parts.above ?? 0), b: 56 },
    hovermode: "closest",
    hoverlabel: { align: "left" },
    showlegend: false,
    ...settings,
  };
}
