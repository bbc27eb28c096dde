import { requireColumn } from "../../errors.js";
import type { Matrix } from "../../matrix.js";
import { ClusterTree } from "../../numeric/clusterTree.js";
import { measureRows } from "../../numeric/measureRows.js";
import { rowMajor } from "../../numeric/rowMajor.js";
import { unpackDoubles } from "../../numeric/unpackDoubles.js";
import type { Model } from "../../segmentation.js";
import { columnsOf } from "./columnsOf.js";

/**
 * The label of the nearest row of the fit: of the row that equals it where there is one, and of several equally near of the one that came
 * first in the fit. Under Gower's distance a level that the fit had not differs from all; a row that has no column in common with any row of
 * the fit gets -1.
 */
export function byNeighbors(model: Extract<Model, { kind: "neighbors" }>, matrix: Matrix): Int32Array {
  const { distance, segmentOf } = model;
  const numbers = model.columns.length;
  const width = numbers + model.categorical.length;
  const fitted = segmentOf.length;
  const columns = [...columnsOf(model, matrix), ...model.categorical.map((one) => codesOf(one, matrix))];
  const rows = new Float64Array((fitted + matrix.rows) * width);
  rows.set(unpackDoubles(model.packed, fitted * width));
  rowMajor(columns, matrix.rows, rows.subarray(fitted * width));
  const { measure, flat } = measureRows(rows, { width, numbers, distance }, fitted);

  const equals = (a: number, b: number) => {
    for (let j = 0; j < width; j++) if (rows[a * width + j] !== rows[b * width + j]) return false;
    return true;
  };
  /** The first row of the fit that equals the row, or else the nearest: rounding or missing levels can make others as near. */
  const orEqual = (row: number, nearest: number, apart: number) => {
    if (apart > 0 || nearest < 0 || equals(row, nearest)) return nearest;
    for (let i = 0; i < fitted; i++) if (equals(row, i)) return i;
    return nearest;
  };
  const found = new Int32Array(matrix.rows);
  if (distance === "euclidean") {
    const tree = new ClusterTree(flat.slice(0, fitted * width), new Float64Array(fitted).fill(1), width);
    for (let i = 0; i < matrix.rows; i++) {
      tree.findRow(flat, fitted + i);
      const nearest = orEqual(fitted + i, tree.nearest, tree.distance);
      if (nearest < 0)
        throw new RangeError(`expected finite numbers in row ${i + 1}, whose distances a double can hold`);
      found[i] = segmentOf[nearest]!;
    }
    return found;
  }
  const all = Int32Array.from({ length: fitted }, (_, i) => i);
  const apart = new Float64Array(fitted);
  for (let i = 0; i < matrix.rows; i++) {
    measure.from(fitted + i, all, 0, fitted, apart);
    let nearest = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let t = 0; t < fitted; t++) {
      if (!(apart[t]! < least)) continue;
      least = apart[t]!;
      nearest = t;
    }
    nearest = orEqual(fitted + i, nearest, least);
    found[i] = nearest < 0 ? -1 : segmentOf[nearest]!;
  }
  return found;
}

/** Codes in the levels of the model; a level that it has not is a code of its own, a missing one is -1. */
function codesOf({ column, levels }: { column: string; levels: readonly string[] }, matrix: Matrix): Float64Array {
  const names = matrix.categorical.map(({ name }) => name);
  requireColumn(names, column, "a categorical column of the segmentation");
  const { codes, levels: own } = matrix.categorical[names.indexOf(column)]!;
  const code = own.map((level) => (levels.includes(level) ? levels.indexOf(level) : levels.length));
  return Float64Array.from(codes, (at) => (at < 0 ? -1 : code[at]!));
}
