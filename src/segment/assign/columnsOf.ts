import { requireColumn } from "../../errors.js";
import { type Matrix, type Preparation, type PreparedColumn, requireFinite, requireMatrix } from "../../matrix.js";

/**
 * The numeric columns that a model was made of, in its order.
 *
 * @throws DataError where one is absent, RangeError where one was prepared differently, holds what is no finite number, or the matrix has others.
 */
export function columnsOf(
  model: { readonly columns: readonly string[]; readonly preparation: Preparation },
  matrix: Matrix,
): Float64Array[] {
  requireMatrix(matrix);
  const extra = matrix.columns.filter((name) => !model.columns.includes(name));
  const columns = model.columns.map((name, j) => {
    requireColumn(matrix.columns, name, "a column of the segmentation");
    const at = matrix.columns.indexOf(name);
    const difference = differs(model.preparation.columns[j]!, matrix.preparation.columns[at]!);
    if (difference !== undefined)
      throw new RangeError(
        `expected ${name} prepared as for the segmentation, got another ${difference}; prepare new rows with matrix(table, { like: prepared })`,
      );
    return matrix.values[at]!;
  });
  if (extra.length > 0)
    throw new RangeError(
      `expected the columns ${model.columns.join(", ")} only, got also ${extra.join(", ")}; prepare new rows with matrix(table, { like: prepared })`,
    );
  requireFinite({ columns: model.columns, values: columns });
  return columns;
}

/** The step in which two preparations of a column differ, or undefined. */
export function differs(a: PreparedColumn, b: PreparedColumn): string | undefined {
  if (a.column !== b.column) return "source column";
  if (a.level !== b.level) return "level";
  if (a.impute?.rule !== b.impute?.rule || a.impute?.value !== b.impute?.value) return "rule for missing values";
  if (a.log?.shift !== b.log?.shift) return "logarithm";
  const scales = [a.scale, b.scale].map((scale) => scale && `${scale.method} ${scale.center} ${scale.spread}`);
  return scales[0] === scales[1] ? undefined : "scale";
}
