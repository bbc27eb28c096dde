import { quoted, requireOptions, requireResult } from "../../errors.js";
import type { SurveyOptions } from "../survey.js";
import { type ItemDeclaration, kinds } from "./item.js";

const known = {
  id: true,
  items: true,
  levels: true,
  about: true,
  missing: true,
  like: true,
  leaveOut: true,
} satisfies Record<keyof SurveyOptions, true>;

const declarable = {
  kind: true,
  levels: true,
  codes: true,
  question: true,
  scale: true,
  reversed: true,
  of: true,
  missing: true,
  separator: true,
} satisfies Record<keyof ItemDeclaration, true>;

/**
 * The declarations of items by name.
 *
 * @throws TypeError where an option of survey is unknown or of the wrong kind, RangeError where it cannot be meant.
 */
export function checkOptions(options: SurveyOptions): Map<string, ItemDeclaration> {
  requireOptions(options, known, "survey");
  requireForms(options);
  if (options.like !== undefined) requireResult(options.like, "answers", "survey");
  return declarations(options.items);
}

function requireForms({ id, about, levels, missing }: SurveyOptions): void {
  if (id !== undefined && id !== null && typeof id !== "string")
    throw new TypeError(`expected id as the name of a column, or null to number the rows, got ${quoted(id)}`);
  if (about !== undefined && !isListOf(about, ["string"]))
    throw new TypeError(`expected about as a list of columns, such as ["duration"], got ${quoted(about)}`);
  if (levels !== undefined) requireLevels(levels, "");
  if (missing !== undefined) requireCodes(missing, "");
}

function requireLevels(levels: unknown, of: string): void {
  if (!isListOf(levels, ["string"]))
    throw new TypeError(`expected levels${of} as a list of texts, lowest first, got ${quoted(levels)}`);
  const different = new Set(levels as readonly string[]);
  if (different.size < 2 || different.size < (levels as readonly string[]).length)
    throw new RangeError(`expected at least two levels${of}, all different, got ${JSON.stringify(levels)}`);
}

function requireCodes(missing: unknown, of: string): void {
  if (!isListOf(missing, ["string", "number"]))
    throw new TypeError(
      `expected missing${of} as a list of texts and numbers that stand for no answer, such as [99, "refused"], got ${quoted(missing)}`,
    );
}

function isListOf(value: unknown, types: readonly string[]): boolean {
  return Array.isArray(value) && value.every((one) => types.includes(typeof one));
}

/** The declarations by name, each checked. */
function declarations(items: SurveyOptions["items"] = {}): Map<string, ItemDeclaration> {
  if (Array.isArray(items)) return new Map((items as readonly string[]).map((name) => [name, {}]));
  if (typeof items !== "object" || items === null)
    throw new TypeError(
      `expected items such as { q1: { kind: "likert", levels: [...] } } or a list of names, got ${items}`,
    );
  const entries = Object.entries(items as Readonly<Record<string, ItemDeclaration>>);
  for (const [name, declared] of entries) {
    requireOptions(declared, declarable, `item ${JSON.stringify(name)}`);
    const { kind, levels, codes } = declared;
    if (kind !== undefined && !kinds.includes(kind))
      throw new RangeError(
        `expected the kind of ${JSON.stringify(name)} to be one of ${kinds.join(", ")}, got ${JSON.stringify(kind)}`,
      );
    if (levels !== undefined) requireLevels(levels, ` of ${JSON.stringify(name)}`);
    if (declared.missing !== undefined) requireCodes(declared.missing, ` of ${JSON.stringify(name)}`);
    const { separator } = declared;
    if (separator !== undefined && (typeof separator !== "string" || separator.trim() === ""))
      throw new TypeError(
        `expected the separator of ${JSON.stringify(name)} as a text other than spaces, such as ";", got ${quoted(separator)}`,
      );
    if (
      codes !== undefined &&
      (!Array.isArray(codes) ||
        codes.length !== levels?.length ||
        !codes.every(Number.isFinite) ||
        new Set(codes).size < codes.length)
    )
      throw new RangeError(
        `expected codes of ${JSON.stringify(name)} to be as many different numbers as it has levels, got ${JSON.stringify(codes)}`,
      );
  }
  return new Map(entries);
}
