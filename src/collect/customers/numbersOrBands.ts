import { type Band, readBands } from "../../bands.js";
import { counted } from "../../readable.js";
import type { Value } from "../../table.js";
import { numberReadings } from "../read/numberForms.js";
import { cellError, type RoleColumn } from "./roleColumn.js";

/** Numbers, or the texts of bands and what they mean. */
export interface NumbersOrBands {
  readonly values: readonly Value[];
  readonly bands?: readonly Band[];
}

/**
 * The cells of a role that counts or measures: numbers, numbers as people write them ("$1,200,000"), or bands ("11-50").
 *
 * @throws DataError where a cell is none of them.
 */
export function numbersOrBands(column: RoleColumn, warnings: string[]): NumbersOrBands {
  const { role, cells } = column;
  const texts = cells.map((cell) => (cell === null ? null : String(cell).trim()));
  const plain = texts.map(plainNumber);
  if (!plain.includes(undefined)) return { values: plain as (number | null)[] };
  const written = [...new Set(texts.filter((text) => text !== null))];
  const dressed = dressedNumbers(written);
  if (dressed !== undefined) {
    const odd = texts.filter((text) => text !== null && plainNumber(text) === undefined) as string[];
    const shown = dressed.doubtful ?? odd[0]!;
    const doubt = dressed.doubtful === undefined ? "" : "; if its mark is a decimal one, tell read with { decimal }";
    warnings.push(
      `${role}: ${counted(odd.length, "number is", "numbers are")} written such as ${JSON.stringify(shown)}, read as ${dressed.values.get(shown)}${doubt}.`,
    );
    return { values: texts.map((text) => (text === null ? null : dressed.values.get(text)!)) };
  }
  const found = readBands(written, 1);
  if (found === undefined) {
    const alone = (text: string) => numberReadings(text)?.finite === true || readBands([text], 1) !== undefined;
    const culprit = texts.findIndex((text) => text !== null && !alone(text));
    throw cellError(
      column,
      culprit < 0 ? plain.indexOf(undefined) : culprit,
      `numbers, or bands such as "25-34" and "65+", for ${role}`,
      culprit < 0 ? "write all with one currency or unit" : "correct it, or name it in { missing }",
    );
  }
  if (found.overlapping.length > 0)
    warnings.push(
      `${role}: bands overlap (${found.overlapping.map((text) => JSON.stringify(text)).join(", ")} with the one before).`,
    );
  return { values: texts, bands: found.bands };
}

/** A number as computers write it; undefined where the text is something else. */
function plainNumber(text: string | null): number | null | undefined {
  if (text === null) return null;
  return /^[-+]?(?:\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : undefined;
}

/** Numbers with separators of thousands, one currency or percent signs; undefined where a text is something else. */
function dressedNumbers(
  texts: readonly string[],
): { values: ReadonlyMap<string, number>; doubtful: string | undefined } | undefined {
  const units = new Set<string>();
  let [dot, comma] = [true, true];
  for (const text of texts) {
    const reading = numberReadings(text);
    if (reading === undefined || !reading.finite) return undefined;
    if (reading.unit !== "") units.add(reading.unit);
    else if (texts.some((other) => other.includes("%"))) return undefined;
    dot &&= reading.dot;
    comma &&= reading.comma;
  }
  if (units.size > 1 || (!dot && !comma)) return undefined;
  const mark = dot ? "." : ",";
  return {
    values: new Map(texts.map((text) => [text, numberOf(text, mark)])),
    doubtful: dot && comma ? texts.find((text) => /\d[.,]\d/.test(text)) : undefined,
  };
}

function numberOf(text: string, mark: "." | ","): number {
  if (/^[-+]?[\d.]+(?:e[-+]?\d+)?$/i.test(text) && mark === ".") return Number(text);
  const digits = [...text].filter((one) => /\d/.test(one) || one === mark).join("");
  return Number(digits.replace(",", ".")) * (/[(\u2212-]/.test(text) ? -1 : 1);
}
