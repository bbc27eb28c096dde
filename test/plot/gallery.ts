// Draws every plot from small data, friendly and hostile, as SVG files and as pages with the real Plotly, to look at:
//   node --import tsx test/plot/gallery.ts OUTDIR
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Figure } from "../../src/plot/figure.js";
import { examples } from "./examples.js";

/** One page: the SVG twin above, Plotly's drawing below. */
function page(figure: Figure, plotly: string): string {
  const json = (value: unknown) => JSON.stringify(value).replaceAll("<", "\\u003c");
  return `<!doctype html><meta charset="utf-8"><body style="margin:0;background:#fff">${figure.svg}<div style="height:6px;background:#888"></div>
<div id="plot" style="width:${figure.width}px;height:${figure.height}px"></div><script>${plotly}</script><script>
Plotly.newPlot("plot", ${json(figure.data)}, ${json({ ...figure.layout, width: figure.width, height: figure.height })}, { displayModeBar: false, staticPlot: true });
</script>`;
}

function main(folder: string | undefined): void {
  if (folder === undefined)
    throw new Error("expected a folder to write to: node --import tsx test/plot/gallery.ts OUTDIR");
  mkdirSync(folder, { recursive: true });
  const plotly = readFileSync(createRequire(import.meta.url).resolve("plotly.js-cartesian-dist-min"), "utf8");
  for (const [name, figure] of Object.entries(examples())) {
    writeFileSync(join(folder, `${name}.svg`), figure.svg);
    writeFileSync(join(folder, `${name}.html`), page(figure, plotly));
  }
  console.log(`Wrote ${Object.keys(examples()).length} figures to ${folder}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) main(process.argv[2]);
