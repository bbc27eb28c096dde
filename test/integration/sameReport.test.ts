import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { renderNotebook } from "../../src/notebook/renderNotebook.js";
import { runNotebook } from "../../src/notebook/runNotebook.js";
import { ensureBuilt } from "../built.js";

test("two runs of the first notebook give the same report, byte for byte, apart from the manifest's time", {
  timeout: 240_000,
}, async () => {
  ensureBuilt();
  const path = fileURLToPath(new URL("../../notebooks/00-start-here.ipynb", import.meta.url));
  const pages = [renderNotebook(await runNotebook(path)), renderNotebook(await runNotebook(path))];
  const [first, second] = pages.map((html) =>
    html.replace(/<span data-varies>[^<]*<\/span>/g, "<span data-varies></span>"),
  );
  assert.equal(pages[0]!.match(/<span data-varies>/g)?.length, 2, "the manifest's start and duration");
  assert.equal(first, second);
});
