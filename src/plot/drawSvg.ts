import type { Layout, Trace } from "./figure.js";

/** Draws Plotly traces as a static SVG. (To be written by the plot work.) */
export function drawSvg(_figure: { title: string; alt: string; data: readonly Trace[]; layout: Layout; width: number; height: number }): string {
  throw new Error("not drawn yet");
}
