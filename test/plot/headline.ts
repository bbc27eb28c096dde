import type { Figure } from "../../src/plot/figure.js";

/** Title and subtitle of a figure in one line, wherever they break. */
export function headline({ layout }: Figure): string {
  const { text, subtitle } = layout.title as { text: string; subtitle?: { text: string } };
  return `${text} ${subtitle?.text ?? ""}`.replaceAll("<br>", " ");
}
