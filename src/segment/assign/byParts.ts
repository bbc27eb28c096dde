import type { Matrix, Preparation } from "../../matrix.js";
import type { Model, ModelPart } from "../../segmentation.js";
import { rowsOf } from "../rowsOf.js";
import { differs } from "./columnsOf.js";

/** Labels rows by one model: `assign` itself. */
export type Labels = (part: ModelPart, matrices: readonly Matrix[]) => Int32Array;

/** The cell of each row in the table of two models; -1 where one of them has no segment for it. */
export function byCells(
  model: Extract<Model, { kind: "combined" }>,
  matrices: readonly Matrix[],
  labelsOf: Labels,
): Int32Array {
  const [first, second] = model.parts.map((part) => labelsOf(part, suiting(part.model, matrices)));
  return Int32Array.from(first!, (a, i) => (a < 0 || second![i]! < 0 ? -1 : model.cells[a]![second![i]!]!));
}

/** The segment of each row within its segment; -1 where either model has none for it. */
export function byNesting(
  model: Extract<Model, { kind: "nested" }>,
  matrices: readonly Matrix[],
  labelsOf: Labels,
): Int32Array {
  const outer = labelsOf(model.outer, suiting(model.outer.model, matrices));
  const labels = new Int32Array(outer.length).fill(-1);
  model.inner.forEach(({ part, labels: own }, label) => {
    const rows = Int32Array.from(outer.keys()).filter((i) => outer[i] === label);
    if (rows.length === 0) return;
    const within =
      part &&
      labelsOf(
        part,
        suiting(part.model, matrices).map((matrix) => rowsOf(matrix, rows)),
      );
    rows.forEach((row, i) => {
      const found = within?.[i] ?? 0;
      labels[row] = found < 0 ? -1 : own[found]!;
    });
  });
  return labels;
}

/**
 * The first matrix that holds the columns of the model as they were prepared for it, with these only, for the models refuse others.
 * Where none does, the first is left for the model to say what it lacks.
 */
function suiting(model: Model, matrices: readonly Matrix[]): readonly Matrix[] {
  if (model.kind === "combined" || model.kind === "nested") return matrices;
  if (model.kind === "rules") return [matrices.find((matrix) => holdsPlain(model, matrix)) ?? matrices[0]!];
  const able = matrices.filter((matrix) => holds(model, matrix));
  return [columnsFor(model, able.find((matrix) => pooledAlike(model, matrix)) ?? able[0] ?? matrices[0]!)];
}

type OneModel = Exclude<Model, { kind: "combined" | "nested" | "rules" }>;

function holds(model: OneModel, matrix: Matrix): boolean {
  const alike =
    "columns" in model
      ? model.columns.every((name, j) => {
          const at = matrix.columns.indexOf(name);
          return at >= 0 && differs(model.preparation.columns[j]!, matrix.preparation.columns[at]!) === undefined;
        })
      : true;
  return alike && categoriesOf(model).every((name) => matrix.categorical.some((column) => column.name === name));
}

/** Whether the same levels stand for the rare ones of its categories. */
function pooledAlike(model: OneModel, { preparation }: Matrix): boolean {
  const other = ({ others = {} }: Preparation, name: string) =>
    Object.hasOwn(others, name) ? others[name] : undefined;
  return categoriesOf(model).every((name) => other(model.preparation, name) === other(preparation, name));
}

/** Whether it has the columns of the rules in their own units. */
function holdsPlain({ rules }: Extract<Model, { kind: "rules" }>, { columns, preparation }: Matrix): boolean {
  return rules.every(({ when }) =>
    Object.keys(when).every((name) => {
      const prepared = preparation.columns[columns.indexOf(name)];
      return prepared !== undefined && prepared.log === undefined && prepared.scale === undefined;
    }),
  );
}

function categoriesOf(model: OneModel): string[] {
  if (!("categorical" in model)) return [];
  return model.categorical.map((column) => (typeof column === "string" ? column : column.column));
}

function columnsFor(model: OneModel, matrix: Matrix): Matrix {
  const numeric = new Set("columns" in model ? model.columns : []);
  const categories = new Set(categoriesOf(model));
  const kept = matrix.columns.flatMap((name, j) => (numeric.has(name) ? [j] : []));
  return {
    ...matrix,
    columns: kept.map((j) => matrix.columns[j]!),
    values: kept.map((j) => matrix.values[j]!),
    categorical: matrix.categorical.filter(({ name }) => categories.has(name)),
    ...(matrix.missing === undefined ? {} : { missing: kept.map((j) => matrix.missing![j]) }),
    preparation: {
      ...matrix.preparation,
      columns: kept.map((j) => matrix.preparation.columns[j]!),
      categorical: matrix.preparation.categorical.filter(({ column }) => categories.has(column)),
    },
  };
}
