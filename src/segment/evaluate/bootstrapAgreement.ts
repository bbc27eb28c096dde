import type { Matrix } from "../../matrix.js";
import { type Paced, pace } from "../../pace.js";
import type { Segmentation } from "../../segmentation.js";
import { assign } from "../assign.js";
import { adjustedRand } from "./adjustedRand.js";
import { bootstrapSamples, distinctOf, sampleOf } from "./resample.js";

/** How the samples are drawn and segmented. */
export interface BootstrapAgreementOptions extends Paced {
  readonly replicates: number;
  /** Segments of all rows: samples have at least as many distinct rows. */
  readonly k: number;
  readonly seed: number;
}

/**
 * For each of some pairs of bootstrap samples, the ones that `stability` draws too: the adjusted Rand index of the labels that the
 * two solutions give to all rows, noise being a group. Unlike `stability` it asks for no number of segments, so that each sample may have
 * another. Where neither has two segments, all rows are alike in both, which the index would call 1; but nothing came back, so it is 0 here.
 */
export async function bootstrapAgreement(
  matrix: Matrix,
  method: (sample: Matrix, seed: number) => Promise<Segmentation>,
  { replicates, k, seed, ...paced }: BootstrapAgreementOptions,
): Promise<Float64Array> {
  const distinct = distinctOf(matrix);
  const clock = pace(replicates, paced);
  const indices = new Float64Array(replicates);
  for (let pair = 0; pair < replicates; pair++) {
    const found: { k: number; labels: Int32Array }[] = [];
    for (const sample of bootstrapSamples(distinct, k, seed, pair)) {
      if (clock.due()) await clock.rest(pair, `${pair} of ${replicates} pairs of samples`);
      const fitted = await method(sampleOf(matrix, sample), sample.seed);
      found.push({ k: fitted.k, labels: assign(fitted, matrix) });
    }
    const [a, b] = found as [(typeof found)[0], (typeof found)[0]];
    indices[pair] = a.k < 2 && b.k < 2 ? 0 : adjustedRand(a.labels, b.labels, Math.max(a.k, b.k));
  }
  clock.finish(`${replicates} pairs of samples`);
  return indices;
}
