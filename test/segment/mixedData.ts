import type { Matrix } from "../../src/matrix.js";

/** Shares from 0 to below 1 that a Python script can make too: a linear congruential generator modulo 2^31. */
export function shares(seed: number): () => number {
  let state = BigInt(seed);
  return () => {
    state = (state * 1103515245n + 12345n) % 2147483648n;
    return Number(state) / 2147483648;
  };
}

/** Sorts rows by their values, the first differing column deciding. */
export function compareRows(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, j) => value !== b[j]);
  return at < 0 ? 0 : a[at]! - b[at]!;
}

/** A Matrix of rows that start with `answers` codes of categories (-1 is missing) and go on with numbers. */
export function mixedMatrix(rows: readonly (readonly number[])[], answers: number, levels = 6): Matrix {
  const width = (rows[0]?.length ?? answers) - answers;
  const columns = Array.from({ length: width }, (_, j) => `x${j}`);
  return {
    rows: rows.length,
    ids: rows.map((_, i) => i),
    columns,
    values: columns.map((_, j) => Float64Array.from(rows, (row) => row[answers + j]!)),
    categorical: Array.from({ length: answers }, (_, j) => ({
      name: `c${j}`,
      levels: Array.from({ length: levels }, (_, level) => String(level)),
      codes: Int32Array.from(rows, (row) => row[j]!),
    })),
    preparation: { id: "row", columns: columns.map((column) => ({ column })), categorical: [] },
  };
}

/** Labels by letters in the order in which they appear, whatever the segments are called. */
export function spelled(labels: ArrayLike<number>): string {
  const seen = [...new Set(Array.from(labels))];
  return Array.from(labels, (label) => String.fromCharCode(97 + seen.indexOf(label))).join("");
}
