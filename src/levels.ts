import { readBands } from "./bands.js";
import { DataError } from "./errors.js";
import type { Value } from "./table.js";

/**
 * The different values of a column of categories, as text, in order: bands such as "18-24" and "65+" from the lowest; else numbers by their size (so
 * that 10 comes after 2), then other texts by the alphabet. Numbers that are written as text count as numbers; missing values are no level.
 *
 * @throws DataError where a value is neither text, a finite number nor true or false.
 */
export function levelsOf(cells: ArrayLike<Value>, name: string): string[] {
  const texts = Array.from(cells, (cell, i) => levelText(cell, i, name));
  const levels = [...new Set(texts.filter((text) => text !== null))].sort(compareLevels);
  return readBands(levels)?.bands.map(({ text }) => text) ?? levels;
}

/** The level that a cell holds, null where it is missing. `i` is its row from 0, `name` its column. */
export function levelText(cell: Value | undefined, i: number, name: string): string | null {
  if (cell === null || cell === undefined) return null;
  if (typeof cell === "string" || typeof cell === "boolean" || typeof cell === "bigint") return String(cell);
  if (typeof cell === "number" && Number.isFinite(cell)) return String(cell);
  throw new DataError(`expected text, a finite number or true/false as a level, got ${String(cell)}`, {
    row: i + 1,
    column: name,
  });
}

/** The order of levels: numbers by their size, then other texts by the alphabet. */
export function compareLevels(a: string, b: string): number {
  const [left, right] = [sizeOf(a), sizeOf(b)];
  if (left !== right) return left < right ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Texts that are no number come last. */
function sizeOf(text: string): number {
  const size = text.trim() === "" ? Number.NaN : Number(text);
  return Number.isFinite(size) ? size : Number.POSITIVE_INFINITY;
}

/** What the levels without a place of their own are called together: "(other)", in more parentheses where a level has that name. */
export function otherLevel(taken: readonly string[]): string {
  let name = "(other)";
  while (taken.includes(name)) name = `(${name})`;
  return name;
}
