import type { Id } from "../../matrix.js";
import { counted } from "../../readable.js";
import { cellError, type RoleColumn } from "./roleColumn.js";

/**
 * The ids of the customers, without spaces around them.
 *
 * @throws DataError where one is missing, is neither text nor a number, or stands in two rows.
 */
export function idsOf(column: RoleColumn, warnings: string[]): Id[] {
  const { cells, rows } = column;
  let spaced = 0;
  const ids = cells.map((cell, i): Id => {
    const id = typeof cell === "string" ? cell.trim() : typeof cell === "bigint" ? String(cell) : cell;
    if (id === null || id === "" || Number.isNaN(id))
      throw cellError(column, i, "an id for every customer", "give it one, or leave the row out", "none");
    if (typeof id !== "string" && typeof id !== "number")
      throw cellError(column, i, "an id to be text or a number", "name another column", typeof id);
    if (typeof id === "string" && id !== cell && typeof cell === "string") spaced++;
    return id;
  });
  const first = new Map<Id, number>();
  const again = new Map<Id, number[]>();
  ids.forEach((id, i) => {
    if (first.has(id)) again.set(id, [...(again.get(id) ?? [first.get(id)!]), i]);
    else first.set(id, i);
  });
  for (const [id, places] of again) {
    const named = places.slice(0, 5).map((i) => rows?.[i] ?? i + 1);
    const more = places.length > 5 ? `${places.length - 5} more` : named.pop();
    const others = again.size > 1 ? ` (and ${counted(again.size - 1, "other id")} more than once)` : "";
    const got = `${JSON.stringify(id)} in rows ${named.join(", ")} and ${more}${others}`;
    throw cellError(column, places[1]!, "one row a customer", "keep one of them", got);
  }
  if (spaced > 0) warnings.push(`customer: spaces around ${counted(spaced, "id")} were taken off.`);
  return ids;
}
