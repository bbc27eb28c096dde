import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Cell, Notebook, Output } from "../../src/notebook/notebook.js";
import { renderNotebook } from "../../src/notebook/renderNotebook.js";

const notebookOf = (...cells: Cell[]): Notebook => ({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 });
const markdown = (source: string): Cell => ({ cell_type: "markdown", source, metadata: {} });
const code = (source: string, outputs: Output[] = [], tags: string[] = []): Cell => ({
  cell_type: "code",
  source,
  metadata: { tags },
  outputs,
});
const display = (data: Record<string, unknown>, metadata: Record<string, unknown> = {}): Output => ({
  output_type: "display_data",
  data,
  metadata,
});
const own = { clientele: { html: "escaped" } };
const stream = (text: string): Output => ({ output_type: "stream", name: "stdout", text });
const mainOf = (page: string) => page.slice(page.indexOf("<main>"), page.indexOf("</main>"));
const figure = (type: string): Output =>
  display(
    {
      "application/vnd.plotly.v1+json": { data: [{ type, x: ["</script><script>alert(1)</script>"] }], layout: {} },
      "text/html":
        '<div style="max-width:700px"><img alt="a" src="data:image/svg+xml;base64,PHN2Zy8+"></div><script>1</script>',
      "text/plain": "Title\nThe words <b>",
    },
    own,
  );

/** Every place from which a page could load something or lead away. */
function references(page: string): string[] {
  const found = [
    ...page.matchAll(
      /\b(?:src|href|srcset|action|poster|data)\s*=\s*["']?([^"'\s>]*)|url\(\s*["']?([^"')]*)|@import\s+(\S+)/gi,
    ),
  ];
  return found.map((match) => match[1] ?? match[2] ?? match[3] ?? "");
}

test("markup in Markdown, data, errors and file names is shown as text", () => {
  const attack = "<script>alert(1)</script><img src=x onerror=alert(1)>";
  const page = renderNotebook(
    notebookOf(
      markdown(
        `# Title ${attack}\n\n${attack}\n\n[x](javascript:alert(1)) \`${attack}\` $${attack}$\n\n| ${attack} |\n|---|\n| 1 |`,
      ),
      code(`// ${attack}`, [
        stream(attack),
        { output_type: "error", ename: attack, evalue: attack, traceback: [`\u001b[31m${attack}\u001b[39m`] },
        display({ "text/plain": attack }),
        display({ "text/markdown": attack }),
        display({ "text/latex": attack }),
        display({ [attack]: attack }),
        display({ "image/png": attack }),
        figure("bar"),
      ]),
    ),
    { title: attack },
  );
  const body = mainOf(page);
  assert.ok(!/<img src=x/i.test(page));
  assert.ok(!/<script>alert/i.test(page));
  assert.equal(body.split("<script").length - 1, 1, "the figure's data, which no browser runs");
  assert.ok(body.includes('<script type="application/json">'));
  assert.ok(!/javascript:/i.test(references(page).join(" ")));
  assert.ok(body.includes("&lt;script&gt;alert(1)&lt;/script&gt;"), "it can be read");
});

test("HTML that is not this package's own stands in a frame without scripts", () => {
  const html = '<b>bold</b><script>alert(1)</script>"';
  const page = renderNotebook(notebookOf(code("", [display({ "text/html": html })])));
  assert.match(mainOf(page), /<iframe class="foreign" sandbox srcdoc="&#60;b&#62;bold/);
  const trusted = renderNotebook(notebookOf(code("", [display({ "text/html": "<b>bold</b>" }, own)])));
  assert.ok(mainOf(trusted).includes("<b>bold</b>"));
});

test("nothing is loaded from elsewhere; links out of the page are written out", () => {
  const page = renderNotebook(
    notebookOf(
      markdown(
        "# T\n[paper](https://example.org/a?b=1&c=2) <https://example.org/> ![plot](https://example.org/p.png) [in](#t) [file](data.csv)",
      ),
      code("1", [figure("bar"), figure("sankey")]),
    ),
  );
  const outside = references(page).filter((target) => !/^(data:|#|$)/.test(target));
  assert.deepEqual(outside, []);
  assert.match(
    page,
    /<span class="link">paper<\/span> <span class="url">\(https:\/\/example\.org\/a\?b=1&#38;c=2\)<\/span>/,
  );
  assert.ok(page.includes('<span class="link">https://example.org/</span>'));
  assert.ok(page.includes("[Image: plot]"));
  assert.ok(page.includes('<a href="#t">in</a>'));
  assert.match(page, /Content-Security-Policy" content="default-src 'none'/);
});

test("plotly.js is there once, the largest build that a plot needs, and not at all without plots", () => {
  const libraries = (page: string) => [...page.matchAll(/id="plotly" data-build="(\w+)"/g)].map((match) => match[1]);
  assert.deepEqual(libraries(renderNotebook(notebookOf(code("", [figure("bar"), figure("box")])))), ["cartesian"]);
  assert.deepEqual(libraries(renderNotebook(notebookOf(code("", [figure("bar"), figure("sankey")])))), ["full"]);
  const plain = renderNotebook(notebookOf(markdown("text")));
  assert.deepEqual(libraries(plain), []);
  assert.ok(!plain.includes("<script"));
});

test("a plot has its static image and its words, for paper and for those who run no scripts", () => {
  const page = renderNotebook(notebookOf(code("", [figure("bar")])));
  assert.match(page, /<figure [^>]*max-width:700px[^>]*aria-label="The words &#60;b&#62;"/);
  assert.ok(
    page.includes('<img class="clientele-still" alt="The words &#60;b&#62;" src="data:image/svg+xml;base64,PHN2Zy8+">'),
  );
});

test("code is folded, shown or hidden; that of a failed cell is never hidden", () => {
  const error: Output = { output_type: "error", ename: "Error", evalue: "no", traceback: [] };
  const notebook = notebookOf(code("const a = 1;"), code("fail();", [error]));
  const opened = (page: string) =>
    [...mainOf(page).matchAll(/<details class="code"( open)?>/g)].map((match) => match[1] !== undefined);
  assert.deepEqual(opened(renderNotebook(notebook)), [false, true]);
  assert.deepEqual(opened(renderNotebook(notebook, { code: "shown" })), [true, true]);
  assert.deepEqual(opened(renderNotebook(notebook, { code: "hidden" })), [true]);
  assert.match(renderNotebook(notebook), /<span class="hljs-keyword">const<\/span>/);
  assert.throws(() => renderNotebook(notebook, { code: "gone" as never }), { name: "RangeError" });
});

test("tags leave out cells, inputs and outputs", () => {
  const page = mainOf(
    renderNotebook(
      notebookOf(
        code("cellCode", [stream("cellOutput")], ["remove-cell"]),
        code("inputCode", [stream("inputOutput")], ["remove-input"]),
        code("outputCode", [stream("outputOutput")], ["remove-output"]),
      ),
    ),
  );
  const shown = ["cellCode", "cellOutput", "inputCode", "inputOutput", "outputCode", "outputOutput"];
  assert.deepEqual(
    shown.filter((word) => page.includes(word)),
    ["inputOutput", "outputCode"],
  );
});

test("formulas are MathML and prices are prices", () => {
  const page = mainOf(
    renderNotebook(notebookOf(markdown("It costs $5 and $6, or $7-$8; $x^2$, and\n\n$$\\frac{a}{b}$$\n\n`$y$` \\$z$"))),
  );
  assert.equal(page.split("<math").length - 1, 2);
  assert.ok(page.includes("It costs $5 and $6, or $7-$8; "));
  assert.ok(page.includes("<mfrac>"));
  assert.ok(page.includes("<code>$y$</code> $z$"));
});

test("a long report has contents whose links lead to its headings, also where those are alike", () => {
  const page = renderNotebook(notebookOf(markdown("# R\n## Same\n## Same\n## Größe & co\n### Deep\n## <i>")));
  const targets = [...page.matchAll(/<li[^>]*><a href="#([^"]+)">/g)].map((match) => decodeURIComponent(match[1]!));
  assert.deepEqual(targets, ["same", "same-2", "größe-co", "deep", "i"]);
  for (const id of targets) assert.ok(page.includes(`id="${id}"`), id);
  assert.ok(!renderNotebook(notebookOf(markdown("# R\n## One"))).includes("<nav"));
});

test("terminal output reads as in a terminal: colors, and lines overwritten by carriage returns", () => {
  const page = mainOf(
    renderNotebook(
      notebookOf(
        code("", [
          stream("10 %\r20 %\rdone\n\u001b[31mred\u001b[0m\r\n\u001b]8;;https://x.org\u0007link\u001b]8;;\u0007"),
        ]),
      ),
    ),
  );
  assert.ok(page.includes(">done\n"), page);
  assert.ok(page.includes('<span class="ansi-red-fg">red</span>'));
  assert.ok(!page.includes("href"));
});

test("progress loses its timings, so that two reports are alike", () => {
  const html = '<div class="clientele-progress">Fit: 3 of 9<span data-varies>, 7 per s</span></div>';
  const page = renderNotebook(notebookOf(code("", [display({ "text/html": html }, own)])));
  assert.ok(page.includes('<div class="clientele-progress">Fit: 3 of 9</div>'));
});

test("images of Markdown come into the page: attachments, and files of the notebook's folder", () => {
  const cell = {
    ...markdown("![a](attachment:a.png) ![b](boom.png)"),
    attachments: { "a.png": { "image/png": "iVBORw0=" } },
  };
  const page = mainOf(renderNotebook(notebookOf(cell)));
  assert.ok(page.includes('<img alt="a" src="data:image/png;base64,iVBORw0=">'));
  assert.ok(page.includes("[Image: b]"));
});

test("whatever the texts are, the page has only the tags that the renderer writes", () => {
  const text = fc.oneof(
    fc.string(),
    fc.constantFrom("</pre><script>", "<!--", "]]>", "</title>", "\u0000<b>", '" onload="x'),
  );
  fc.assert(
    fc.property(text, text, text, (source, output, title) => {
      const page = renderNotebook(notebookOf(code(source, [stream(output)])), { title });
      const tags = new Set(
        [...page.replace(/<style>[\s\S]*?<\/style>/, "").matchAll(/<\/?([a-z!][a-z0-9-]*)/gi)].map((match) =>
          match[1]!.toLowerCase(),
        ),
      );
      const known = new Set(
        "!doctype html head meta title style body main h1 section details summary pre code span div".split(" "),
      );
      assert.deepEqual(
        [...tags].filter((tag) => !known.has(tag)),
        [],
      );
    }),
    { numRuns: 200 },
  );
});
