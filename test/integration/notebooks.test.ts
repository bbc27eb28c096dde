import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { renderNotebook } from "../../src/notebook/renderNotebook.js";
import { runNotebook } from "../../src/notebook/runNotebook.js";
import { ensureBuilt } from "../built.js";
import { folder, names, quick, testRun } from "../notebookRuns.js";

for (const name of names) if (!quick.includes(name)) testRun(name);

test("two runs of the first notebook give the same report, byte for byte, apart from the manifest's time", {
  timeout: 240_000,
}, async () => {
  ensureBuilt();
  const path = join(folder, "00-start-here.ipynb");
  const pages = [renderNotebook(await runNotebook(path)), renderNotebook(await runNotebook(path))];
  const [first, second] = pages.map((html) =>
    html.replace(/<span data-varies>[^<]*<\/span>/g, "<span data-varies></span>"),
  );
  assert.equal(pages[0]!.match(/<span data-varies>/g)?.length, 2, "the manifest's start and duration");
  assert.equal(first, second);
});
