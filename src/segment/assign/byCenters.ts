import type { Matrix } from "../../matrix.js";
import { rowMajor } from "../../numeric/rowMajor.js";
import type { Model } from "../../segmentation.js";
import { nearestLabels } from "../nearestLabels.js";
import { columnsOf } from "./columnsOf.js";

/** The nearest center of each row; -1 beyond the reach of all, where the model has one. */
export function byCenters(model: Extract<Model, { kind: "centers" }>, matrix: Matrix): Int32Array {
  const flat = rowMajor(columnsOf(model, matrix), matrix.rows);
  const { labels, distances } = nearestLabels(flat, model.centers, matrix.rows);
  const { reach = Number.POSITIVE_INFINITY } = model;
  return labels.map((label, i) => (distances[i]! > reach ? -1 : label));
}
