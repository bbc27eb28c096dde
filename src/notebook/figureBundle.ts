import { createHash } from "node:crypto";
import type { Figure, Layout, Trace } from "../plot/figure.js";
import { narrow } from "../plot/narrow.js";
import { escapeHtml } from "./escapeHtml.js";
import { kernelGlobals } from "./kernelDisplay.js";
import type { MimeBundle } from "./notebook.js";
import { type PlotlyBuild, plotlyBuildFor, plotlyDraw, plotlyLibrary, plotlyLoader } from "./plotlyLibrary.js";

let figures = 0;
/** Which run of which cell carries a build of plotly.js for the notebook. */
const carriers = new Map<PlotlyBuild, { cell: string | undefined; run: number | undefined }>();

/** The MIME type of a Plotly figure; VS Code and JupyterLab's plotly extension draw it themselves. */
export const plotlyMime = "application/vnd.plotly.v1+json";

/**
 * A Figure in all its forms: Plotly JSON, HTML with the static image (shown wherever scripts do not run) that a script replaces
 * by the interactive plot, and the alt text. The first figure of a notebook carries plotly.js for all of them.
 */
export function figureBundle(figure: Figure): MimeBundle {
  const plotly = plainFigure(figure);
  const json = JSON.stringify({ ...plotly, narrow: narrow(plotly) });
  const build = plotlyBuildFor(figure.data);
  // A counter and not a random number, so that two runs are the same; the hash tells apart two notebooks on one page.
  const id = `clientele-figure-${++figures}-${createHash("sha256").update(json).digest("hex").slice(0, 8)}`;
  const scripts = [
    plotlyLoader,
    carries(build) ? `clientelePlots.load("${build}", "${plotlyLibrary(build)}");` : "",
    `(function () {
  ${plotlyDraw}
  var script = document.currentScript, open = "#${id}:not([data-drawn])";
  var box = (script && script.parentNode && script.parentNode.querySelector(open)) || Array.from(document.querySelectorAll(open)).pop();
  clientelePlots.need("${build}", function (Plotly) { clienteleDraw(Plotly, box, ${json.replaceAll("<", "\\u003c")}); });
})();`,
  ];
  const html = `<div class="clientele-figure" id="${id}" style="max-width:${figure.width}px">
${stillImage(figure)}
</div>
<script>${scripts.filter(Boolean).join("\n")}</script>`;
  return { [plotlyMime]: plotly, "text/html": html, "text/plain": `${figure.title}\n${figure.alt}` };
}

/** The static twin as an image element. (An inline `<svg>` would be removed from untrusted notebooks.) */
export function stillImage(figure: Figure): string {
  const source = `data:image/svg+xml;base64,${Buffer.from(figure.svg).toString("base64")}`;
  return `<img class="clientele-still" alt="${escapeHtml(figure.alt)}" src="${source}" style="max-width:100%;height:auto">`;
}

/**
 * Whether this output has to bring plotly.js along: the first one of the notebook does, and, where that cell runs again, its
 * new output does, because the old one is gone.
 */
function carries(build: PlotlyBuild): boolean {
  const { cell, run } = kernelGlobals() ?? {};
  const carrier = carriers.get(build);
  if (build === "cartesian" && carriers.has("full") && carrier === undefined) return false;
  if (carrier !== undefined && (carrier.cell === undefined || carrier.cell !== cell || carrier.run === run))
    return false;
  carriers.set(build, { cell, run });
  return true;
}

/** Plotly's JSON of a figure: typed arrays become lists, and what JSON does not know (NaN, dates) what Plotly expects. */
function plainFigure({ data, layout, height }: Figure): { data: Trace[]; layout: Layout; height: number } {
  return { data: plain(data) as Trace[], layout: plain(layout) as Layout, height };
}

function plain(value: unknown): unknown {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "bigint") return Number(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    return Array.from(value as Float64Array | BigInt64Array, plain);
  }
  if (Array.isArray(value)) return value.map((item) => plain(item) ?? null);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .map(([key, item]) => [key, plain(item)] as const)
        .filter(([, item]) => item !== undefined),
    );
  }
  return typeof value === "string" || typeof value === "boolean" || value === null ? value : undefined;
}
