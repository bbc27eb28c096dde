/** Which rows are equal. */
export interface RowGroups {
  /** The group of each row; groups are numbered in the order of their first rows. */
  readonly of: Int32Array;
  /** The first row of each group. */
  readonly firsts: Int32Array;
  /** Rows per group. */
  readonly counts: Float64Array;
}

/** Finds the rows of a row-major array that are equal in every value; 0 and -0 are the same. */
export function groupEqualRows(flat: Float64Array, width: number, rows: number): RowGroups {
  const of = new Int32Array(rows);
  const firsts = new Int32Array(rows);
  const counts = new Float64Array(rows);
  let groups = 0;
  let slots = 16;
  while (slots < 2 * rows) slots *= 2;
  const table = new Int32Array(slots).fill(-1);
  const number = new Float64Array(1);
  const bits = new Int32Array(number.buffer);
  for (let i = 0; i < rows; i++) {
    let hash = 0;
    for (let j = 0, at = i * width; j < width; j++, at++) {
      number[0] = flat[at]! + 0; // -0 becomes 0
      hash = Math.imul(hash ^ bits[0]!, 0x9e3779b1);
      hash = Math.imul((hash ^ (hash >>> 15)) + bits[1]!, 0x85ebca6b);
      hash ^= hash >>> 13;
    }
    let slot = hash & (slots - 1);
    while (table[slot]! >= 0 && !equalRows(flat, firsts[table[slot]!]! * width, i * width, width))
      slot = (slot + 1) & (slots - 1);
    if (table[slot]! < 0) {
      table[slot] = groups;
      firsts[groups++] = i;
    }
    of[i] = table[slot]!;
    counts[of[i]!]!++;
  }
  return { of, firsts: firsts.slice(0, groups), counts: counts.slice(0, groups) };
}

function equalRows(flat: Float64Array, a: number, b: number, width: number): boolean {
  for (let j = 0; j < width; j++) if (flat[a + j] !== flat[b + j]) return false;
  return true;
}
