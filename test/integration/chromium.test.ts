import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { renderNotebook } from "../../src/notebook/renderNotebook.js";
import { runNotebook } from "../../src/notebook/runNotebook.js";
import { ensureBuilt } from "../built.js";
import { browser, type OpenPage } from "./browser.js";

const notebook = fileURLToPath(new URL("../fixtures/notebooks/display.ipynb", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "clientele-test-"));
const report = join(folder, "report.html");
const { open, skip, close } = await browser();
before(async () => {
  if (skip) return;
  ensureBuilt();
  writeFileSync(report, renderNotebook(await runNotebook(notebook)));
});
after(async () => {
  await close();
  rmSync(folder, { recursive: true, force: true });
});

async function withReport(options: Parameters<typeof open>[0], use: (opened: OpenPage) => Promise<void>) {
  const opened = await open(options);
  try {
    await opened.page.goto(pathToFileURL(report).href);
    await opened.page.locator(".main-svg").first().waitFor();
    await opened.page.waitForTimeout(500);
    await use(opened);
  } finally {
    await opened.page.close();
  }
}

test("the report draws its plots offline, asks for nothing, runs no script of the data", { skip }, () =>
  withReport({}, async ({ page, requests, problems }) => {
    assert.equal(await page.locator(".clientele-plot .cartesianlayer").count(), 2);
    assert.equal(await page.locator("img.clientele-still:visible").count(), 0, "the static images are replaced");
    assert.deepEqual([requests, problems], [[], []]);
    assert.match((await page.locator("main").textContent()) ?? "", /<script>alert\(1\)<\/script>/);
  }),
);

test("on a phone nothing is wider than the screen, and the plots fit", { skip }, () =>
  withReport({ width: 390, height: 800 }, async ({ page }) => {
    const width = await page.evaluate("document.documentElement.scrollWidth");
    assert.equal(width, 390);
    const plot = await page.locator(".clientele-plot").first().boundingBox();
    assert.ok(plot !== null && plot.width <= 390);
    assert.equal(await page.locator("nav.contents a:visible").count(), 0, "the contents wait to be opened");
    for (const title of await page.locator(".gtitle, .gtitle-subtitle").all()) {
      const box = await title.boundingBox();
      assert.ok(box === null || box.x + box.width <= 390, `a title is cut: ${await title.textContent()}`);
    }
  }),
);

test("printed, plots are their static images and folded code is gone", { skip }, () =>
  withReport({}, async ({ page }) => {
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.locator("img.clientele-still:visible").count(), 2);
    assert.equal(await page.locator(".clientele-plot:visible").count(), 0);
    assert.equal(await page.locator("details.code summary:visible").count(), 0);
  }),
);

test("without scripts the static images are shown", { skip }, async () => {
  const { page } = await open({ scripts: false });
  await page.goto(pathToFileURL(report).href);
  assert.equal(await page.locator("img.clientele-still:visible").count(), 2);
  await page.close();
});

test("the page is dark where the reader prefers it", { skip }, () =>
  withReport({}, async ({ page }) => {
    await page.emulateMedia({ colorScheme: "dark" });
    assert.equal(await page.evaluate("getComputedStyle(document.body).backgroundColor"), "rgb(20, 25, 31)");
  }),
);
