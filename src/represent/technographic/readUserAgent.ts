import { createRequire } from "node:module";
import type BowserLibrary from "bowser";
import { browserName, inApp, ownApp } from "./browserName.js";
import { deviceKind } from "./deviceKind.js";
import { systemName } from "./systemName.js";

/** What a user agent tells; null is unknown. */
export interface UserAgent {
  readonly device: string | null;
  readonly os: string | null;
  readonly browser: string | null;
  /** No person: a crawler, a monitor, a script. */
  readonly bot: boolean;
}

/** Programs that call themselves a bot, or a script's library. Cubot is a maker of phones. */
const robots =
  /(?<!cu)bot\b|\bbots?[\s/_-]|crawl|spider|slurp|headless|phantomjs|lighthouse|mediapartners|preview\b|^(?:curl|wget|python|go-http-client|java|apache-httpclient|libwww|ruby|php|axios|node-fetch|whatsapp)\b/i;
/** Libraries by which apps fetch, rather than browsers. */
const appLibraries = /\bCFNetwork\/|^Dalvik\/|^okhttp\/|\bAlamofire\/|\bScale\/\d/;
/** Apps that open pages within themselves, and what marks a page that any app shows: "; wv)" on Android, WebKit without Safari on iOS. */
const inAppMarks =
  /FBA[NV]\/|FB_IAB|Instagram|\bLine\/|MicroMessenger|Snapchat|Pinterest\/|musical_ly|Bytedance|TikTok|LinkedInApp|Twitter for|\bGSA\/|;\s?wv\)|(?:iPhone|iPad|iPod)(?!.*Safari\/).*AppleWebKit/;

/** Bowser and the names that it gives, loaded when a user agent is first read. */
let loaded: { readonly parser: typeof BowserLibrary; readonly named: ReadonlySet<string> } | undefined;

function bowser() {
  if (loaded === undefined) {
    const parser = createRequire(import.meta.url)("bowser") as typeof BowserLibrary;
    loaded = { parser, named: new Set(Object.values(parser.BROWSER_MAP)) };
  }
  return loaded;
}

/** The longest text that is looked at. */
const longest = 2000;

/** Reads a user agent by bowser; `app` are words that mark the shop's own app. */
export function readUserAgent(text: string, app: readonly string[]): UserAgent {
  const agent = text.slice(0, longest);
  const small = agent.toLowerCase();
  const { parser, named } = bowser();
  const { browser, os, platform } = parser.parse(agent);
  const bot = platform.type === "bot" || robots.test(agent);
  const library = appLibraries.test(agent);
  const own = app.some((word) => small.includes(word.toLowerCase()));
  // Bowser takes any app's first word for a browser's name.
  const known = browser.name !== undefined && named.has(browser.name) ? browserName(browser.name) : null;
  return {
    // Dalvik does not say whether it runs on a phone.
    device: bot ? "bot" : platform.type === undefined || /^Dalvik\//.test(agent) ? null : deviceKind(platform.type),
    os: os.name === undefined ? null : systemName(os.name),
    browser: bot ? null : own || library ? ownApp : inAppMarks.test(agent) ? inApp : known,
    bot,
  };
}
