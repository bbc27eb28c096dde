import type { Item } from "../../src/collect/survey/item.js";
import type { Survey } from "../../src/collect/survey.js";
import { random } from "../../src/random.js";
import { tableOf, toTable } from "../../src/table.js";

export const five = ["Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"];

/** A made survey: so many respondents, Likert items with these questions and levels, some answers missing. */
export function surveyOf(
  questions: readonly string[],
  levels: readonly string[],
  { respondents = 200, missing = 0.05, seed = 1 } = {},
): Survey {
  const draw = random(seed);
  const ids = Array.from({ length: respondents }, (_, i) => i + 1);
  const items = questions.map(
    (question, j): Item => ({
      name: `q${j + 1}`,
      question,
      kind: "likert",
      levels,
      codes: levels.map((_, i) => i + 1),
      ...(j === 2 ? { reversed: true } : {}),
    }),
  );
  const columns = items.map((_, j) => {
    const lean = ((j * 7) % 11) / 10 - 0.5;
    return ids.map(() => {
      const level = Math.round((levels.length - 1) * (0.5 + lean * 0.6) + draw.normal() * levels.length * 0.22);
      return draw.uniform() < missing ? null : 1 + Math.max(0, Math.min(levels.length - 1, level));
    });
  });
  const none = tableOf({ item: [] as string[] });
  return {
    id: "person",
    ids,
    items,
    answers: tableOf(
      Object.fromEntries([["person", ids], ...items.map(({ name }, j) => [name, columns[j]!] as const)]),
    ) as Survey["answers"],
    about: toTable(ids.map((person) => ({ person }))),
    report: {
      form: "made",
      respondents,
      items: none as unknown as Survey["report"]["items"],
      missing: none as unknown as Survey["report"]["missing"],
      empty: [],
      leftOut: [],
      notes: [],
      warnings: [],
    },
  };
}
