import { drawSvg } from "./drawSvg.js";

/** One Plotly trace as plain JSON: `type` and what that type takes. */
export interface Trace {
  readonly type: string;
  readonly [attribute: string]: unknown;
}

/** A Plotly layout as plain JSON. */
export interface Layout {
  readonly [attribute: string]: unknown;
}

/** A plot: Plotly data and layout (drawn interactively where scripts run) and a static SVG twin (drawn everywhere else). */
export interface Figure {
  readonly kind: "figure";
  /** What the reader should see, as a heading. */
  readonly title: string;
  /** The plot in words, for those who cannot see it. */
  readonly alt: string;
  readonly data: readonly Trace[];
  readonly layout: Layout;
  /** Preferred size in pixels. */
  readonly width: number;
  readonly height: number;
  /** The static twin: a complete `<svg>` element, the same text for the same figure. Drawn when first asked for. */
  readonly svg: string;
}

/** Makes a Figure of Plotly traces and layout. */
export function figure(parts: {
  title: string;
  alt: string;
  data: readonly Trace[];
  layout: Layout;
  width?: number;
  height?: number;
}): Figure {
  const { title, alt, data, layout, width = 860, height = 480 } = parts;
  let drawn: string | undefined;
  return {
    kind: "figure",
    title,
    alt,
    data,
    layout,
    width,
    height,
    get svg() {
      drawn ??= drawSvg({ title, alt, data, layout, width, height });
      return drawn;
    },
  };
}

/** Whether a value is a Figure. */
export function isFigure(value: unknown): value is Figure {
  const candidate = value as Partial<Figure> | null;
  return candidate?.kind === "figure" && Array.isArray(candidate.data);
}
