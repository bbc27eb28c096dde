import { counted } from "../../readable.js";
import { byQuestion } from "./byQuestion.js";
import type { MadeItem } from "./makeItems.js";

/** Who ticked one of several choices did not take the others; who ticked none did not answer. */
export function fillChoices(made: readonly MadeItem[], notes: string[]): MadeItem[] {
  const questions = byQuestion(made, "multiple");
  const filled = new Map<MadeItem, MadeItem>();
  for (const [of, choices] of questions) {
    let nobody = 0;
    const rows = choices[0]!.values.length;
    const silent = Array.from({ length: rows }, (_, i) => {
      const none = choices.every(({ values }) => values[i] === null);
      if (none) nobody++;
      return none;
    });
    let changed = false;
    for (const one of choices) {
      changed ||= one.values.some((value, i) => value === null && !silent[i]);
      filled.set(one, { ...one, values: one.values.map((value, i) => (value === null && !silent[i] ? 0 : value)) });
    }
    if (changed || nobody > 0)
      notes.push(
        `${of}: an empty cell is a choice not taken where another was; ${counted(nobody, "respondent")} took none and ${nobody === 1 ? "has" : "have"} no answer`,
      );
  }
  return made.map((one) => filled.get(one) ?? one);
}
