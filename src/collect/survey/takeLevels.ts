import type { Value } from "../../table.js";
import { textOf } from "./answersGiven.js";
import { looseText } from "./codeAnswers.js";
import type { ItemDeclaration } from "./item.js";
import { findMissing, missingAnswers } from "./missingCodes.js";
import type { RawColumn } from "./rawSurvey.js";

/**
 * The declaration of a column with the levels of the survey, where all its answers are among these and nothing else is said of it: no levels, no kind but "likert", and no
 * labels in the file.
 */
export function takeLevels(
  column: RawColumn,
  declared: ItemDeclaration,
  levels: readonly string[] | undefined,
  missing: readonly (string | number)[] | undefined,
): ItemDeclaration {
  if (levels === undefined || declared.levels !== undefined || (declared.kind ?? "likert") !== "likert")
    return declared;
  if (column.written === true || column.several === true || column.labels !== undefined) return declared;
  const known = new Set(levels.map(looseText));
  const isMissing = findMissing(declared.missing ?? missing ?? missingAnswers, true);
  const isLevel = (cell: Value) => cell !== null && known.has(looseText(textOf(cell)));
  const all = column.cells.every((cell) => isLevel(cell) || isMissing(cell) !== undefined);
  return all && column.cells.some(isLevel) ? { ...declared, levels } : declared;
}
