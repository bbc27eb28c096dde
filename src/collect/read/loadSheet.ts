import type { Engine } from "../../engine/engine.js";
import type { Relation } from "../../engine/relation.js";
import { closest, DataError } from "../../errors.js";
import { tableOf } from "../../table.js";
import { guessLayout, type LayoutOptions } from "./layout.js";

/** The cells of one sheet of a spreadsheet, all as text, in columns c0, c1, ... */
export interface LoadedSheet {
  readonly raw: Relation;
  readonly names: readonly string[];
  readonly header: boolean;
  readonly sheet: string;
  readonly notes: string[];
}

/**
 * Reads a sheet (the first where none is named). Cells become text as exact as they were stored, so that types are found
 * by the same rules as in text files; a number shown with leading zeros keeps them.
 */
export async function loadSheet(
  engine: Engine,
  bytes: Buffer,
  file: string,
  sheetAsked: string | undefined,
  options: LayoutOptions,
): Promise<LoadedSheet> {
  // Spreadsheets are rare and their reader is large, so it is loaded when it is needed.
  const { read, utils } = await import("@e965/xlsx");
  let workbook: ReturnType<typeof read>;
  try {
    workbook = read(bytes, { cellDates: true, UTC: true, cellNF: true, dense: true });
  } catch (cause) {
    throw new DataError(`expected a spreadsheet, but it cannot be read: ${(cause as Error).message}; it may be cut`, {
      file,
    });
  }
  const sheet = sheetAsked ?? workbook.SheetNames[0];
  if (sheet === undefined) throw new DataError("expected a spreadsheet with a sheet, got none", { file });
  const content = workbook.Sheets[sheet];
  if (content === undefined) {
    const near = closest(sheet, workbook.SheetNames);
    throw new DataError(
      `expected a sheet named ${JSON.stringify(sheet)}, found ${workbook.SheetNames.map((name) => JSON.stringify(name)).join(", ")}.${near === undefined ? "" : ` Did you mean ${JSON.stringify(near)}?`}`,
      { file },
    );
  }
  const notes: string[] = [];
  if (sheetAsked === undefined && workbook.SheetNames.length > 1)
    notes.push(
      `the first of ${workbook.SheetNames.length} sheets was read; the others are ${workbook.SheetNames.slice(1)
        .map((name) => JSON.stringify(name))
        .join(", ")}`,
    );
  const cells = (content["!data"] ?? []) as (SheetCell | undefined)[][];
  const range = content["!ref"] === undefined ? undefined : utils.decode_range(content["!ref"]);
  const rows: string[][] = [];
  let blank = 0;
  for (const line of Array.from(cells)) {
    const row = Array.from({ length: (range?.e.c ?? -1) + 1 }, (_, j) => cellText(line?.[j]));
    if (row.every((cell) => cell === "")) {
      // Rows below the last one with content belong to the sheet's frame, not to its data.
      blank++;
      continue;
    }
    rows.push(row);
  }
  if (rows.length === 0) throw new DataError(`expected rows, got the empty sheet ${JSON.stringify(sheet)}`, { file });
  if (blank > 0) notes.push(`${blank} blank rows of the sheet were left out`);
  const used = rows[0]!.map((_, j) => rows.some((row) => row[j] !== ""));
  const kept = used.flatMap((some, j) => (some ? [j] : []));
  const body = rows.map((row) => kept.map((j) => row[j]!));
  const written = body.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join("\t")).slice(0, 200);
  const layout = guessLayout(`${written.join("\n")}\n`, true, file, {
    ...options,
    delimiter: "\t",
    quote: '"',
    escape: '"',
  });
  const data = layout.header ? body.slice(1) : body;
  const columns = Object.fromEntries(kept.map((_, j) => [`c${j}`, data.map((row) => row[j]!)]));
  return {
    raw: engine.load(tableOf(columns)),
    names: layout.names,
    header: layout.header,
    sheet,
    notes: [...notes, ...layout.notes],
  };
}

interface SheetCell {
  readonly t: string;
  readonly v?: unknown;
  readonly w?: string;
  readonly z?: unknown;
}

function cellText(cell: SheetCell | undefined): string {
  if (cell === undefined || cell.v === undefined || cell.v === null) return cell?.t === "e" ? (cell.w ?? "#ERROR") : "";
  if (cell.t === "e") return cell.w ?? "#ERROR";
  if (cell.v instanceof Date) return timeText(cell.v);
  if (typeof cell.v === "number" && typeof cell.z === "string" && /^0{2,}$/.test(cell.z))
    return cell.w ?? String(cell.v);
  return String(cell.v);
}

/** Spreadsheets store days as fractions, so that a second comes back some milliseconds off. */
function timeText(time: Date): string {
  const text = new Date(Math.round(time.getTime() / 1000) * 1000).toISOString();
  return text.endsWith("T00:00:00.000Z") ? text.slice(0, 10) : text.slice(0, 19).replace("T", " ");
}
