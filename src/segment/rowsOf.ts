import type { Matrix } from "../matrix.js";

/** Some rows of a matrix, in the order given. */
export function rowsOf(matrix: Matrix, rows: Int32Array): Matrix {
  return {
    ...matrix,
    rows: rows.length,
    ids: Array.from(rows, (row) => matrix.ids[row]!),
    values: matrix.values.map((column) => Float64Array.from(rows, (row) => column[row]!)),
    categorical: matrix.categorical.map((column) => ({
      ...column,
      codes: Int32Array.from(rows, (row) => column.codes[row]!),
    })),
    ...(matrix.missing === undefined
      ? {}
      : { missing: matrix.missing.map((column) => column && Uint8Array.from(rows, (row) => column[row]!)) }),
  };
}
