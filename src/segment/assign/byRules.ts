import { requireColumn } from "../../errors.js";
import type { Matrix } from "../../matrix.js";
import { matchRules } from "../../numeric/matchRules.js";
import type { Model } from "../../segmentation.js";

/** The segment of the first rule that matches each row; that of the others, or -1, where none does. */
export function byRules(
  model: Extract<Model, { kind: "rules" }>,
  names: readonly string[] | undefined,
  matrix: Matrix,
): Int32Array {
  const source = new Map(matrix.columns.map((name, j) => [name as string, matrix.values[j]!]));
  const labelOf = new Map(names?.map((name, label) => [name, label]));
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
