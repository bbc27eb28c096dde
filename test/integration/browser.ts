import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright-core";

/** A page and what it did: which addresses off this machine it asked for, and what went wrong in it. */
export interface OpenPage {
  page: Page;
  requests: string[];
  problems: string[];
}

/** The machine's Chromium, without network; `skip` says why where there is none. */
export async function browser() {
  const program = ["chromium", "chromium-browser", "google-chrome"].map(find).find((path) => path !== undefined);
  const skip = program === undefined ? "needs Chromium (apt-get install chromium)" : false;
  let running: Browser | undefined;
  return {
    skip,
    async open({ width = 1200, height = 900, scripts = true } = {}): Promise<OpenPage> {
      running ??= await chromium.launch({ executablePath: program!, args: ["--no-sandbox", "--disable-gpu"] });
      const page = await running.newPage({ viewport: { width, height }, javaScriptEnabled: scripts });
      const [requests, problems]: [string[], string[]] = [[], []];
      await page.route(/^(https?|wss?):\/\/(?!localhost|127\.0\.0\.1)/, (route) => {
        requests.push(route.request().url());
        return route.abort();
      });
      page.on("pageerror", (error) => problems.push(error.message));
      page.on("console", (message) => {
        if (message.type() === "error") problems.push(message.text());
      });
      page.on("dialog", (dialog) => {
        problems.push(`a dialog: ${dialog.message()}`);
        return dialog.dismiss();
      });
      return { page, requests, problems };
    },
    close: async () => running?.close(),
  };
}

function find(program: string): string | undefined {
  try {
    const path = execFileSync("which", [program], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}
