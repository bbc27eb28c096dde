import type { Matrix } from "../../matrix.js";
import type { Model, ModelPart } from "../../segmentation.js";
import { rowsOf } from "../rowsOf.js";

/** Labels rows by one model: `assign` itself. */
export type Labels = (part: ModelPart, matrix: Matrix) => Int32Array;

/** The cell of each row in the table of two models; -1 where one of them has no segment for it. */
export function byCells(model: Extract<Model, { kind: "combined" }>, matrix: Matrix, labelsOf: Labels): Int32Array {
  const [first, second] = model.parts.map((part) => labelsOf(part, columnsFor(part.model, matrix)));
  return Int32Array.from(first!, (a, i) => (a < 0 || second![i]! < 0 ? -1 : model.cells[a]![second![i]!]!));
}

/** The segment of each row within its segment; -1 where either model has none for it. */
export function byNesting(model: Extract<Model, { kind: "nested" }>, matrix: Matrix, labelsOf: Labels): Int32Array {
  const outer = labelsOf(model.outer, columnsFor(model.outer.model, matrix));
  const labels = new Int32Array(outer.length).fill(-1);
  model.inner.forEach(({ part, labels: own }, label) => {
    const rows = Int32Array.from(outer.keys()).filter((i) => outer[i] === label);
    if (rows.length === 0) return;
    const within = part && labelsOf(part, rowsOf(columnsFor(part.model, matrix), rows));
    rows.forEach((row, i) => {
      const found = within?.[i] ?? 0;
      labels[row] = found < 0 ? -1 : own[found]!;
    });
  });
  return labels;
}

/** The matrix with the columns of the model only, for the models refuse others; those that it lacks are named by the model. */
function columnsFor(model: Model, matrix: Matrix): Matrix {
  if (model.kind === "combined" || model.kind === "nested" || model.kind === "rules") return matrix;
  const numeric = new Set("columns" in model ? model.columns : []);
  const categories = new Set(
    "categorical" in model
      ? model.categorical.map((column) => (typeof column === "string" ? column : column.column))
      : [],
  );
  const kept = matrix.columns.flatMap((name, j) => (numeric.has(name) ? [j] : []));
  return {
    ...matrix,
    columns: kept.map((j) => matrix.columns[j]!),
    values: kept.map((j) => matrix.values[j]!),
    categorical: matrix.categorical.filter(({ name }) => categories.has(name)),
    preparation: {
      ...matrix.preparation,
      columns: kept.map((j) => matrix.preparation.columns[j]!),
      categorical: matrix.preparation.categorical.filter(({ column }) => categories.has(column)),
    },
  };
}
