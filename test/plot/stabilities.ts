import { random } from "../../src/random.js";
import { adjustedRand } from "../../src/segment/evaluate/adjustedRand.js";
import { segmentJaccard } from "../../src/segment/evaluate/segmentJaccard.js";

import { type Measured, type Stability, stabilityReport } from "../../src/segment/evaluate/stabilityReport.js";
import { orderBySize, type Segmentation } from "../../src/segmentation.js";

/** The stability of made solutions, whose rows change their segment at random in every sample, more of them the larger k is. */
export function stabilityOf(
  rows: number,
  ks: readonly number[],
  {
    names = {},
    samples = 20,
    seed = 1,
  }: { names?: Record<number, readonly string[]>; samples?: number; seed?: number } = {},
): Stability {
  const generator = random(seed);
  const place = Array.from({ length: rows }, () => generator.uniform() ** 1.4);
  const solutions = ks.map((k): Segmentation => {
    const { labels, sizes } = orderBySize(
      place.map((at) => Math.min(k - 1, Math.floor((at + generator.normal() * 0.02 + 1) * k) % k)),
      k,
    );
    return {
      method: "made",
      k,
      ids: place.map((_, i) => i),
      labels,
      sizes,
      ...(names[k] === undefined ? {} : { names: names[k] }),
      parameters: {},
      quality: {},
      converged: true,
      iterations: 1,
      model: { kind: "rules", rules: [] },
      warnings: [],
    };
  });
  const measured = solutions.map(({ k, labels }): Measured => {
    const runs = Array.from({ length: samples }, () => {
      const share = 0.04 * k * generator.uniform();
      return labels.map((label) => (generator.uniform() < share ? (label + 1) % k : label));
    });
    const pairs = Float64Array.from({ length: samples / 2 }, (_, pair) =>
      adjustedRand(runs[2 * pair]!, runs[2 * pair + 1]!, k),
    );
    const slsw = runs.map((run) => segmentJaccard(labels, run, k));
    return {
      k,
      adjustedRand: pairs,
      jaccard: slsw,
      slsw,
      strength: new Float64Array(0),
      runs: runs.map((run) => Int16Array.from(run)),
    };
  });
  return stabilityReport({ solutions, measured, shown: Int32Array.from(place.keys()), rows, warnings: [] });
}
