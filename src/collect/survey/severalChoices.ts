import { compareLevels } from "../../levels.js";
import type { Given } from "./answersGiven.js";

/** Choices, and what stands between them in a cell. */
export interface Several {
  readonly choices: readonly string[];
  readonly separator: string;
  /** False where somebody gave a part that nobody else did, or there are very many, or all cells could be places or sentences: own words stand beside the choices, or these are no choices. */
  readonly sure: boolean;
}

/**
 * What stands between choices, and how many of them have to stand alone in other cells: the comma of a sentence, a place or a decimal looks the same. Where none has to, cells of different numbers of
 * choices tell, too: all places have two parts.
 */
const forms: readonly {
  readonly separator: string;
  readonly between: RegExp;
  readonly alone: number;
  /** The least number of choices that somebody took. */
  readonly most?: number;
  readonly part?: RegExp;
}[] = [
  // Qualtrics writes no space behind the comma, people's words have one, numbers a digit.
  { separator: ",", between: /,(?=[^\s\d])/, alone: 0 },
  // Microsoft Forms writes one behind the last choice, too.
  { separator: ";", between: /;\s*/, alone: 2 },
  // Google Forms.
  { separator: ", ", between: /,\s+/, alone: 2 },
  // The codes of Qualtrics. With two at most, "1,5" could be a decimal.
  { separator: ",", between: /,(?=\d)/, alone: 1, most: 3, part: /^\d{1,2}$/ },
];

/** The choices of a column that holds several in a cell, or undefined where it does not look like one. */
export function severalChoices({ counts }: Given): Several | undefined {
  const found = forms.map((form) => choicesBetween(counts, form)).filter((several) => several !== undefined);
  return found.find(({ sure }) => sure) ?? found[0];
}

/** The parts of the answers, where at least two people gave several. */
function choicesBetween(
  counts: ReadonlyMap<string, number>,
  { separator, between, alone, most = 2, part: form }: (typeof forms)[number],
): Several | undefined {
  const found = new Map<string, number>();
  const single = new Set<string>();
  const joined = new Set<string>();
  let several = 0;
  const lengths = new Set<number>();
  for (const [text, count] of counts) {
    const parts = text.split(between);
    if (parts.length > 1 && parts.at(-1) === "") parts.pop();
    if (new Set(parts).size < parts.length || parts.includes("")) return undefined;
    if (parts.length > 1) {
      several += count;
      lengths.add(parts.length);
    }
    for (const part of parts) {
      found.set(part, (found.get(part) ?? 0) + count);
      (parts.length > 1 ? joined : single).add(part);
    }
  }
  const choices = [...found.keys()].sort(compareLevels);
  if (several < 2 || Math.max(...lengths) < most) return undefined;
  if (form !== undefined && !choices.every((choice) => form.test(choice))) return undefined;
  const given = found.size <= 20 && [...found.values()].every((count) => count > 1);
  const both = [...joined].filter((part) => single.has(part)).length;
  if (both < (given ? alone : Math.max(2, alone))) return undefined;
  return { choices, separator, sure: given && (both > 0 || lengths.size > 1) };
}
