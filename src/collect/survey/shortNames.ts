import { group } from "d3-array";

/** Words that say little about what a question asks. */
const small = new Set(
  `a an the of to in on at by for from with without and or but if is are was were be been am do does did have has had you your yours
yourself i me my we our us it its this that these those there here what which who whom whose when where why how many much ever
please generally speaking normal circumstances under given general select choose indicate following would should could will can may
might shall get gets than then so as about into any some all s t d re ve ll not too very more most`.split(/\s+/),
);

/**
 * Short names of columns whose headers are questions: their telling words, joined by "_", as many as it takes to tell one from the
 * other. "Have you ever smoked a cigarette in an airplane bathroom?" gives "smoked_cigarette_airplane_bathroom".
 */
export function shortNames(texts: readonly string[], words = 4): string[] {
  const telling = texts.map(tellingWords);
  const lengths = telling.map(() => words);
  const nameOf = (i: number) => telling[i]!.slice(0, lengths[i]).join("_") || `column_${i + 1}`;
  // Names that are alike grow by a word, until they differ or the words are used up.
  for (let pass = 0; pass < 12; pass++) {
    const alike = [
      ...group(
        texts.map((_, i) => i),
        nameOf,
      ).values(),
    ].filter((rows) => rows.length > 1 && rows.some((i) => lengths[i]! < telling[i]!.length));
    if (alike.length === 0) break;
    for (const rows of alike) for (const i of rows) lengths[i]!++;
  }
  const taken = new Set<string>();
  return texts.map((_, i) => {
    const name = nameOf(i);
    let free = name;
    for (let number = 2; taken.has(free); number++) free = `${name}_${number}`;
    taken.add(free);
    return free;
  });
}

function tellingWords(text: string): string[] {
  const all = (text
    .normalize("NFC")
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? []) as string[];
  const kept = all.filter((word) => !small.has(word));
  return kept.length > 0 ? kept : all;
}
