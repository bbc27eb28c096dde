import type { Id } from "../matrix.js";

/** Ids in order: by size where all are numbers, else by the code units of their text, the same on every machine. */
export function inOrder<I extends Id>(ids: readonly I[]): I[] {
  const numbers = ids.every((id) => id !== "" && Number.isFinite(Number(id)));
  return [...ids].sort((first, second) => {
    if (numbers && Number(first) !== Number(second)) return Number(first) - Number(second);
    const [a, b] = [String(first), String(second)];
    return a < b ? -1 : a > b ? 1 : 0;
  });
}

/** The rows in the order of their ids, each of which occurs once. */
export function rowsInOrder(ids: readonly Id[]): number[] {
  const rowOf = new Map(ids.map((id, row) => [id, row]));
  return inOrder(ids).map((id) => rowOf.get(id)!);
}
