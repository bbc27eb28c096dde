import { inspect } from "node:util";
import { isFigure } from "../plot/figure.js";
import { bundle, displayMethod } from "./bundle.js";
import { displayInKernel, kernelGlobals, ownHtml } from "./kernelDisplay.js";
import { isManifest } from "./manifest.js";
import type { MimeBundle } from "./notebook.js";
import { reportMarkdown } from "./reportMarkdown.js";
import { showLastExpression } from "./showLastExpression.js";
import { stopOnInterrupt } from "./stopOnInterrupt.js";

// Importing the package in a kernel is enough: a Figure or Table that ends a cell shows itself, and an interrupt stops what runs.
showLastExpression(showRichly);
stopOnInterrupt();

/**
 * Shows values below the cell: figures as plots, tables as tables, text as Markdown, everything else as text.
 *
 * Outside a notebook it prints the text form, for a figure the description. The last expression of a cell is shown without it;
 * `show` is for several things in one cell.
 *
 * @example
 * show(toTable([{ segment: "Loyal", customers: 12 }]));
 */
export function show(...values: readonly unknown[]): void {
  for (const value of values) {
    if (typeof value === "string" && kernelGlobals() !== undefined) showMarkdown(value);
    else if (!showRichly(value)) console.log(textForm(value));
  }
}

/**
 * Front ends let HTML pass through Markdown, so a product called `<script>` would become one. The text is therefore sent as HTML
 * made here, in which markup from outside is text.
 */
function showMarkdown(text: string): void {
  const html = reportMarkdown(undefined)
    .render(text)
    .replace(/<(h[1-6]) id="[^"]*"/g, "<$1"); // ids may stand on the page already
  displayInKernel({ "text/html": `<div class="text">${html}</div>`, "text/plain": text }, { metadata: { ...ownHtml } });
}

/** Sends a value that has a rich form; `false` where it has none or there is no kernel. */
function showRichly(value: unknown): boolean {
  if (kernelGlobals() === undefined) return false;
  const data = bundle(value);
  if (data === undefined) return false;
  // What other objects say of themselves may carry data as markup, so it does not get our mark.
  const foreign = displayMethod in (value as object) && !isManifest(value);
  return displayInKernel(data, { metadata: foreign ? {} : { ...ownHtml } });
}

function textForm(value: unknown): string {
  if (typeof value === "string") return value;
  if (isFigure(value)) return `${value.title}\n${value.alt}`;
  const data: MimeBundle | undefined = bundle(value);
  const text = data?.["text/plain"];
  return typeof text === "string" ? text : inspect(value);
}
