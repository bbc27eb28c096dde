import type { PackedLayers } from "../../segmentation.js";
import { unpackSingles } from "../unpackSingles.js";
import { blocksOf, layerShapes, sizeOf } from "./blocks.js";
import type { Layers } from "./plainLayers.js";

/** The layers of a model as numbers. */
export function unpackLayers({ sizes, activation, packed }: PackedLayers): Layers {
  const count = sizeOf(blocksOf(layerShapes(sizes)));
  return { sizes, activation, parameters: unpackSingles(packed, count) };
}
