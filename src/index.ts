// The one door: every public name, grouped by phase, in the order in which data flow.

// nouns
export { DataError } from "./errors.js";
export {
  type CategoricalColumn,
  type Id,
  type Matrix,
  matrixOf,
  type Preparation,
  type PreparedColumn,
} from "./matrix.js";
export { type Random, random } from "./random.js";
export {
  fromJson,
  type Json,
  type Model,
  type Quality,
  type Rule,
  type Search,
  type Segmentation,
  segmentName,
  toJson,
} from "./segmentation.js";
export {
  type AnyColumn,
  type DataFrameLike,
  type NumericColumn,
  type Row,
  type Table,
  type TableLike,
  toDanfo,
  toTable,
  type Value,
} from "./table.js";

// collect

// represent

// segment

// target

// engine
export { type DuckdbOptions, duckdb } from "./engine/duckdb.js";
export type { ColumnInfo, ColumnType, Engine } from "./engine/engine.js";
export { identifier, literal } from "./engine/quote.js";
export { type Condition, Relation } from "./engine/relation.js";
// notebook
export { bundle } from "./notebook/bundle.js";
export { installKernelspec, kernelspecFolder } from "./notebook/kernelspec.js";
export { type Manifest, manifest } from "./notebook/manifest.js";
export { type Notebook, readNotebook } from "./notebook/notebook.js";
export { NotebookError, type NotebookFailure } from "./notebook/notebookError.js";
export {
  type DeclaredParameter,
  declaredParameters,
  type ParameterValue,
  parameterFromText,
} from "./notebook/parameters.js";
export { type Progress, progress } from "./notebook/progress.js";
export { type RenderNotebookOptions, renderNotebook } from "./notebook/renderNotebook.js";
export { type RunNotebookOptions, runNotebook } from "./notebook/runNotebook.js";
export { show } from "./notebook/show.js";
// plot
export type { Figure, Layout, Trace } from "./plot/figure.js";
