import { median } from "simple-statistics";
import type { BaselineRow, SeedRow } from "../autoencoder.js";

const titles = { kmeans: "k-means", ward: "Ward's method", gaussianMixture: "a Gaussian mixture" } as const;

/** Below this median agreement of two seeds chance decides on the segments; from that agreement with a plain method on the segments are its own. */
const [reproducible, same] = [0.6, 0.8];
/** By how much more a network has to meet known groups than a plain method does. */
const worthwhile = 0.02;

/**
 * Whether the network earned its cost, in words. Against known groups that is a comparison of figures, and of seeds among themselves. Without them: segments that other seeds do not find again, or that a plain method
 * finds too, did not earn it; segments that come back and are more separate did; and of others the indices cannot tell.
 */
export function verdict(
  seeds: readonly SeedRow[],
  agreements: readonly number[],
  baselines: readonly BaselineRow[],
): string {
  const done = baselines.filter((row) => row.agreement !== null);
  const again = agreements.length === 0 ? undefined : median([...agreements]);
  const repeated =
    again === undefined
      ? "Only one seed was tried, so nothing tells whether another would find these segments"
      : `${seeds.length === 2 ? "The two" : `Any two of the ${seeds.length}`} seeds agree by an adjusted Rand index of ${again.toFixed(2)} in the median`;
  const truths = seeds.flatMap(({ truth }) => (truth === undefined ? [] : [truth.adjustedRand]));
  if (truths.length > 0 && done.length > 0) {
    const best = done.reduce((a, b) => (b.truth!.adjustedRand > a.truth!.adjustedRand ? b : a));
    const own = median(truths);
    const beside = best.truth!.adjustedRand;
    const figures = `the network meets the known groups by an adjusted Rand index of ${own.toFixed(2)} (median of ${seeds.length}), ${titles[best.method]} by ${beside.toFixed(2)}`;
    if (own <= beside + worthwhile) return `The network did not earn its cost: ${figures}. ${repeated}.`;
    return again !== undefined && again < reproducible
      ? `The network can find the known groups, but chance decides which seed does: ${figures}. ${repeated}, so without known groups nobody could tell which to take.`
      : `The network earned its cost: ${figures}. ${repeated}.`;
  }
  if (again !== undefined && again < reproducible)
    return `The network did not earn its cost: ${lower(repeated)}, so chance decides which segments come out. Take a plain method, fewer segments, or more customers.`;
  if (done.length === 0)
    return `${repeated}. No plain method stands beside it, so nothing tells whether the network earned its cost.`;
  const nearest = done.reduce((a, b) => (b.agreement! > a.agreement! ? b : a));
  const alike = `${titles[nearest.method]} agrees with it by ${nearest.agreement!.toFixed(2)}`;
  if (nearest.agreement! >= same)
    return `The network did not earn its cost: ${alike}, so the plain method finds nearly the same segments. ${repeated}.`;
  const scores = seeds.flatMap(({ silhouette }) => (silhouette === null ? [] : [silhouette]));
  if (scores.length === 0)
    return `The network did not earn its cost: it found no segments, but puts all customers in one. ${repeated}.`;
  if (again === undefined) return `${repeated}. ${upper(alike)}, no plain method more.`;
  const own = median(scores);
  const separate = done.reduce((a, b) => ((b.silhouette ?? -1) > (a.silhouette ?? -1) ? b : a));
  const figures = ` (silhouette ${own.toFixed(2)}, ${titles[separate.method]} ${separate.silhouette?.toFixed(2) ?? "none"})`;
  if (own >= (separate.silhouette ?? -1))
    return `The network earned its cost by these figures: its segments are others than those of the plain methods (${alike}), other seeds find them again, and they are at least as separate${figures}. ${repeated}.`;
  return `Whether the network earned its cost these figures cannot tell: its segments are others than those of the plain methods (${alike}), and other seeds find them again, but in the columns themselves they are less separate${figures}, a comparison that round segments mostly win. Compare both by what was not used: later purchases, answers, known groups (truth). ${repeated}.`;
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
