/** What stands for an unknown device, system or browser in exports of web analytics. */
const unknown = new Set([
  "",
  "(not set)",
  "not set",
  "(not provided)",
  "unknown",
  "(unknown)",
  "undefined",
  "null",
  "none",
  "n/a",
  "na",
  "-",
  "?",
]);

/** A name as it stands but for its version, and the same in small letters with single spaces, to look it up: "Mac OS X 10.15.7" is "mac os x". */
export interface PlainName {
  readonly shown: string;
  readonly plain: string;
}

/** A name without its version; undefined where nothing is known. */
export function plainName(text: string): PlainName | undefined {
  const single = text.trim().replace(/\s+/g, " ");
  const shown = single.replace(/[ /-]+v?\d[\d._]*(?: .*)?$/, "") || single;
  const plain = shown.toLowerCase().replaceAll("_", " ");
  return unknown.has(plain) ? undefined : { shown, plain };
}

/** Names by the spellings that stand for them. */
export function bySpelling(words: Readonly<Record<string, readonly string[]>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(words).flatMap(([name, spellings]) => spellings.map((spelling) => [spelling, name])));
}
