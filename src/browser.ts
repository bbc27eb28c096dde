// The door for browsers: what labels and scores customers by a segmentation that was found elsewhere. Nothing behind it needs Node, DuckDB or
// TensorFlow (test/browser.test.ts walks its imports).

export { DataError } from "./errors.js";
export {
  type CategoricalColumn,
  type Id,
  type Matrix,
  matrixOf,
  type Preparation,
  type PreparedColumn,
} from "./matrix.js";
export { type MatrixOptions, matrix } from "./represent/matrix.js";
export { assign } from "./segment/assign.js";
export { memberships } from "./segment/memberships.js";
export { responsibilities } from "./segment/responsibilities.js";
export {
  type DensityModel,
  fromJson,
  type Json,
  type Model,
  type ModelPart,
  type NetworkModel,
  type PackedLayers,
  type Quality,
  type Rule,
  type Search,
  type Segmentation,
  segmentName,
  type ToJsonOptions,
  toJson,
} from "./segmentation.js";
export {
  type AnyColumn,
  type DataFrameLike,
  type NumericColumn,
  type Row,
  type Table,
  type TableLike,
  toTable,
  type Value,
} from "./table.js";
export { type ScoredTable, type ScoreOptions, type ScoreRow, score } from "./target/score.js";
