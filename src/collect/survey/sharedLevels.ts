import type { Given } from "./answersGiven.js";

/**
 * A note on columns that seem to share a scale whose order is not known, at the first of them: texts in another language, of which not every column need hold all.
 * Columns belong together where two levels, and at least half of one's own, are levels of the others.
 */
export function sharedLevels(names: readonly string[], given: readonly Given[]): ReadonlyMap<number, string> {
  const groups: { levels: Set<string>; columns: number[] }[] = [];
  const candidates = given
    .map((_, j) => j)
    .filter((j) => given[j]!.numbers === undefined && given[j]!.texts.length > 1 && given[j]!.texts.length < 12)
    .sort((a, b) => given[b]!.texts.length - given[a]!.texts.length || a - b);
  for (const j of candidates) {
    const { texts } = given[j]!;
    const group = groups.find(({ levels }) => {
      const common = texts.filter((text) => levels.has(text)).length;
      return common > 1 && common >= texts.length / 2 && levels.size + texts.length - common < 12;
    });
    if (group === undefined) groups.push({ levels: new Set(texts), columns: [j] });
    else {
      for (const text of texts) group.levels.add(text);
      group.columns.push(j);
    }
  }
  return new Map(
    groups
      .filter(({ levels, columns }) => columns.length > 2 && levels.size > 2)
      .map(({ levels, columns }) => {
        const places = columns.sort((a, b) => a - b);
        const listed = places.slice(0, 6).map((j) => names[j]!);
        return [
          places[0]!,
          `${places.length} items share the levels ${[...levels]
            .sort()
            .map((text) => JSON.stringify(text))
            .join(
              ", ",
            )} (${listed.join(", ")}${places.length > 6 ? ", ..." : ""}): if they are a scale, pass { levels: [lowest, ..., highest] }, or declare them by item`,
        ];
      }),
  );
}
