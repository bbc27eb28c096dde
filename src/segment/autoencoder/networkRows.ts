import { DataError, requireColumn } from "../../errors.js";
import type { Matrix } from "../../matrix.js";
import type { NetworkModel } from "../../segmentation.js";
import { columnsOf } from "../assign/columnsOf.js";

/** What of a model says how it reads rows. */
export type RowReading = Pick<NetworkModel, "columns" | "centers" | "unit" | "categorical" | "preparation">;

/** Rows as the network of a model reads them. */
export interface NetworkRows {
  /** Row by row: numbers, then a column of 0 and 1 for each level. */
  readonly values: Float64Array;
  readonly width: number;
  /** Row by row, as many as `values`: 1 where a number is known, 0 where it is missing and in the columns of levels; absent: all are known. */
  readonly known?: Uint8Array;
}

/**
 * Reads the rows of a matrix as the network of a model does. Missing numbers are 0, the mean, and marked; a missing category, or one that the fit had not, is 0 for
 * all levels.
 *
 * @throws DataError where a column is absent, RangeError where one was prepared differently or the matrix has others.
 */
export function networkRows(model: RowReading, matrix: Matrix): NetworkRows {
  const { columns, centers, unit, categorical } = model;
  const numbers = columnsOf(model, matrix);
  const names = matrix.categorical.map(({ name }) => name);
  const width = categorical.reduce((sum, { levels }) => sum + levels.length, columns.length);
  const values = new Float64Array(matrix.rows * width);
  const missing = columns.map((name) => matrix.missing?.[matrix.columns.indexOf(name)]);
  numbers.forEach((column, j) => {
    for (let i = 0; i < matrix.rows; i++)
      if (missing[j]?.[i] !== 1) values[i * width + j] = (column[i]! - centers[j]!) / unit;
  });
  let from = columns.length;
  for (const { column, levels } of categorical) {
    requireColumn(names, column, "a categorical column of the segmentation");
    const own = matrix.categorical[names.indexOf(column)]!;
    const places = own.levels.map((level) => levels.indexOf(level));
    own.codes.forEach((code, i) => {
      const place = code < 0 ? -1 : places[code]!;
      if (place >= 0) values[i * width + from + place] = 1;
    });
    from += levels.length;
  }
  const bad = values.findIndex((value) => !Number.isFinite(Math.fround(value)));
  if (bad >= 0)
    throw new DataError(`expected numbers that 32 bits hold once they are centered and scaled, got ${values[bad]}`, {
      row: Math.floor(bad / width) + 1,
      column: columns[bad % width]!,
    });
  if (missing.every((column) => column === undefined)) return { values, width };
  const known = Uint8Array.from(values, (_, at) => (at % width < columns.length ? 1 : 0));
  missing.forEach((column, j) => {
    column?.forEach((gone, i) => {
      if (gone === 1) known[i * width + j] = 0;
    });
  });
  return { values, width, known };
}
