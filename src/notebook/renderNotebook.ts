import { createHash } from "node:crypto";
import { escapeHtml } from "./escapeHtml.js";
import { type Cell, hasTag, type Notebook, textOf } from "./notebook.js";
import { type PlotlyBuild, plotlyDraw, plotlyLibrary, plotlyLoader } from "./plotlyLibrary.js";
import { type Heading, type ReportMarkdown, reportMarkdown } from "./reportMarkdown.js";
import { reportOutput } from "./reportOutput.js";
import { reportStyle } from "./reportStyle.js";

/** How a report is made of a notebook. */
export interface RenderNotebookOptions {
  /** Title of the page; by default the notebook's first heading. */
  title?: string;
  /** Code behind a small switch, whole, or not at all. */
  code?: "folded" | "shown" | "hidden";
  /** Folder in which the images lie that the notebook's Markdown names by relative paths. */
  folder?: string;
}

/**
 * Makes one HTML page of a notebook that has been run: everything it needs is in it, so it can be mailed, archived and opened
 * without a network, on a phone and on paper.
 *
 * Plots are static images that a script replaces by interactive ones; printed, they are the images again. HTML in Markdown is shown
 * as text; HTML outputs that are not this package's own stand in frames in which no script runs; a content security policy keeps
 * the page from loading or running anything that is not its own. Links out of the page are written out. The same
 * notebook gives the same page, byte for byte.
 *
 * Cells tagged `findings` move up, behind the first cell: who reads a report wants the result before the way to it. Cells tagged
 * `remove-cell`, `remove-input` or `remove-output` are left out, or their part is.
 *
 * @throws RangeError where `code` is none of its values.
 *
 * @example
 * const page = renderNotebook(readNotebook("test/fixtures/notebooks/parameters.ipynb"), { title: "A report" });
 * console.log(page.includes("<title>A report</title>")); // true
 */
export function renderNotebook(notebook: Notebook, options: RenderNotebookOptions = {}): string {
  const { title, code = "folded", folder } = options;
  if (!["folded", "shown", "hidden"].includes(code))
    throw new RangeError(`expected code to be "folded", "shown" or "hidden", got ${JSON.stringify(code)}`);
  const markdown = reportMarkdown(folder);
  const builds = new Set<PlotlyBuild>();
  const body = findingsFirst(notebook.cells.filter((cell) => !hasTag(cell, "remove-cell")))
    .map((cell) => renderCell(cell, code, markdown, (build) => builds.add(build)))
    .filter((part) => part !== "")
    .join("\n");
  const { headings } = markdown;
  const first = headings.find((heading) => heading.level === 1)?.text;
  const name = title ?? first ?? "Report";
  const heading = first === undefined ? `<h1 class="title">${escapeHtml(name)}</h1>\n` : "";
  const contents = contentsOf(headings);
  const script = [builds.size === 0 ? "" : plotScript, contents === "" ? "" : contentsScript]
    .filter(Boolean)
    .join("\n");
  const policy = [
    "default-src 'none'",
    "img-src data: blob:",
    "style-src 'unsafe-inline'",
    // Unpacking plotly.js takes eval; only the one script with this hash runs at all.
    ...(script ? [`script-src 'sha256-${createHash("sha256").update(script).digest("base64")}' 'unsafe-eval'`] : []),
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(name)}</title>
<style>${reportStyle}</style>
</head>
<body data-clientele-report${contents ? ' class="long"' : ""}>
${contents}<main>
${heading}${body}
</main>
${pageLibrary(builds)}${script ? `<script>${script}</script>\n` : ""}</body>
</html>
`;
}

function findingsFirst(cells: readonly Cell[]): Cell[] {
  const found = cells.filter((cell) => hasTag(cell, "findings"));
  const rest = cells.filter((cell) => !hasTag(cell, "findings"));
  const lead = rest[0]?.cell_type === "markdown" ? 1 : 0;
  return [...rest.slice(0, lead), ...found, ...rest.slice(lead)];
}

function renderCell(
  cell: Cell,
  code: "folded" | "shown" | "hidden",
  markdown: ReportMarkdown,
  needs: (build: PlotlyBuild) => void,
): string {
  const source = textOf(cell.source);
  const also = hasTag(cell, "findings") ? " findings" : "";
  if (cell.cell_type === "markdown")
    return source.trim() === ""
      ? ""
      : `<section class="text${also}">${markdown.render(source, cell.attachments)}</section>`;
  if (cell.cell_type === "raw") return source.trim() === "" ? "" : `<pre>${escapeHtml(source)}</pre>`;
  const outputs = hasTag(cell, "remove-output") ? [] : (cell.outputs ?? []);
  const failed = outputs.some((output) => output.output_type === "error");
  const shown = outputs.map((output) => reportOutput(output, markdown, needs));
  const below = shown.length === 0 ? "" : `<div class="outputs">${shown.join("\n")}</div>`;
  const hidden = (code === "hidden" && !failed) || hasTag(cell, "remove-input") || source.trim() === "";
  const open = code === "shown" || failed ? " open" : "";
  const above = hidden
    ? ""
    : `<details class="code"${open}><summary>Code</summary><pre><code>${markdown.code(source)}</code></pre></details>`;
  return above + below === "" ? "" : `<section class="cell${also}">${above}${below}</section>`;
}

/** A table of contents, where there is enough to find one's way in. */
function contentsOf(headings: readonly Heading[]): string {
  const listed = headings.filter(({ level }) => level === 2 || level === 3);
  if (listed.filter(({ level }) => level === 2).length < 4) return "";
  const items = listed.map(
    ({ level, text, id }) =>
      `<li${level === 3 ? ' class="deep"' : ""}><a href="#${encodeURIComponent(id)}">${escapeHtml(text)}</a></li>`,
  );
  return `<nav class="contents" aria-label="Contents"><details open><summary>Contents</summary><ol>${items.join("")}</ol></details></nav>
`;
}

/** One copy of plotly.js, packed, for all plots of the page. */
function pageLibrary(builds: ReadonlySet<PlotlyBuild>): string {
  if (builds.size === 0) return "";
  const build = builds.has("full") ? "full" : "cartesian";
  return `<script type="text/plain" id="plotly" data-build="${build}">${plotlyLibrary(build)}</script>\n`;
}

const plotScript = `${plotlyLoader}
${plotlyDraw}
document.querySelectorAll("figure[data-build]").forEach(function (box) {
  var figure = JSON.parse(box.querySelector("script").textContent);
  clientelePlots.need(box.getAttribute("data-build"), function (Plotly) { clienteleDraw(Plotly, box, figure); });
});
(function () {
  var library = document.getElementById("plotly");
  clientelePlots.load(library.getAttribute("data-build"), library.textContent);
})();`;

/** On narrow screens the contents would push the report off the first screen. */
const contentsScript = `if (matchMedia("(max-width: 79.99rem)").matches) document.querySelector("nav.contents details").open = false;`;
