import { requireResult } from "../errors.js";
import type { Matrix } from "../matrix.js";
import type { Segmentation } from "../segmentation.js";
import { byClasses } from "./assign/byClasses.js";
import { byMixture } from "./assign/byMixture.js";
import { byNetwork } from "./assign/byNetwork.js";

/**
 * How probable each segment is for each row, by a Gaussian mixture, latent classes or an autoencoder with method "vade" (its posterior probabilities, or responsibilities). A row's
 * probabilities add up to 1, and its label is the segment with the largest. They are computed from the segmentation when they are asked for
 * and not kept with it, since they would make it k times as large; so they can be had for new rows as well, prepared as for `assign`.
 *
 * When it misleads: they compare the segments with one another only. A customer far from all of them is still shared out, mostly with
 * near certainty, and the certainty is that of the model: where segments are not normal clouds it is too high.
 *
 * @returns One Float64Array per segment, in the order of the labels: `responsibilities(...)[label][row]`.
 * @throws TypeError where the segmentation was made by another method, or the matrix is none.
 * @throws DataError where a column is absent.
 * @throws RangeError where the matrix was prepared differently, has columns that the method did not see, or holds what is no finite number.
 *
 * @example
 * const points = matrixOf({ x: [0, 1, 2, 3, 10, 11, 12] });
 * const segments = await gaussianMixture(points, { k: 2, family: "EII" });
 * const [first, second] = responsibilities(segments, matrixOf({ x: [1, 6.5] }));
 * console.log(first![0]!.toFixed(3), second![0]!.toFixed(3)); // 1.000 0.000
 * console.log(first![1]!.toFixed(3), second![1]!.toFixed(3)); // 0.110 0.890
 */
export function responsibilities(segmentation: Segmentation, matrix: Matrix): Float64Array[] {
  requireResult(segmentation, "model", "gaussianMixture");
  const { model } = segmentation;
  if (model.kind === "classes") return byClasses(model, matrix).shares;
  if (model.kind === "network" && model.groups.kind === "mixture") return byNetwork(model, matrix).shares()!;
  if (model.kind !== "mixture")
    throw new TypeError(
      `expected a segmentation made by gaussianMixture, latentClass or autoencoder with method "vade", got one made by ${segmentation.method}, which gives no probabilities`,
    );
  return byMixture(model, matrix).shares;
}
