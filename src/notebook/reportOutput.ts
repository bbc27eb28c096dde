import { createRequire } from "node:module";
import type { AnsiUp } from "ansi_up";
import type { Layout, Trace } from "../plot/figure.js";
import { narrow } from "../plot/narrow.js";
import { escapeHtml } from "./escapeHtml.js";
import { plotlyMime } from "./figureBundle.js";
import { type DisplayOutput, type Output, textOf } from "./notebook.js";
import { type PlotlyBuild, plotlyBuildFor } from "./plotlyLibrary.js";
import { imageUri, type ReportMarkdown } from "./reportMarkdown.js";

/** One output of a cell as HTML for the report. `needs` is called for each plot. */
export function reportOutput(output: Output, markdown: ReportMarkdown, needs: (build: PlotlyBuild) => void): string {
  if (output.output_type === "stream") {
    const kind = output.name === "stderr" ? "stream stderr" : "stream";
    return `<pre class="${kind}" tabindex="0">${ansi(overwritten(textOf(output.text)))}</pre>`;
  }
  if (output.output_type === "error") {
    const text = output.traceback.length > 0 ? output.traceback.join("\n") : `${output.ename}: ${output.evalue}`;
    return `<pre class="error" role="alert">${ansi(text)}</pre>`;
  }
  return displayed(output, markdown, needs);
}

function displayed(
  { data, metadata }: DisplayOutput,
  markdown: ReportMarkdown,
  needs: (build: PlotlyBuild) => void,
): string {
  const html = textOf(data["text/html"]);
  const plain = textOf(data["text/plain"]);
  const plotly = data[plotlyMime] as { data?: Trace[]; layout?: Layout; height?: number } | undefined;
  if (Array.isArray(plotly?.data)) {
    const { data: traces, layout = {}, height = 480 } = plotly;
    const build = plotlyBuildFor(traces);
    needs(build);
    return plot({ data: traces, layout, height }, build, html, plain);
  }
  const own = (metadata as { clientele?: { html?: string } } | undefined)?.clientele?.html === "escaped";
  if (html !== "" && own) return steady(html);
  for (const type of ["image/png", "image/jpeg", "image/gif", "image/svg+xml"]) {
    const value = textOf(data[type]);
    if (value === "") continue;
    const base64 = type === "image/svg+xml" ? Buffer.from(value).toString("base64") : value;
    const source = imageUri(type, base64);
    if (source !== undefined) return `<img alt="${escapeHtml(plain || "Image")}" src="${source}">`;
  }
  if (data["text/markdown"] !== undefined)
    return `<div class="text">${markdown.render(textOf(data["text/markdown"]))}</div>`;
  if (data["text/latex"] !== undefined)
    return markdown.math(textOf(data["text/latex"]).replace(/^\$+|\$+$/g, ""), true);
  // HTML of unknown make may carry data as markup: it is shown in a frame of its own, in which no script runs.
  if (html !== "") return `<iframe class="foreign" sandbox srcdoc="${escapeHtml(html)}" title="HTML output"></iframe>`;
  if (plain !== "") return `<pre class="stream" tabindex="0">${ansi(plain)}</pre>`;
  const types = Object.keys(data).join(", ");
  return `<p class="note">An output of type ${escapeHtml(types || "nothing")} cannot be shown here.</p>`;
}

/** The static image now, and what the script needs to draw the interactive plot in its place. */
function plot(
  plotly: { data: Trace[]; layout: Layout; height: number },
  build: PlotlyBuild,
  html: string,
  plain: string,
): string {
  const image = /<img [^>]*\bsrc="(data:image\/svg\+xml;base64,[A-Za-z0-9+/=]+)"/.exec(html)?.[1];
  const width = Number(/max-width:(\d+)px/.exec(html)?.[1] ?? 860);
  const [, ...description] = plain.split("\n");
  const alt = escapeHtml(description.join(" ") || plain || "Plot");
  const still = image === undefined ? "" : `<img class="clientele-still" alt="${alt}" src="${image}">`;
  const json = JSON.stringify({ ...plotly, narrow: narrow(plotly) });
  return `<figure class="clientele-figure" data-build="${build}" style="max-width:${width}px" role="img" aria-label="${alt}">${still}
<script type="application/json">${json.replaceAll("<", "\\u003c")}</script></figure>`;
}

/** A progress line without its timings, which differ from run to run. */
function steady(html: string): string {
  return html.startsWith('<div class="clientele-progress">')
    ? html.replace(/<span data-varies>.*?<\/span>/g, "")
    : html;
}

/** What a terminal would show in the end of lines that were overwritten by a carriage return. */
function overwritten(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .split("\n")
    .map((line) =>
      line.split("\r").reduce((shown, part) => (part === "" ? shown : part + shown.slice(part.length)), ""),
    )
    .join("\n");
}

function ansi(text: string): string {
  const { AnsiUp: Converter } = createRequire(import.meta.url)("ansi_up") as { AnsiUp: new () => AnsiUp };
  const converter = new Converter();
  converter.use_classes = true;
  // Terminal hyperlinks would become links out of the page.
  converter.url_allowlist = {};
  return converter.ansi_to_html(text);
}
