import { closest, DataError } from "../errors.js";
import { type Matrix, type Preparation, rowIds } from "../matrix.js";
import { matrix } from "../represent/matrix.js";
import type { Model, Rule } from "../segmentation.js";
import { finiteNumbers, type Table } from "../table.js";

/** What one stage of a model reads of a table: columns as they were prepared for it, or as they are, for rules. */
type Stage = { readonly preparation: Preparation } | { readonly rules: readonly Rule[] };

/** The stages of a model; those with rules first, for they are to see columns as they are, missing values too, and `assign` takes the first Matrix that suits. */
function stagesOf(model: Model): Stage[] {
  // Stages that read the same share a Matrix.
  const found = [...new Map(stages(model).map((stage) => [JSON.stringify(stage), stage])).values()];
  return [...found.filter((one) => "rules" in one), ...found.filter((one) => "preparation" in one)];
}

function stages(model: Model): Stage[] {
  switch (model.kind) {
    case "combined":
      return model.parts.flatMap((part) => stages(part.model));
    case "nested":
      return [model.outer, ...model.inner.flatMap(({ part }) => part ?? [])].flatMap((part) => stages(part.model));
    case "rules":
      return [{ rules: model.rules }];
    default: {
      // The Matrix of the fit may have held categories that the method did not read.
      const read =
        "categorical" in model ? model.categorical.map((one) => (typeof one === "string" ? one : one.column)) : [];
      const { preparation } = model;
      return [
        {
          preparation: {
            ...preparation,
            categorical: preparation.categorical.filter(({ column }) => read.includes(column)),
          },
        },
      ];
    }
  }
}

/** The columns of a table that a model reads, each once. */
function columnsRead(model: Model): string[] {
  const names = stagesOf(model).flatMap((stage) =>
    "rules" in stage
      ? stage.rules.flatMap(({ when }) => Object.keys(when))
      : [...stage.preparation.columns, ...stage.preparation.categorical].map(({ column }) => column),
  );
  return [...new Set(names)];
}

/** The column that named the rows of the fit, where the model says it. */
export function idOf(model: Model): string | undefined {
  return stagesOf(model).flatMap((stage) => ("preparation" in stage ? [stage.preparation.id] : []))[0];
}

/**
 * The rows of a table as a model reads them: a Matrix, or one for each of its stages.
 *
 * @throws DataError where a column that it reads is absent, with the closest that is there and the list of all that it reads; where a row holds what was
 *   not prepared for (see `matrix`).
 */
export function modelInputs(model: Model, table: Table, id: string): Matrix[] {
  const names = table.columnNames();
  const wanted = columnsRead(model);
  const absent = wanted.filter((name) => !names.includes(name));
  if (absent.length > 0) throw lacking(absent, wanted, names);
  return stagesOf(model).map((stage) =>
    "rules" in stage ? plain(stage.rules, table, id) : matrix(table, { like: stage.preparation, id }),
  );
}

/** Columns of rules as they are: a missing value is NaN, which lies within no bounds, as in `rules`. */
function plain(rules: readonly Rule[], table: Table, id: string): Matrix {
  const columns = [...new Set(rules.flatMap(({ when }) => Object.keys(when)))];
  const { ids } = rowIds(table, id);
  return {
    rows: ids.length,
    ids,
    columns,
    values: columns.map((name) => finiteNumbers(table, name).values),
    categorical: [],
    preparation: { id, columns: columns.map((column) => ({ column })), categorical: [] },
  };
}

function lacking(absent: readonly string[], wanted: readonly string[], names: readonly string[]): DataError {
  const list = (of: readonly string[]) => of.map((name) => JSON.stringify(name)).join(", ");
  const free = names.filter((name) => !wanted.includes(name));
  const hints = absent.flatMap((name) => {
    const near = closest(name, free);
    return near === undefined
      ? []
      : [absent.length === 1 ? JSON.stringify(near) : `${JSON.stringify(near)} for ${JSON.stringify(name)}`];
  });
  return new DataError(
    `expected the columns that the model reads (${list(wanted)}), found none called ${list(absent)} among ${list(names) || "no columns"}.${hints.length === 0 ? "" : ` Did you mean ${hints.join(", ")}?`}`,
    absent.length === 1 ? { column: absent[0]! } : {},
  );
}
