import { bySpelling, plainName } from "./spellings.js";

/** The browser of sessions in the shop's own app. */
export const ownApp = "App";
/** The browser that another company's app opens within itself. */
export const inApp = "In-app browser";

const browsers = bySpelling({
  [ownApp]: ["app", "native app", "mobile app", "native", "ios app", "android app"],
  [inApp]: [
    "in-app browser",
    "in-app",
    "safari (in-app)",
    "android webview",
    "chrome webview",
    "webview",
    "facebook",
    "facebook browser",
    "instagram",
    "instagram in-app browser",
    "wechat",
    "line",
    "snapchat",
    "pinterest",
    "tiktok",
    "google search",
  ],
  Chrome: [
    "chrome",
    "google chrome",
    "chrome mobile",
    "mobile chrome",
    "chrome mobile ios",
    "chrome ios",
    "chrome for ios",
    "crios",
  ],
  Safari: ["safari", "mobile safari", "safari mobile", "apple safari", "safari ios", "mobile safari ui/wkwebview"],
  Edge: ["edge", "microsoft edge", "edge mobile", "edge chromium", "edg", "edga", "edgios"],
  Firefox: [
    "firefox",
    "mozilla firefox",
    "firefox mobile",
    "mobile firefox",
    "firefox ios",
    "firefox for ios",
    "fxios",
  ],
  "Samsung Internet": ["samsung internet", "samsung internet for android", "samsung browser", "samsungbrowser"],
  Opera: ["opera", "opera mobile", "opera mini", "opera touch", "opera gx", "opr", "opera coast"],
  "Internet Explorer": ["internet explorer", "ie", "msie", "microsoft internet explorer", "ie mobile"],
  "UC Browser": ["uc browser", "ucbrowser", "uc"],
  Yandex: ["yandex", "yandex browser", "yandexbrowser", "yabrowser"],
  "Android Browser": ["android browser", "android", "android stock browser"],
});

/** The name of a browser without its version, by one spelling for each. An unknown one as it stands. */
export function browserName(text: string): string | null {
  const name = plainName(text);
  return name === undefined ? null : (browsers.get(name.plain) ?? name.shown);
}
