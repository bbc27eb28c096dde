import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { renderNotebook } from "../../src/notebook/renderNotebook.js";
import { type RunNotebookOptions, runNotebook } from "../../src/notebook/runNotebook.js";
import { ensureBuilt } from "../built.js";
import { folder, names, quick, testRun } from "../notebookRuns.js";

for (const name of names) if (!quick.includes(name)) testRun(name);

test("two runs of the first notebook give the same report, byte for byte, apart from the manifest's time", {
  timeout: 240_000,
}, async () => {
  await sameTwice("00-start-here.ipynb");
});

test("and so do two runs of the notebook that trains networks in threads and draws them while they run", {
  timeout: 240_000,
}, async () => {
  const page = await sameTwice("07-do-neural-segments-help.ipynb", { customers: 300, seeds: 2 });
  // The staff's accounts are the three that data/README.md tells of.
  assert.match(page, /among them [0-3] of the 3 accounts of the staff/);
  assert.match(page, /2 seeds were tried; fewer than five say little/);
});

/** Runs a notebook twice, and gives its page. */
async function sameTwice(name: string, parameters: RunNotebookOptions["parameters"] = {}): Promise<string> {
  ensureBuilt();
  const path = join(folder, name);
  const [page, again] = [
    renderNotebook(await runNotebook(path, { parameters })),
    renderNotebook(await runNotebook(path, { parameters })),
  ];
  assert.equal(page.match(/<span data-varies>/g)?.length, 2, "the manifest's start and duration");
  const [first, second] = [page, again].map((html) =>
    html.replace(/<span data-varies>[^<]*<\/span>/g, "<span data-varies></span>"),
  );
  // Compared by eye a page is too long.
  assert.ok(first === second, "the same page, apart from the manifest's time");
  return page;
}
