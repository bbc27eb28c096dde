import type { Id } from "../../matrix.js";
import { counted, listed, percent } from "../../readable.js";
import { byQuestion } from "./byQuestion.js";
import type { MadeItem } from "./makeItems.js";

/** Respondents without answers, and items that tell nothing. */
export function findBad(made: readonly MadeItem[], ids: readonly Id[]): { empty: Id[]; warnings: string[] } {
  const warnings: string[] = [];
  const empty = ids.filter((_, i) => made.every(({ values }) => values[i] === null));
  if (empty.length > 0)
    warnings.push(
      `${counted(empty.length, "respondent")} of ${ids.length} (${percent(empty.length / ids.length)}) answered nothing: ${listed(empty)}`,
    );
  const answered = ids.map((_, i) => made.filter(({ values }) => values[i] !== null).length);
  const hardly = ids.filter((_, i) => answered[i]! > 0 && answered[i]! <= made.length / 10);
  if (hardly.length > 0)
    warnings.push(
      `${counted(hardly.length, "respondent")} of ${ids.length} (${percent(hardly.length / ids.length)}) answered a tenth of the ${made.length} items or fewer: ${listed(hardly)}`,
    );
  const nobody = made.filter(({ values }) => values.every((value) => value === null));
  if (nobody.length > 0) warnings.push(`nobody answered ${listed(nobody.map(({ item }) => item.name))}`);
  const constant = made.filter(({ item, values }) => {
    const given = values.filter((value) => value !== null);
    return item.kind !== "open" && given.length > 1 && given.every((value) => value === given[0]);
  });
  if (constant.length > 0)
    warnings.push(
      `everybody gave the same answer to ${listed(constant.map(({ item }) => item.name))}: a constant tells nobody from anybody`,
    );
  const alone = made.filter(
    ({ item, values }) =>
      item.kind === "multiple" && item.of === undefined && values.includes(null) && !values.includes(0),
  );
  if (alone.length > 1)
    warnings.push(
      `an empty cell of ${listed(alone.map(({ item }) => item.name))} is no answer, so nobody has a 0: declare { of: "the question" } for the choices of one question, and empty cells are choices not taken`,
    );
  for (const [of, ranking] of byQuestion(made, "ranking")) {
    const tied = ids.filter((_, i) => {
      const ranks = ranking.map(({ values }) => values[i]).filter((rank) => rank !== null);
      return new Set(ranks).size < ranks.length;
    });
    if (tied.length > 0)
      warnings.push(`${counted(tied.length, "respondent")} gave a rank of ${of} twice: ${listed(tied)}`);
  }
  return { empty, warnings };
}
