import type { Value } from "../../table.js";

/** What stands for no answer where nothing else is said. Case and spaces around do not matter; declared levels go before. */
export const missingAnswers: readonly (string | number)[] = [
  "",
  "NA",
  "N/A",
  "#N/A",
  "NULL",
  "Prefer not to say",
  "Prefer not to answer",
  "I prefer not to say",
  "I prefer not to answer",
  "Prefer not to disclose",
  "Rather not say",
  "No answer",
  "Refused",
  "Not answered",
  "Not applicable",
  "Don't know",
  "Do not know",
  "I don't know",
  -1,
  -8,
  -9,
  -77,
  -88,
  -99,
  -999,
  66,
  77,
  88,
  96,
  97,
  98,
  99,
  999,
];

/** Tells whether a cell stands for no answer; the code as it is reported, or undefined. */
export type FindMissing = (cell: Value) => string | undefined;

/** A finder of the codes. Numbers count only where `numbers` says so: 99 is an age, too. */
export function findMissing(codes: readonly (string | number)[], numbers: boolean): FindMissing {
  const texts = new Set(codes.filter((code) => typeof code === "string").map((code) => bare(code as string)));
  const values = new Set(codes.filter((code) => typeof code === "number"));
  return (cell) => {
    if (cell === null || cell === undefined) return "(empty)";
    if (typeof cell === "string") {
      const text = bare(cell);
      if (text === "") return "(empty)";
      if (texts.has(text)) return cell.trim();
      return numbers && values.has(asNumber(cell) ?? Number.NaN) ? cell.trim() : undefined;
    }
    return numbers && values.has(asNumber(cell) ?? Number.NaN) ? String(cell) : undefined;
  };
}

/** A cell as a number, where it is one. */
export function asNumber(cell: Value): number | undefined {
  if (typeof cell === "number") return Number.isFinite(cell) ? cell : undefined;
  if (typeof cell === "bigint") return Number(cell);
  if (typeof cell !== "string" || !/^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?\s*$/i.test(cell)) return undefined;
  const value = Number(cell);
  return Number.isFinite(value) ? value : undefined;
}

function bare(text: string): string {
  return text.trim().replace(/\s+/g, " ").replace(/[’]/g, "'").toLowerCase();
}
