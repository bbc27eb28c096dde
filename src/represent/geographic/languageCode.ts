import { placeKey } from "./placeKey.js";

/**
 * The language of a tag such as "de-AT", "pt_BR" or "deu" (BCP 47), or of a language's name in English or in itself ("German", "Deutsch"): its
 * shortest code, such as "de". Undefined where it is no language. Country and script of the tag do not count.
 */
export function languageCode(text: string): string | undefined {
  const tag = text
    .trim()
    .replace(/[.@,;].*$/, "")
    .replaceAll("_", "-");
  // Longer words are well-formed tags, too, though no language has one.
  if (/^[a-z]{2,3}(?:-|$)/i.test(tag)) {
    try {
      const base = Intl.getCanonicalLocales(tag)[0]!.split("-")[0]!;
      if (base !== "und" && english().of(base) !== undefined) return base;
    } catch {
      // Not well formed: it may still be a name.
    }
  }
  names ??= readNames();
  return names.get(placeKey(text));
}

/** The languages of ISO 639-1. */
const codes =
  "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu".split(
    " ",
  );

let names: ReadonlyMap<string, string> | undefined;

function readNames(): ReadonlyMap<string, string> {
  const all = new Map<string, string>();
  for (const code of codes)
    for (const display of [code, "en"]) {
      const name = namesIn(display).of(code);
      if (name !== undefined) all.set(placeKey(name), code);
    }
  return all;
}

let inEnglish: Intl.DisplayNames | undefined;

function english(): Intl.DisplayNames {
  inEnglish ??= namesIn("en");
  return inEnglish;
}

function namesIn(language: string): Intl.DisplayNames {
  return new Intl.DisplayNames(language, { type: "language", fallback: "none" });
}
