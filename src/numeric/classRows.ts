import type { MixedRows } from "./mixedRows.js";

/**
 * Different rows of answers and numbers, ready to be passed over many times. Items that follow each other are looked up together: what they
 * were answered is one cell of the table of all their levels, so that one look-up does for several items.
 */
export interface ClassRows {
  readonly count: number;
  /** Rows that each stands for, and of all together. */
  readonly weights: Float64Array;
  readonly total: number;
  /** Numbers a row, centered and in units of their standard deviation, row after row. */
  readonly width: number;
  readonly x: Float64Array;
  /** Items; `begins[j]` is the first slot of item j, one slot per level and a last one for missing answers. */
  readonly answers: number;
  readonly begins: Int32Array;
  /** Groups of items; group g holds the items from `groups[g]` up to `groups[g + 1]`. */
  readonly groups: Int32Array;
  /** The cell of each row in each group, row after row. */
  readonly cells: Int32Array;
  /** `cellBegins[g]` is the first cell of group g; the last entry is the number of cells. */
  readonly cellBegins: Int32Array;
}

/** Cells of a group at most: their logarithms have to stay in the nearest memory. */
const mostCells = 256;

/** Joins the items of the rows into groups. The numbers are taken as they are. */
export function classRows(rows: MixedRows): ClassRows {
  const { count, answers, begins, slots, weights } = rows;
  const shared = !(slots.buffer instanceof ArrayBuffer);
  const room = (length: number) =>
    new Int32Array(shared ? new SharedArrayBuffer(length * 4) : new ArrayBuffer(length * 4));
  // A table that has more cells than there are rows takes longer to fill than it saves.
  const most = Math.min(mostCells, Math.max(16, count >> 2));
  const firsts: number[] = [];
  let size = Number.POSITIVE_INFINITY;
  for (let j = 0; j < answers; j++) {
    const levels = begins[j + 1]! - begins[j]!;
    if (size * levels > most) {
      firsts.push(j);
      size = levels;
    } else size *= levels;
  }
  const groups = room(firsts.length + 1);
  groups.set([...firsts, answers]);
  const cellBegins = room(firsts.length + 1);
  const cells = room(count * firsts.length);
  firsts.forEach((first, g) => {
    let stride = 1;
    for (let i = 0; i < count; i++) cells[i * firsts.length + g] = cellBegins[g]!;
    for (let j = first; j < groups[g + 1]!; j++) {
      for (let i = 0; i < count; i++) {
        const at = i * firsts.length + g;
        cells[at] = cells[at]! + stride * (slots[i * answers + j]! - begins[j]!);
      }
      stride *= begins[j + 1]! - begins[j]!;
    }
    cellBegins[g + 1] = cellBegins[g]! + stride;
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return { count, weights, total, width: rows.width, x: rows.x, answers, begins, groups, cells, cellBegins };
}
