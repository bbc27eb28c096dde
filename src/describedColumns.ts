import { quoted, requireColumn } from "./errors.js";
import { levelsOf } from "./levels.js";
import { column, type Table, type Value } from "./table.js";
import { yesLevel } from "./yesLevel.js";

/** A column of text or true/false, by its levels. */
export interface ProfileCategory {
  readonly column: string;
  /** Its values: numbers by size, texts by the alphabet. */
  readonly levels: readonly string[];
  /** The level that says yes, where the levels are yes and no, true and false, y and n, or 1 and 0. */
  readonly yes?: string;
}

/** A category with the level of each row by its place among `levels`; -1 is missing. */
export interface CodedCategory extends ProfileCategory {
  readonly codes: Int32Array;
}

/** Text with more levels than this tells a reader nothing level by level; it is described only where it is asked for. */
const mostLevels = 20;

/**
 * Which columns a profile describes, and contrasts compare: those asked for, or all but the id. Text and true/false columns that are not asked for are left out where
 * they have more than 20 levels, a single one, or another value in each row (names, ids); `leftOut` says which and why, and so where a column holds
 * no value, or neither numbers, text nor true/false; `option` is where the caller asks. A column's kind is that of its first value.
 */
export function describedColumns(
  table: Table,
  id: string,
  asked?: readonly string[],
  option: "columns" | "variables" = "columns",
): { numbers: string[]; categories: CodedCategory[]; leftOut: { column: string; note: string }[] } {
  const names = table.columnNames();
  for (const name of asked ?? []) requireColumn(names, name, "a column to describe");
  const numbers: string[] = [];
  const categories: CodedCategory[] = [];
  const leftOut: { column: string; note: string }[] = [];
  for (const name of asked ?? names.filter((name) => name !== id)) {
    const cells = column(table, name);
    const kind = kindOf(cells);
    if (kind === "category") {
      const category = coded(name, cells);
      const reason = asked === undefined ? tellsNothing(category) : undefined;
      if (reason === undefined) categories.push(category);
      else
        leftOut.push({
          column: name,
          note: `${quoted(name)} is left out: ${reason}; name it in ${option} to keep it.`,
        });
    } else if (kind === "number" || asked !== undefined) numbers.push(name);
    else
      leftOut.push({
        column: name,
        note: `${quoted(name)} is left out: ${kind === "empty" ? "it holds no value" : "it holds neither numbers, text nor true/false"}.`,
      });
  }
  return { numbers, categories, leftOut };
}

function coded(name: string, cells: ArrayLike<Value>): CodedCategory {
  const levels = levelsOf(cells, name);
  const place = new Map(levels.map((level, code) => [level, code]));
  const yes = yesLevel(levels);
  const codes = Int32Array.from(cells, (cell) => (cell === null || cell === undefined ? -1 : place.get(String(cell))!));
  return { column: name, levels, ...(yes === undefined ? {} : { yes }), codes };
}

/** Why a column is left out unless it is asked for. */
function tellsNothing({ levels, codes }: CodedCategory): string | undefined {
  if (levels.length === 1) return `its one value is ${JSON.stringify(levels[0])}`;
  const given = codes.reduce((count, code) => count + Number(code >= 0), 0);
  if (levels.length === given) return `each of its ${given} values is another one, as in ids and names`;
  if (levels.length > mostLevels) return `it has ${levels.length} levels, more than ${mostLevels}`;
  return undefined;
}

function kindOf(cells: ArrayLike<Value>): "number" | "category" | "empty" | "other" {
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i];
    if (cell === null || cell === undefined) continue;
    if (typeof cell === "number" || typeof cell === "bigint") return "number";
    return typeof cell === "string" || typeof cell === "boolean" ? "category" : "other";
  }
  return "empty";
}
