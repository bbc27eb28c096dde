import { bySpelling, plainName } from "./spellings.js";

const kinds = bySpelling({
  phone: [
    "phone",
    "mobile",
    "mobile phone",
    "mobilephone",
    "smartphone",
    "smart phone",
    "cell phone",
    "cellphone",
    "feature phone",
    "phablet",
    "handset",
    "iphone",
    "ipod",
    "android phone",
  ],
  tablet: ["tablet", "tablet pc", "ipad", "android tablet", "pad"],
  desktop: [
    "desktop",
    "desktop computer",
    "computer",
    "pc",
    "personal computer",
    "laptop",
    "notebook",
    "mac",
    "macintosh",
  ],
  tv: ["tv", "smart tv", "smarttv", "smart-tv", "connected tv", "ctv", "television", "set-top box", "settopbox"],
  console: ["console", "game console", "gaming console", "games console"],
  wearable: ["wearable", "watch", "smartwatch", "smart watch"],
  bot: ["bot", "robot", "crawler", "spider"],
});

/** The kind of a device ("phone", "tablet", "desktop", "tv", "console", "wearable", "bot") by the words of analytics tools; another word as it stands, in small letters. */
export function deviceKind(text: string): string | null {
  const name = plainName(text);
  return name === undefined ? null : (kinds.get(name.plain) ?? name.plain);
}
