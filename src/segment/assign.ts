import { requireColumn } from "../errors.js";
import type { Matrix, PreparedColumn } from "../matrix.js";
import { matchRules } from "../numeric/matchRules.js";
import { rowMajor } from "../numeric/rowMajor.js";
import type { Model, Segmentation } from "../segmentation.js";
import { nearestLabels } from "./nearestLabels.js";

/**
 * Labels rows that the method has not seen, by what it learned: the nearest center, or the rules. On the rows that the
 * segmentation was made of it gives the same labels again, but for rules on missing values (a Matrix has none, and one that
 * was imputed counts like any other), and for rows that trimmed k-means left out though they are no farther than one that it kept:
 * they get its label.
 *
 * The matrix has to be prepared with the figures recorded with the segmentation: `matrix(newRows, { like: prepared })`,
 * where `prepared` is the first Matrix or its `preparation`. Its columns may stand in another order. Rules read plain
 * columns, so these must not be logged or scaled; a Matrix of more columns will do.
 *
 * When it misleads: every row gets a segment, however far from all of them it lies, and customers change: labels from last
 * year's centers say where a customer would have belonged then.
 *
 * @returns One label per row of the matrix, numbered as in the segmentation; -1 where no rule matches and the
 *   segmentation has no segment for such rows, or where the row lies farther from the centers than any row that trimmed k-means
 *   kept.
 * @throws DataError where a column is absent.
 * @throws RangeError where the matrix was prepared differently, or has columns that the method did not see.
 *
 * @example
 * const segments = await kmeans(matrixOf({ x: [0, 1, 2, 10, 11] }), { k: 2 });
 * console.log(assign(segments, matrixOf({ x: [9, 3] }))); // Int32Array(2) [ 1, 0 ]
 */
export function assign(segmentation: Segmentation, matrix: Matrix): Int32Array {
  const { model } = segmentation;
  switch (model.kind) {
    case "centers":
      return byCenters(model, matrix);
    case "rules": {
      const source = new Map(matrix.columns.map((name, j) => [name as string, matrix.values[j]!]));
      const labelOf = new Map(segmentation.names?.map((name, label) => [name, label]));
      for (const name of new Set(model.rules.flatMap((rule) => Object.keys(rule.when)))) {
        requireColumn(matrix.columns, name, "a column of the rules");
        const prepared = matrix.preparation.columns[matrix.columns.indexOf(name)]!;
        if (prepared.log !== undefined || prepared.scale !== undefined)
          throw new RangeError(
            `expected ${name} in its own units, as the rules are, got a logged or scaled column; make the matrix without log and scale`,
          );
      }
      const { matched } = matchRules(model.rules, source, matrix.rows);
      const rest = model.otherwise === undefined ? -1 : (labelOf.get(model.otherwise) ?? -1);
      const labels = model.rules.map((rule) => labelOf.get(rule.name) ?? -1);
      return Int32Array.from(matched, (rule) => (rule < 0 ? rest : labels[rule]!));
    }
  }
}

function byCenters(model: Extract<Model, { kind: "centers" }>, matrix: Matrix): Int32Array {
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
  const { labels, distances } = nearestLabels(rowMajor(columns, matrix.rows), model.centers, matrix.rows);
  const { reach = Number.POSITIVE_INFINITY } = model;
  return labels.map((label, i) => (distances[i]! > reach ? -1 : label));
}

/** The step in which two preparations of a column differ, or undefined. */
function differs(a: PreparedColumn, b: PreparedColumn): string | undefined {
  if (a.column !== b.column) return "source column";
  if (a.level !== b.level) return "level";
  if (a.impute?.rule !== b.impute?.rule || a.impute?.value !== b.impute?.value) return "rule for missing values";
  if (a.log?.shift !== b.log?.shift) return "logarithm";
  const scales = [a.scale, b.scale].map((scale) => scale && `${scale.method} ${scale.center} ${scale.spread}`);
  return scales[0] === scales[1] ? undefined : "scale";
}
