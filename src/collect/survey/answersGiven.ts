import { compareLevels } from "../../levels.js";
import type { Value } from "../../table.js";
import { asNumber } from "./missingCodes.js";
import type { RawColumn } from "./rawSurvey.js";

/** A column with its answers: missing ones are null. */
export interface Answered {
  readonly raw: RawColumn;
  readonly cells: readonly Value[];
}

/** Which answers were given, and how many times each, as text. */
export interface Given {
  readonly counts: ReadonlyMap<string, number>;
  readonly texts: readonly string[];
  readonly total: number;
  /** The distinct answers as numbers, ascending, where all are. */
  readonly numbers: readonly number[] | undefined;
}

/** The distinct answers of a column. */
export function answersGiven(cells: readonly Value[]): Given {
  const counts = new Map<string, number>();
  let total = 0;
  let allNumbers = true;
  for (const cell of cells) {
    if (cell === null || cell === undefined) continue;
    const text = textOf(cell);
    counts.set(text, (counts.get(text) ?? 0) + 1);
    total++;
    allNumbers &&= asNumber(cell) !== undefined;
  }
  const texts = [...counts.keys()].sort(compareLevels);
  const numbers = allNumbers && total > 0 ? [...new Set(texts.map(Number))].sort((a, b) => a - b) : undefined;
  return { counts, texts, total, numbers };
}

/** A cell as the text of a level. */
export function textOf(cell: Value): string {
  return cell instanceof Date ? cell.toISOString() : String(cell).replace(/\s+/g, " ").trim();
}
