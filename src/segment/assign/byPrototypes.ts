import type { Matrix } from "../../matrix.js";
import type { Model } from "../../segmentation.js";
import { columnsOf } from "./columnsOf.js";
import { nearestModes } from "./nearestModes.js";

/** The segment whose prototype is nearest to each row, by numbers and categories. */
export function byPrototypes(model: Extract<Model, { kind: "prototypes" }>, matrix: Matrix): Int32Array {
  const values = columnsOf(model, matrix);
  const { ranges } = model;
  if (ranges === undefined) return nearestModes({ ...model, values, absolute: false }, matrix);
  return nearestModes(
    {
      ...model,
      values: values.map((column, j) => column.map((value) => value / ranges[j]!)),
      centers: model.centers.map((center) => center.map((value, j) => value / ranges[j]!)),
      absolute: true,
    },
    matrix,
  );
}
