import type { Value } from "../../table.js";

/** Words for genders, each with what it means. */
const genders: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    female: "f female w woman women girl ms mrs miss weiblich frau femme feminin mujer femenino",
    male: "m male man men boy mr mannlich herr homme masculin hombre masculino",
    nonbinary: "x nb nonbinary enby genderqueer diverse divers nonbinaire nobinario",
  }).flatMap(([meaning, words]) => words.split(" ").map((word) => [word, meaning] as const)),
);

/**
 * Takes spellings that differ in capitals, spaces, marks or punctuation for one, and the usual words for a gender, too. The most frequent spelling
 * stays, the first by text of those alike; each other one is added to `merged` with its rows.
 */
export function mergeSpellings(
  cells: readonly Value[],
  role: string,
  merged: { role: string; value: string; became: string; rows: number }[],
): (string | null)[] {
  const counts = new Map<string, number>();
  const texts = cells.map((cell) => (cell === null ? null : String(cell)));
  for (const text of texts) if (text !== null) counts.set(text, (counts.get(text) ?? 0) + 1);
  const groups = new Map<string, string[]>();
  for (const text of [...counts.keys()].sort()) {
    const key = keyOf(text, role);
    groups.set(key, [...(groups.get(key) ?? []), text]);
  }
  const became = new Map<string, string>();
  for (const [key, spellings] of groups) {
    const most = spellings.reduce((best, one) => (counts.get(one)! > counts.get(best)! ? one : best));
    const name = role === "gender" && Object.values(genders).includes(key) ? key : most.trim().replace(/\s+/g, " ");
    for (const spelling of spellings) {
      became.set(spelling, name);
      if (spelling !== name) merged.push({ role, value: spelling, became: name, rows: counts.get(spelling)! });
    }
  }
  return texts.map((text) => (text === null ? null : became.get(text)!));
}

/** What spellings of one category have in common. */
function keyOf(text: string, role: string): string {
  const bare = text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    // "2-3" is not 23, and "-1" not 1.
    .replace(/(?<=\d)[^\p{L}\p{N}]+(?=\d)/gu, (marks) => (marks.trim() === "" ? "" : `|${marks}`))
    .replace(/^\s*[-\u2212](?=\d)/u, "|")
    .replace(/[^|\p{L}\p{N}+<>&$€£]/gu, "");
  return role === "gender" ? (Object.hasOwn(genders, bare) ? genders[bare]! : bare) : bare === "" ? text : bare;
}
