/** The look of a report: one column of text on any screen, dark where the reader prefers it, and plain on paper. */
export const reportStyle = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #1d2733; --soft: #5b6875; --line: #dfe4ea; --wash: #f5f7f9; --accent: #1f5f8b;
  --bad: #a8201a; --bad-wash: #fdf1ef; --warn-wash: #fdf7e7;
  --keyword: #7a3e9d; --string: #2a6b2f; --number: #9a4a00; --name: #1f5f8b; --comment: #6b7683;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "DejaVu Sans", sans-serif;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14191f; --ink: #e4e9ee; --soft: #9aa7b4; --line: #303a45; --wash: #1c232b; --accent: #7cb8e0;
    --bad: #ff9a8f; --bad-wash: #2d1b1b; --warn-wash: #2a2517;
    --keyword: #cf9ee8; --string: #93cf97; --number: #f0ae72; --name: #86bfe8; --comment: #8794a1;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; scroll-padding-top: 1rem; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.6 var(--sans); }
main { max-width: 58rem; margin: 0 auto; padding: 3rem 1.5rem 4rem; }
.text, .title { max-width: 44rem; }
h1, h2, h3, h4 { line-height: 1.25; font-weight: 650; letter-spacing: -0.01em; text-wrap: balance; }
h1 { font-size: 2.25rem; margin: 0 0 1rem; padding-bottom: 1rem; border-bottom: 3px solid var(--accent); }
h2 { font-size: 1.5rem; margin: 2.75rem 0 0.75rem; }
h3 { font-size: 1.15rem; margin: 2rem 0 0.5rem; }
p, ul, ol { margin: 0 0 1rem; }
li { margin: 0.2rem 0; }
a { color: var(--accent); }
.url { color: var(--soft); font-size: 0.9em; overflow-wrap: anywhere; }
.link { text-decoration: underline dotted var(--soft); text-underline-offset: 0.2em; }
blockquote { margin: 1rem 0; padding: 0.1rem 1rem; border-left: 4px solid var(--accent); background: var(--wash); }
blockquote p { margin: 0.6rem 0; }
hr { border: 0; border-top: 1px solid var(--line); margin: 2rem 0; }
img { max-width: 100%; height: auto; }
code, pre { font-family: var(--mono); font-size: 0.875rem; }
:not(pre) > code { background: var(--wash); border: 1px solid var(--line); border-radius: 4px; padding: 0.05em 0.3em; overflow-wrap: anywhere; }
pre { margin: 0 0 1rem; padding: 0.75rem 1rem; background: var(--wash); border-radius: 6px; overflow: auto; line-height: 1.5; tab-size: 2; }
pre.stream { background: none; padding: 0; max-height: 26rem; white-space: pre; }
pre.stderr { background: var(--warn-wash); padding: 0.75rem 1rem; white-space: pre-wrap; }
pre.error { background: var(--bad-wash); border-left: 4px solid var(--bad); white-space: pre-wrap; overflow-wrap: anywhere; }
.ansi-red-fg, .ansi-bright-red-fg { color: var(--bad); } .ansi-green-fg, .ansi-bright-green-fg { color: var(--string); }
.ansi-yellow-fg, .ansi-bright-yellow-fg { color: var(--number); } .ansi-blue-fg, .ansi-bright-blue-fg, .ansi-cyan-fg, .ansi-bright-cyan-fg { color: var(--name); }
.ansi-magenta-fg, .ansi-bright-magenta-fg { color: var(--keyword); } .ansi-bright-black-fg { color: var(--soft); }
.outputs > * { margin: 0.75rem 0 1.25rem; }
.cell { position: relative; }
.text.findings h2 { margin-top: 1.5rem; }
.cell.findings > .outputs { max-width: 44rem; padding: 0.25rem 1.25rem; background: var(--wash); border-left: 4px solid var(--accent); border-radius: 0 6px 6px 0; }
.cell.findings li { margin: 0.5rem 0; }
details.code { margin: 0.25rem 0; }
details.code > summary { width: max-content; margin-left: auto; cursor: pointer; list-style: none; color: var(--soft); font-size: 0.78rem; padding: 0 0.3rem; border-radius: 4px; }
details.code > summary::-webkit-details-marker { display: none; }
details.code > summary::before { content: "\\25B8\\00A0"; }
details.code[open] > summary::before { content: "\\25BE\\00A0"; }
details.code > summary:hover, details.code > summary:focus-visible { color: var(--accent); }
.hljs-keyword, .hljs-built_in, .hljs-type { color: var(--keyword); } .hljs-string, .hljs-regexp { color: var(--string); }
.hljs-number, .hljs-literal { color: var(--number); } .hljs-title, .hljs-attr { color: var(--name); } .hljs-comment { color: var(--comment); font-style: italic; }
.clientele-table, .text { overflow-x: auto; }
.text { overflow-y: hidden; }
table { border-collapse: collapse; font-size: 0.9375rem; line-height: 1.35; font-variant-numeric: tabular-nums; margin: 0.25rem 0 0.5rem; }
th { text-align: left; }
th, td { padding: 0.4rem 0.9rem 0.4rem 0; border-bottom: 1px solid var(--line); vertical-align: top; min-width: 3.5rem; }
th + th, td + td, th + td { padding-left: 0.9rem; }
thead th { border-bottom: 2px solid var(--soft); font-weight: 600; vertical-align: bottom; }
.clientele-table > p { font-size: 0.8125rem; }
.clientele-table td { max-width: 24rem; overflow-wrap: break-word; }
.clientele-figure { margin-left: 0; margin-right: 0; background: #fff; border-radius: 8px; overflow: hidden; }
.clientele-figure img { display: block; width: 100%; }
.clientele-figure .clientele-replaced { display: none; }
@media screen and (max-width: 600px) { .clientele-figure { overflow-x: auto; } .clientele-figure .clientele-still { width: 760px; max-width: none; } }
.clientele-progress { color: var(--soft); font-size: 0.875rem; }
.clientele-manifest { margin-top: 3rem !important; padding-top: 1rem; border-top: 1px solid var(--line); }
.clientele-manifest table { font-size: 0.8125rem; color: var(--soft); width: 100%; }
.clientele-manifest caption { text-align: left; font-weight: 650; font-size: 0.9375rem; color: var(--ink); padding-bottom: 0.4rem; }
.clientele-manifest th { font-weight: 500; white-space: nowrap; border-color: var(--line); width: 1%; }
.clientele-manifest td { overflow-wrap: anywhere; }
iframe.foreign { width: 100%; height: 22rem; border: 1px solid var(--line); border-radius: 6px; background: #fff; color-scheme: light; resize: vertical; }
.note { color: var(--soft); font-size: 0.875rem; }
math { font-size: 1.05em; } math[display="block"] { margin: 1rem 0; }
nav.contents { font-size: 0.9375rem; margin: 0 0 2rem; }
nav.contents summary { cursor: pointer; color: var(--soft); font-weight: 600; }
nav.contents ol { list-style: none; padding: 0; margin: 0.5rem 0 0; }
nav.contents li { margin: 0.3rem 0; line-height: 1.35; }
nav.contents li.deep { padding-left: 1rem; font-size: 0.9em; }
nav.contents a { text-decoration: none; color: var(--ink); } nav.contents a:hover { color: var(--accent); text-decoration: underline; }
@media screen and (min-width: 68rem) {
  .cell { min-height: 1.6rem; } /* so that the marks of cells that show nothing do not touch */
  details.code:not([open]) { position: absolute; left: 100%; top: 0; margin: 0 0 0 0.5rem; }
}
@media screen and (min-width: 80rem) {
  body.long { display: grid; grid-template-columns: minmax(15rem, 1fr) minmax(0, 58rem) minmax(0, 1fr); }
  body.long main { grid-column: 2; grid-row: 1; margin: 0; width: 100%; }
  body.long nav.contents { grid-column: 1; grid-row: 1; position: sticky; top: 0; align-self: start; max-height: 100vh; overflow: auto; padding: 3.4rem 1rem 1rem 2rem; }
}
@media screen and (max-width: 79.99rem) { body.long nav.contents { max-width: 58rem; margin: 0 auto; padding: 1.5rem 1.5rem 0; } body.long main { padding-top: 1.5rem; } }
@media screen and (max-width: 40rem) {
  body { font-size: 1rem; } main { padding: 1.25rem 1rem 2.5rem; } body.long nav.contents { padding: 1rem 1rem 0; }
  h1 { font-size: 1.6rem; } h2 { font-size: 1.3rem; margin-top: 2rem; }
  .clientele-manifest th { white-space: normal; width: 30%; } th, td { min-width: 0; }
}
@media print {
  :root { color-scheme: light; --paper: #fff; --ink: #000; --soft: #444; --line: #bbb; --wash: #f5f5f5; --accent: #1f5f8b; --bad: #a8201a; --bad-wash: #fff; --warn-wash: #fff;
    --keyword: #5c2d78; --string: #20521f; --number: #7a3b00; --name: #174a6d; --comment: #555; }
  @page { margin: 18mm 16mm; }
  body { font-size: 10.5pt; } main { max-width: none; padding: 0; } .text, .title { max-width: none; }
  nav.contents, details.code:not([open]) { display: none; } details.code > summary { display: none; }
  h1 { font-size: 20pt; } h2 { font-size: 14pt; margin-top: 18pt; } h2, h3, h4 { break-after: avoid; }
  figure, table, img, pre.error { break-inside: avoid; } pre, pre.stream { white-space: pre-wrap; max-height: none; overflow: visible; }
  .clientele-table, .text { overflow: visible; }
  .clientele-figure { border-radius: 0; } .clientele-plot { display: none !important; } .clientele-figure .clientele-still { display: block !important; }
  .clientele-manifest { break-inside: avoid; }
}
`.trim();
