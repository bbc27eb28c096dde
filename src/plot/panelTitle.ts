import type { Layout } from "./figure.js";

/** The title above the panel with these axes: "" for the first pair, "2" and so on for the others. */
export function panelTitle(text: string, axes: string): Layout {
  return {
    text: `<b>${text}</b>`,
    xref: `x${axes} domain`,
    yref: `y${axes} domain`,
    x: 0,
    y: 1,
    xanchor: "left",
    yanchor: "bottom",
    yshift: 4,
    showarrow: false,
    font: { size: 13 },
  };
}
