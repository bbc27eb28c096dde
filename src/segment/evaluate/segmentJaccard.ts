import { contingency } from "../../numeric/contingency.js";

/** How far a segment came back, in the words of Hennig's R package fpc. */
export type Verdict = "highly stable" | "valid" | "a pattern only" | "do not trust" | "dissolved" | "not drawn";

/**
 * For each segment the largest Jaccard index with any group of another labeling: rows in both over rows in either (Hennig
 * 2007, equation 2). Only the rows `only` count, a row that
 * stands there twice for two, and all where absent; NaN for a segment without any of them. Noise is no segment.
 */
export function segmentJaccard(
  segments: Int32Array,
  groups: Int32Array,
  k: number,
  only?: ArrayLike<number>,
): Float64Array {
  const highest = groups.reduce((most, label) => Math.max(most, label), k - 1) + 1;
  const side = highest + 1;
  const table = contingency(segments, k, groups, highest, only);
  const own = new Float64Array(k + 1);
  const other = new Float64Array(side);
  for (let at = 0; at < table.length; at++) {
    own[Math.floor(at / side)]! += table[at]!;
    other[at % side]! += table[at]!;
  }
  return Float64Array.from({ length: k }, (_, segment) => {
    if (own[segment] === 0) return Number.NaN;
    let most = 0;
    for (let group = 0; group < highest; group++) {
      const both = table[segment * side + group]!;
      most = Math.max(most, both / (own[segment]! + other[group]! - both));
    }
    return most;
  });
}

/** Hennig's reading of a mean Jaccard index, as in the documentation of fpc's clusterboot. */
export function verdictOf(jaccard: number | null): Verdict {
  if (jaccard === null) return "not drawn";
  if (jaccard <= 0.5) return "dissolved";
  if (jaccard < 0.6) return "do not trust";
  if (jaccard < 0.75) return "a pattern only";
  return jaccard < 0.85 ? "valid" : "highly stable";
}
