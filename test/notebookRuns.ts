import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { renderNotebook } from "../src/notebook/renderNotebook.js";
import { runNotebook } from "../src/notebook/runNotebook.js";
import { ensureBuilt } from "./built.js";

export const folder = fileURLToPath(new URL("../notebooks", import.meta.url));

/** The notebooks, in order. The first three run in the fast suite, those that search longer in test/integration. */
export const names = readdirSync(folder)
  .filter((name) => name.endsWith(".ipynb"))
  .sort();
export const quick = names.slice(0, 3);

/** A test that the notebook runs as it is and becomes a page that stands alone. */
export function testRun(name: string): void {
  test(`${name} runs under tslab on the bundled shop and renders`, { timeout: 240_000 }, async () => {
    ensureBuilt();
    const html = renderNotebook(await runNotebook(join(folder, name)));
    assert.ok(html.length > 100_000);
    assert.doesNotMatch(html, /(?:src|href)\s*=\s*["']?(?:https?:)?\/\//i, "no external address");
  });
}
