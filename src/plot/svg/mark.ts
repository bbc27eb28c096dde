import type { Layout, Trace } from "../figure.js";
import type { ColorScale } from "./colors.js";
import type { Scale } from "./scale.js";
import type { Sheet } from "./sheet.js";

/** Where units of a pair of axes lie on the sheet. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  x(unit: number): number;
  y(unit: number): number;
}

/** A color scale that needs a legend of its own. */
export interface ColorBar {
  readonly scale: ColorScale;
  readonly low: number;
  readonly high: number;
  readonly spec: Layout;
}

/** One trace, read: what it needs of its axes, and how it is drawn. */
export interface Mark {
  readonly trace: Trace;
  /** Positions in units that have to be visible; NaN is passed over. */
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  /** Share of the axis to leave free at the low and high end. */
  readonly padX: readonly [number, number];
  readonly padY: readonly [number, number];
  readonly colorBar?: ColorBar;
  draw(sheet: Sheet, frame: Frame): void;
  /** Draws the sign for the legend, centered on (x, y). */
  key(sheet: Sheet, x: number, y: number): void;
}

/** The two unit functions of a trace's axes, before their ranges are known. */
export interface Units {
  readonly x: Pick<Scale, "kind" | "unit">;
  readonly y: Pick<Scale, "kind" | "unit">;
}

/** An attribute that is a list, or undefined. */
export function list(trace: Trace, name: string): readonly unknown[] | undefined {
  const value = trace[name];
  if (value === undefined || value === null) return undefined;
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return Array.from(value as Float64Array);
  if (!Array.isArray(value)) throw new Error(`expected ${name} of the ${trace.type} trace to be an array`);
  return value;
}

/** A nested attribute: `part(trace, "marker")` is `{}` where the trace has none. */
export function part(holder: Layout, name: string): Layout {
  const value = holder[name];
  return typeof value === "object" && value !== null ? (value as Layout) : {};
}

/** A value for each point from an attribute that is one value or a list. */
export function each<T>(value: unknown, otherwise: T): (i: number) => T {
  if (Array.isArray(value)) return (i) => (value[i] ?? otherwise) as T;
  return () => (value ?? otherwise) as T;
}

/** The dash pattern of an SVG line for a Plotly dash name. */
export function dashArray(dash: unknown, width: number): string | undefined {
  if (dash === undefined || dash === "solid") return undefined;
  const patterns: { [name: string]: readonly number[] } = {
    dot: [1, 2],
    dash: [4, 3],
    longdash: [7, 3],
    dashdot: [4, 2, 1, 2],
    longdashdot: [7, 2, 1, 2],
  };
  const pattern = patterns[String(dash)];
  if (pattern === undefined) throw new Error(`expected a line dash that drawSvg knows, got ${JSON.stringify(dash)}`);
  return pattern.map((length) => Math.round(length * Math.max(1, width) * 100) / 100).join(" ");
}

/** Throws where a trace or layout has an attribute that would change the picture and is not drawn here. */
export function requireDrawn(what: string, holder: Layout, drawn: readonly string[]): void {
  for (const name of Object.keys(holder)) {
    if (
      holder[name] === undefined ||
      drawn.includes(name) ||
      /^(hover|uid$|ids$|customdata$|meta$|uirevision$)/.test(name)
    )
      continue;
    throw new Error(`drawSvg does not draw ${JSON.stringify(name)} of ${what}: teach it to, or leave it out`);
  }
}
