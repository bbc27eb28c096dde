import { requireResult } from "../errors.js";
import type { Model, Segmentation } from "../segmentation.js";

/** The model of latent classes; a TypeError where the segmentation has none. */
export function classesOf(segmentation: Segmentation): Extract<Model, { kind: "classes" }> {
  requireResult(segmentation, "model", "latentClass");
  const { model } = segmentation;
  if (model.kind !== "classes")
    throw new TypeError(`expected a segmentation made by latentClass, got one made by ${segmentation.method}`);
  return model;
}
