import { matrixOf } from "../../../src/matrix.js";
import type { Segmentation } from "../../../src/segmentation.js";

/** A Segmentation with these labels as they are, of rows 0, 1, 2, ..., for tests of what judges segmentations. */
export function labeled(labels: readonly number[]): Segmentation {
  const k = Math.max(...labels) + 1;
  return {
    method: "given",
    k,
    ids: labels.map((_, i) => i),
    labels: Int32Array.from(labels),
    sizes: Array.from({ length: k }, (_, label) => labels.filter((own) => own === label).length),
    parameters: {},
    quality: {},
    converged: true,
    iterations: 0,
    model: { kind: "centers", columns: [], centers: [], preparation: matrixOf({}).preparation },
    warnings: [],
  };
}
