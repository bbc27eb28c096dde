import { DataError, type DataPlace } from "../../errors.js";
import { compareLevels } from "../../levels.js";
import { counted } from "../../readable.js";
import type { Value } from "../../table.js";
import { textOf } from "./answersGiven.js";
import { codeLevels, codeNumbers, codeRanks, splitChoices } from "./codeAnswers.js";
import type { Item, ItemDeclaration, ItemKind } from "./item.js";
import type { Proposal } from "./proposal.js";
import type { RawColumn } from "./rawSurvey.js";
import { shortNames } from "./shortNames.js";
import { wholeRange } from "./wholeRange.js";

/** An item with its answers, and why it is what it is. */
export interface MadeItem {
  readonly item: Item;
  readonly values: readonly (string | number | null)[];
  readonly because: string;
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * The item of a column, or several where the column holds several choices. What is declared goes before what was proposed.
 *
 * @throws DataError where an answer does not fit, or levels have to be declared.
 */
export function makeItems(
  raw: RawColumn,
  cells: readonly Value[],
  declared: ItemDeclaration,
  proposal: Proposal,
  place: DataPlace,
): MadeItem[] {
  const kind = declared.kind ?? kindOfLevels(declared, proposal);
  const same = kind === proposal.kind;
  const because =
    declared.kind !== undefined ? "declared" : declared.levels === undefined ? proposal.because : "declared levels";
  const proposed = same && declared.levels === undefined;
  const notes = proposed && proposal.note !== undefined ? [proposal.note] : [];
  const warnings = proposed && proposal.warning !== undefined ? [proposal.warning] : [];
  const made = (
    values: readonly (string | number | null)[],
    levels?: readonly string[],
    codes?: readonly number[],
    more: readonly string[] = [],
  ): MadeItem[] => [
    { item: itemOf(raw, declared, kind, levels, codes), values, because, notes: [...notes, ...more], warnings },
  ];
  if (kind === "number") return made(codeNumbers(cells, place));
  if (kind === "ranking") return made(codeRanks(cells, place));
  if (kind === "open") return made(cells.map((cell) => (cell === null ? null : textOf(cell))));
  if (kind === "multiple" && !isOneChoice(cells, declared, proposal))
    return choicesOf(raw, cells, declared, proposal, because, place);
  if (kind === "multiple")
    return made(
      cells.map((cell) => taken(cell)),
      ["not chosen", "chosen"],
      [0, 1],
    );
  const { levels, codes } = levelsOf(kind, cells, declared, proposal, place);
  const { values, respelt } = codeLevels(cells, levels, codes, place);
  const more =
    respelt === 0 ? [] : [`${counted(respelt, "answer")} of ${raw.name} differ from their level in capitals or spaces`];
  if (kind !== "choice") return made(values, levels, codes, more);
  const byCode = new Map(codes.map((code, i) => [code, levels[i]!]));
  return made(
    values.map((value) => (value === null ? null : byCode.get(value)!)),
    levels,
    codes,
    more,
  );
}

function kindOfLevels(declared: ItemDeclaration, proposal: Proposal): ItemKind {
  if (declared.levels === undefined) return proposal.kind;
  if (["likert", "binary", "choice", "multiple"].includes(proposal.kind)) {
    // Levels are declared in order, so a choice of more than two becomes a scale.
    return proposal.kind === "choice" || proposal.kind === "binary" || proposal.kind === "likert"
      ? declared.levels.length === 2
        ? "binary"
        : "likert"
      : proposal.kind;
  }
  return declared.levels.length === 2 ? "binary" : "likert";
}

function itemOf(
  raw: RawColumn,
  declared: ItemDeclaration,
  kind: ItemKind,
  levels: readonly string[] | undefined,
  codes: readonly number[] | undefined,
): Item {
  const question = declared.question ?? raw.question;
  const of = declared.of ?? raw.of;
  return {
    name: raw.name,
    ...(question === undefined ? {} : { question }),
    ...(raw.stem === undefined ? {} : { stem: raw.stem }),
    kind,
    ...(levels === undefined ? {} : { levels }),
    ...(codes === undefined ? {} : { codes }),
    ...(declared.scale === undefined ? {} : { scale: declared.scale }),
    ...(declared.reversed === undefined ? {} : { reversed: declared.reversed }),
    ...(of === undefined ? {} : { of }),
  };
}

/** Whether a column of several choices is about one of them: its answers are 0 and 1, or one text. */
function isOneChoice(cells: readonly Value[], declared: ItemDeclaration, proposal: Proposal): boolean {
  if (declared.levels !== undefined || declared.separator !== undefined) return false;
  if (proposal.kind === "multiple") return proposal.levels?.[0] === "not chosen";
  const texts = new Set(cells.filter((cell) => cell !== null).map((cell) => textOf(cell)));
  const flags = [...texts].every((text) => /^(?:0|1|true|false|yes|no)$/i.test(text));
  return flags || texts.size < 2;
}

function taken(cell: Value): number | null {
  if (cell === null) return null;
  return /^(?:0|false|no)$/i.test(textOf(cell)) ? 0 : 1;
}

function choicesOf(
  raw: RawColumn,
  cells: readonly Value[],
  declared: ItemDeclaration,
  proposal: Proposal,
  because: string,
  place: DataPlace,
): MadeItem[] {
  const separator = declared.separator ?? proposal.separator ?? ",";
  const levels = declared.levels ?? (proposal.kind === "multiple" ? proposal.levels! : partsOf(cells, separator));
  const columns = splitChoices(cells, levels, separator, place);
  return shortNames(levels, 3).map((short, j) => ({
    item: {
      ...itemOf(
        { ...raw, question: levels[j]! },
        { ...declared, question: levels[j]! },
        "multiple",
        ["not chosen", "chosen"],
        [0, 1],
      ),
      name: `${raw.name}_${short}`,
      ...((declared.question ?? raw.question) === undefined ? {} : { stem: (declared.question ?? raw.question)! }),
      of: declared.of ?? raw.name,
    },
    values: columns[j]!,
    because,
    notes: [],
    warnings: [],
  }));
}

function partsOf(cells: readonly Value[], separator: string): string[] {
  const parts = cells
    .flatMap((cell) => (cell === null ? [] : textOf(cell).split(separator.trim())))
    .map((part) => part.trim());
  return [...new Set(parts)].filter((part) => part !== "").sort(compareLevels);
}

function levelsOf(
  kind: ItemKind,
  cells: readonly Value[],
  declared: ItemDeclaration,
  proposal: Proposal,
  place: DataPlace,
): { levels: readonly string[]; codes: readonly number[] } {
  const found = [...new Set(cells.filter((cell) => cell !== null).map((cell) => textOf(cell)))].sort(compareLevels);
  const proposed = proposal.kind === "multiple" || proposal.kind === "open" ? undefined : proposal.levels;
  // A choice has no order that a scale could take over, except brackets.
  const ordered = proposal.kind !== "choice" || proposal.because.startsWith("brackets");
  const levels =
    declared.levels ??
    (kind === "choice" || ordered ? proposed : undefined) ??
    (kind === "likert" ? wholeNumbers(found) : found);
  if (levels === undefined)
    throw new DataError(
      `expected levels whose order is known, got ${found
        .slice(0, 6)
        .map((text) => JSON.stringify(text))
        .join(", ")}${found.length > 6 ? ", ..." : ""}; declare { levels: [lowest, ..., highest] }`,
      place,
    );
  if (kind === "binary" && levels.length !== 2)
    throw new DataError(
      `expected two levels of a binary item, got ${
        levels
          .slice(0, 6)
          .map((text) => JSON.stringify(text))
          .join(", ") || "none"
      }; declare { levels }`,
      place,
    );
  const codes =
    declared.codes ??
    (declared.levels === undefined && proposal.levels === levels ? proposal.codes : undefined) ??
    numberedLevels(kind, levels);
  return { levels, codes };
}

/** Whole numbers from the least to the greatest, where all answers are such. */
function wholeNumbers(found: readonly string[]): string[] | undefined {
  const numbers = found.map(Number);
  if (found.length === 0 || !numbers.every(Number.isInteger)) return undefined;
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  return high - low > 100 ? undefined : wholeRange({ low, high }).map(String);
}

/** Levels that are numbers keep them; two count 0 and 1, more from 1. */
function numberedLevels(kind: ItemKind, levels: readonly string[]): number[] {
  const numbers = levels.map((level) => (level.trim() === "" ? Number.NaN : Number(level)));
  if (numbers.every(Number.isFinite)) return numbers;
  return levels.map((_, i) => i + (kind === "binary" ? 0 : 1));
}
