import { bySpelling, plainName } from "./spellings.js";

const systems = bySpelling({
  iOS: ["ios", "iphone os", "ipados", "ipad os", "iphone", "ipad"],
  macOS: ["macos", "mac os", "mac os x", "os x", "osx", "mac", "macintosh", "macintel", "intel mac os x"],
  Windows: ["windows", "windows nt", "windows xp", "windows vista", "microsoft windows", "win", "win32", "win64"],
  "Windows Phone": ["windows phone", "windows mobile", "windows phone os"],
  Android: ["android", "android os"],
  "Chrome OS": ["chrome os", "chromeos", "chromium os", "cros"],
  Linux: [
    "linux",
    "gnu/linux",
    "linux x86 64",
    "linux x86",
    "linux armv7l",
    "linux i686",
    "ubuntu",
    "fedora",
    "debian",
    "x11",
  ],
  HarmonyOS: ["harmonyos", "harmony os"],
  KaiOS: ["kaios"],
  Tizen: ["tizen"],
  webOS: ["webos", "web os"],
});

/** The name of an operating system without its version, by one spelling for each; iPadOS is iOS, as most sources call it. An unknown one as it stands. */
export function systemName(text: string): string | null {
  const name = plainName(text);
  if (name === undefined) return null;
  return systems.get(name.plain) ?? (/^win(?:dows)? ?\d/.test(name.plain) ? "Windows" : name.shown);
}
