import type { Matrix } from "../../matrix.js";
import { type MixtureRows, mixtureRows } from "../../numeric/mixtureRows.js";
import type { Model } from "../../segmentation.js";
import { columnsOf } from "./columnsOf.js";

/** The most probable segment of each row, and the probabilities of all segments. */
export function byMixture(model: Extract<Model, { kind: "mixture" }>, matrix: Matrix): MixtureRows {
  const { weights, means, covariances } = model;
  return mixtureRows(columnsOf(model, matrix), matrix.rows, {
    weights,
    means,
    spread: covariances.map((own) => Float64Array.from(own.flat())),
    full: Array.isArray(covariances[0]![0]),
  });
}
