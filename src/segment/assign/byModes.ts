import type { Matrix } from "../../matrix.js";
import type { Model } from "../../segmentation.js";
import { nearestModes } from "./nearestModes.js";

/** The segment whose modes each row differs from least; numeric columns are not looked at. */
export function byModes(model: Extract<Model, { kind: "modes" }>, matrix: Matrix): Int32Array {
  return nearestModes({ ...model, values: [], centers: [], gamma: 1, absolute: false }, matrix);
}
