import { DataError } from "../../errors.js";
import { dateForms } from "./dateForms.js";
import { numberReadings } from "./numberForms.js";
import { splitRecords } from "./splitRecords.js";

/** How a text file is laid out: what stands between fields, whether the first line names them, and their names. */
export interface Layout {
  /** One character, or `"whitespace"` for any run of spaces and tabs. */
  readonly delimiter: string;
  readonly header: boolean;
  readonly names: readonly string[];
  readonly notes: readonly string[];
}

/** The overriding answers. */
export interface LayoutOptions {
  readonly delimiter: string | undefined;
  readonly quote: string;
  readonly escape: string;
  readonly header: boolean | undefined;
  readonly columns: readonly string[] | undefined;
}

/**
 * Guesses the layout from the beginning of a file. The delimiter is the one with which most records have as many fields as
 * the first; tab, semicolon and bar go before the comma where both fit, for a comma may also stand inside numbers.
 * The first line is a header unless it holds numbers or dates where the lines below hold them too; years in a row (2010, 2011) are names.
 *
 * @throws DataError where there is no row, a header without rows, or two columns of one name.
 */
export function guessLayout(head: string, whole: boolean, file: string, options: LayoutOptions): Layout {
  const notes: string[] = [];
  const delimiter = options.delimiter ?? guessDelimiter(head, whole, options);
  const records = recordsOf(head, whole, delimiter, options);
  if (records.length === 0) throw new DataError("expected rows, got a file without any", { file });
  const fields = records[0]!.length;
  if (fields === 1 && options.delimiter === undefined)
    notes.push("no delimiter was found, so there is one column; pass { delimiter } if there are more");
  const header = options.header ?? looksLikeHeader(records, options.columns);
  if (header && records.length === 1 && whole)
    throw new DataError(
      "expected rows below the header, got only one line; pass { header: false } if it is data, not names",
      { file },
    );
  if (options.columns !== undefined && options.columns.length !== fields)
    throw new DataError(
      `expected ${fields} names in { columns }, as the first line has fields, got ${options.columns.length}`,
      {
        file,
      },
    );
  const names =
    options.columns ?? columnNames(header ? records[0]! : new Array<string>(fields).fill(""), header, notes);
  requireDistinct(names, file);
  if (header && options.header === undefined && options.columns?.some((name, j) => name !== records[0]![j]!.trim()))
    notes.push(
      `the first line (${records[0]!.slice(0, 3).join(", ")}${fields > 3 ? ", ..." : ""}) was taken for a header, which { columns } replaces; pass { header: false } if it is data`,
    );
  return { delimiter, header, names, notes };
}

/** The records of a piece of text in this layout. */
function recordsOf(text: string, whole: boolean, delimiter: string, options: LayoutOptions): string[][] {
  if (delimiter !== "whitespace")
    return splitRecords(text, { delimiter, quote: options.quote, escape: options.escape, whole });
  const lines = text.split(/\r\n|\n|\r/);
  if (!whole) lines.pop();
  return lines.filter((line) => line.trim() !== "").map((line) => line.trim().split(/[ \t]+/));
}

function guessDelimiter(head: string, whole: boolean, options: LayoutOptions): string {
  let best = ",";
  let bestShare = 0;
  for (const delimiter of ["\t", ";", "|", ",", " ", "whitespace"]) {
    const last = delimiter === " " || delimiter === "whitespace";
    if (last && bestShare > 0.5) break;
    const records = recordsOf(head, whole, delimiter, options).slice(0, 1000);
    const fields = records[0]?.length ?? 0;
    if (fields < 2) continue;
    const share = records.filter((record) => record.length === fields).length / records.length;
    // Words in a line of prose vary in number; columns do not.
    if (share > bestShare + 1e-9 && (!last || (share > 0.95 && (delimiter === "whitespace" || !hasEmpty(records))))) {
      best = delimiter;
      bestShare = share;
    }
  }
  return best;
}

/** Runs of spaces give empty fields where a single space is taken for the delimiter. */
function hasEmpty(records: readonly string[][]): boolean {
  return records.some((record) => record.includes(""));
}

function looksLikeHeader(records: readonly string[][], columns: readonly string[] | undefined): boolean {
  const first = records[0]!;
  if (columns !== undefined && first.every((field, j) => field.trim() === columns[j])) return true;
  const years = first.map((field) => field.trim()).filter((field) => /^(19|20)\d\d$/.test(field));
  if (years.length > 1 && years.every((year, i) => i === 0 || +year === +years[i - 1]! + 1)) return true;
  const rest = records.slice(1, 200);
  let [named, valued] = [0, 0];
  first.forEach((field, j) => {
    if (field.trim() === "") return;
    const below = rest.map((record) => (record[j] ?? "").trim()).filter((cell) => cell !== "");
    if (isValue(field.trim())) valued++;
    else if (below.length > 0 && below.every(isValue)) named++;
  });
  return named > 0 || valued === 0;
}

function isValue(cell: string): boolean {
  return /^[+-]?\d+$/.test(cell) || numberReadings(cell) !== undefined || dateForms(cell).length > 0;
}

function columnNames(first: readonly string[], header: boolean, notes: string[]): string[] {
  return first.map((field, j) => {
    const name = field.trim();
    if (header && name === "") notes.push(`column ${j + 1} has no name in the header and is called column${j + 1}`);
    else if (name !== field) notes.push(`spaces around the name ${JSON.stringify(name)} were taken off`);
    return name === "" ? `column${j + 1}` : name;
  });
}

/** Two columns of one name cannot both be asked for; SQL makes no difference between capital and small letters. */
export function requireDistinct(names: readonly string[], file: string): void {
  const seen = new Map<string, number>();
  names.forEach((name, j) => {
    const before = seen.get(name.toLowerCase());
    if (before !== undefined)
      throw new DataError(
        `expected distinct column names, got ${JSON.stringify(names[before])} in column ${before + 1} and ${JSON.stringify(name)} in column ${j + 1}; ` +
          "pass { columns: [...] } to name all columns yourself, or { header: false } if the first line is data",
        { file, column: name },
      );
    seen.set(name.toLowerCase(), j);
  });
}
