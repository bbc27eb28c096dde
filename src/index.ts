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
// plot
export type { Figure, Layout, Trace } from "./plot/figure.js";

// notebook
