import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { browserName } from "../../../src/represent/technographic/browserName.js";
import { deviceKind } from "../../../src/represent/technographic/deviceKind.js";
import { readUserAgent } from "../../../src/represent/technographic/readUserAgent.js";
import { screenWidth } from "../../../src/represent/technographic/screenWidth.js";
import { systemName } from "../../../src/represent/technographic/systemName.js";

const oracle = JSON.parse(readFileSync("test/fixtures/userAgents.json", "utf8")) as {
  "user-agents": string;
  "ua-parser": string;
  agents: { agent: string; device: string; os: string; browser: string }[];
};

test(`agrees with Python's user-agents ${oracle["user-agents"]} and ua-parser ${oracle["ua-parser"]}, whose names our spellings make the same`, () => {
  for (const { agent, device, os, browser } of oracle.agents) {
    const found = readUserAgent(agent, []);
    assert.equal(found.device, device, agent);
    assert.equal(found.bot, device === "bot", agent);
    if (!found.bot) assert.deepEqual([found.os, found.browser], [systemName(os), browserName(browser)], agent);
  }
});

test("apps: their libraries, the words that mark the shop's own, and pages that other apps open", () => {
  const browser = (agent: string, app: string[] = []) => readUserAgent(agent, app).browser;
  const iPhone =
    "Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148";
  const android =
    "Mozilla/5.0 (Linux; Android 12; Pixel 6 Build/SD1A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/94.0.4606.71 Mobile Safari/537.36";
  assert.equal(browser("HarborApp/3.1 CFNetwork/1474 Darwin/23.0.0"), "App");
  assert.equal(browser("Shop/4.2.1 (iPhone; iOS 17.1; Scale/3.00)"), "App");
  assert.equal(browser("okhttp/4.9.3"), "App");
  assert.deepEqual(readUserAgent("Dalvik/2.1.0 (Linux; U; Android 13; Pixel 7 Build/TQ3A)", []), {
    device: null,
    os: "Android",
    browser: "App",
    bot: false,
  });
  assert.equal(browser(`${iPhone} HarborApp/3.1`, ["harborapp"]), "App");
  assert.equal(browser(iPhone), "In-app browser");
  assert.equal(browser(android), "In-app browser");
  assert.equal(browser(`${iPhone} [FBAN/FBIOS;FBAV/400.0]`), "In-app browser");
  assert.equal(readUserAgent(iPhone, []).device, "phone");
});

test("scripts and monitors are bots; a Cubot is a phone; what says nothing is unknown", () => {
  for (const agent of [
    "curl/8.1.2",
    "python-requests/2.31.0",
    "Wget/1.21",
    "Go-http-client/1.1",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120.0.0.0 Safari/537.36",
    "Mediapartners-Google",
    "AdsBot-Google (+http://www.google.com/adsbot.html)",
    "WhatsApp/2.23.20.0",
  ])
    assert.equal(readUserAgent(agent, []).bot, true, agent);
  assert.equal(
    readUserAgent("Mozilla/5.0 (Linux; Android 9; CUBOT X18) Chrome/120.0.0.0 Mobile Safari/537.36", []).bot,
    false,
  );
  assert.deepEqual(readUserAgent("nonsense", []), { device: null, os: null, browser: null, bot: false });
  assert.equal(readUserAgent("(".repeat(1e6), []).browser, null);
});

test("spellings: one name for each, versions cut off, unknown words as they stand", () => {
  assert.deepEqual(["Mobile", "smartphone", " Phone ", "iPhone 15"].map(deviceKind), [
    "phone",
    "phone",
    "phone",
    "phone",
  ]);
  assert.deepEqual(["Tablet", "iPad", "PC", "Laptop", "Smart TV", "Crawler", "Kiosk"].map(deviceKind), [
    "tablet",
    "tablet",
    "desktop",
    "desktop",
    "tv",
    "bot",
    "kiosk",
  ]);
  assert.deepEqual(["(not set)", "Unknown", "", "  ", "undefined", "n/a"].map(deviceKind), new Array(6).fill(null));
  assert.deepEqual(
    [
      "Mac OS X 10.15.7",
      "macOS",
      "OS X",
      "MacIntel",
      "iPadOS 17.1",
      "Windows 10",
      "win11",
      "Linux x86_64",
      "CrOS",
      "Plan 9 4.2",
    ].map(systemName),
    ["macOS", "macOS", "macOS", "macOS", "iOS", "Windows", "Windows", "Linux", "Chrome OS", "Plan"],
  );
  assert.deepEqual(
    [
      "Chrome 120.0.1",
      "Mobile Safari",
      "Safari (in-app)",
      "Android Webview",
      "Microsoft Edge 120",
      "Lynx 2.8",
      "(not set)",
    ].map(browserName),
    ["Chrome", "Safari", "In-app browser", "In-app browser", "Edge", "Lynx", null],
  );
});

test("widths of screens, in the ways they are written", () => {
  assert.deepEqual(
    ["1920x1080", "390 x 844", "412X915", "1366×768", "1366*768", "390x844@3", "390x844x24", "1920px x 1080px"].map(
      screenWidth,
    ),
    [1920, 390, 412, 1366, 1366, 390, 390, 1920],
  );
  assert.deepEqual(["odd", "1x1", "19201080", "", "1e3x200"].map(screenWidth), [null, null, null, null, null]);
});
