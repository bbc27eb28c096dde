import type { PackedLayers } from "../../segmentation.js";
import { unpackSingles } from "../unpackSingles.js";
import { layerShapes } from "./blocks.js";
import type { Layers } from "./plainLayers.js";

/** The layers of a model as numbers. */
export function unpackLayers({ sizes, packed }: PackedLayers): Layers {
  const count = layerShapes(sizes).reduce((sum, [rows, columns]) => sum + rows * columns, 0);
  return { sizes, parameters: unpackSingles(packed, count) };
}
