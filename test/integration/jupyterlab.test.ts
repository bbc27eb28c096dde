import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const browserPath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
const hasLab = spawnSync("jupyter", ["lab", "--version"], { stdio: "ignore" }).status === 0;
const skip =
  browserPath === undefined ? "needs Chromium" : hasLab ? false : "needs JupyterLab (pip install jupyterlab)";

let server: ChildProcess;
let browser: Browser;
let address: string;
// A notebook finds the package from its folder upwards, and its data beside that folder, so the copy lies in the project.
const folder = mkdtempSync(join(root, ".opened-"));
const outside: string[] = [];

before(async () => {
  if (skip !== false) return;
  cpSync(join(root, "notebooks", "00-start-here.ipynb"), join(folder, "opened.ipynb"));
  const port = await freePort();
  address = `http://127.0.0.1:${port}`;
  const config = mkdtempSync(join(tmpdir(), "clientele-jupyter-"));
  server = spawn(
    process.execPath,
    [
      "dist/cli.js",
      "lab",
      folder,
      "--no-browser",
      "--allow-root",
      `--port=${port}`,
      "--ServerApp.token=",
      "--ServerApp.password=",
      "--ServerApp.ip=127.0.0.1",
    ],
    {
      cwd: root,
      env: {
        ...process.env,
        JUPYTER_CONFIG_DIR: config,
        JUPYTERLAB_SETTINGS_DIR: join(config, "settings"),
        JUPYTERLAB_WORKSPACES_DIR: join(config, "workspaces"),
      },
      stdio: "ignore",
      detached: true,
    },
  );
  await answers(`${address}/api/status`);
  browser = await chromium.launch({
    executablePath: browserPath!,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
  });
});

after(async () => {
  await browser?.close();
  if (server?.pid !== undefined) process.kill(-server.pid, "SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

test("JupyterLab runs the first notebook offline: plots are drawn, completion is typed, a misspelt column is an error", {
  skip,
  timeout: 480_000,
}, async () => {
  const page = await open(`${address}/lab/tree/opened.ipynb?reset`);
  await runAll(page);
  await plotsDrawn(page, ".jp-OutputArea .js-plotly-plot .main-svg");
  assert.equal(
    await page
      .locator(
        ".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr'], .jp-RenderedText[data-mime-type='application/vnd.jupyter.error']",
      )
      .count(),
    0,
  );

  await typeInNewCell(page, "plot.");
  await page.keyboard.press("Tab");
  await page.locator(".jp-Completer-item", { hasText: "rfmGrid" }).first().waitFor({ timeout: 120_000 });
  await page.keyboard.press("Escape");

  await typeInNewCell(page, 'matrix(customers, { columns: ["recency", "monetry"] })');
  await page.keyboard.press("Shift+Enter");
  const error = page.locator(".jp-OutputArea-output", { hasText: "monetry" }).last();
  await error.waitFor({ timeout: 120_000 });
  assert.match((await error.textContent()) ?? "", /Did you mean '"monetary"'\?/);
  await page.screenshot({ path: picture("jupyterlab.png") });
  await page.close();
  assert.deepEqual(outside, [], "the page asked for addresses outside this machine");
});

test("Notebook draws the same plots", { skip, timeout: 480_000 }, async () => {
  const page = await open(`${address}/notebooks/opened.ipynb`);
  await runAll(page);
  await plotsDrawn(page, ".js-plotly-plot .main-svg");
  await page.close();
});

async function open(url: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1400, height: 1100 } });
  await page.route("**/*", (route) => {
    const { hostname, protocol } = new URL(route.request().url());
    if (hostname === "127.0.0.1" || protocol === "data:" || protocol === "blob:") return route.continue();
    outside.push(route.request().url());
    return route.abort();
  });
  await page.goto(url);
  await page.locator(".jp-Notebook .jp-Cell").first().waitFor({ timeout: 60_000 });
  return page;
}

/** Runs all cells as a person would: once the kernel is there, and again where a dialog came between. */
async function runAll(page: Page): Promise<void> {
  const first = page.locator(".jp-Notebook .jp-CodeCell").first();
  for (let tries = 1; ; tries++) {
    await connected();
    await page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').first().waitFor({ timeout: 60_000 });
    // A front end that has not heard of its kernel yet asks for one, and runs nothing.
    const dialog = page.locator(".jp-Dialog .jp-mod-accept");
    if ((await dialog.count()) > 0) await dialog.first().click();
    await first.click();
    await page.getByRole("menuitem", { name: "Run", exact: true }).click();
    await page.getByRole("menuitem", { name: /^Run All Cells/ }).click();
    const ran = first.locator(".jp-InputPrompt", { hasText: /\[\d+\]/ }).first();
    const began = await ran.waitFor({ timeout: 45_000 }).then(
      () => true,
      () => false,
    );
    if (began || tries === 3) return; // what is missing after that, the caller finds
  }
}

/** Waits for a kernel that waits for cells and whose front end is connected: the page says "idle" before that. */
async function connected(): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const sessions = (await (await fetch(`${address}/api/sessions`)).json()) as {
      kernel: { connections: number; execution_state: string };
    }[];
    if (sessions.some(({ kernel }) => kernel.connections > 0 && kernel.execution_state === "idle")) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("expected a kernel with a front end within a minute");
}

/** Waits for the notebook's two plots; where they never come, says what the page shows instead. */
async function plotsDrawn(page: Page, plots: string): Promise<void> {
  const drawn = `document.querySelectorAll("${plots}").length >= 2`;
  await page.waitForFunction(drawn, undefined, { timeout: 240_000 }).catch(async (error: unknown) => {
    await page.screenshot({ path: picture("no-plots.png") });
    const cells = await page.locator(".jp-InputPrompt, .jp-OutputArea-output").allInnerTexts();
    throw new Error(`expected two plots; the page shows ${cells.join(" | ").slice(0, 2000)}`, { cause: error });
  });
}

async function typeInNewCell(page: Page, text: string): Promise<void> {
  const last = page.locator(".jp-Notebook .jp-Cell").last();
  await last.scrollIntoViewIfNeeded();
  await last.click();
  await page.keyboard.press("Escape");
  await page.keyboard.press("b");
  await page.keyboard.press("Enter");
  await page.keyboard.type(text);
}

function picture(name: string): string {
  return join(process.env.CLIENTELE_PICTURES ?? tmpdir(), name);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

async function answers(url: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const ok = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`expected an answer from ${url} within a minute`);
}
