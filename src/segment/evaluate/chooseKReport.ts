import type { Segmentation } from "../../segmentation.js";
import { seldomFound } from "../seldomFound.js";
import type { ChooseKRow } from "./chooseK.js";
import type { Gap } from "./gap.js";

/** The row that is recommended, the largest mean silhouette; and, one sentence each, the criteria that would choose otherwise. */
export function chooseKReport(
  rows: readonly ChooseKRow[],
  segmentations: readonly Segmentation[],
  gaps: Gap | undefined,
): { best: ChooseKRow; dissent: string[] } {
  const best = argMost(rows, (row) => row.silhouette);
  return { best, dissent: dissentOf(rows, best, segmentations[rows.indexOf(best)]!, gaps) };
}

function dissentOf(rows: readonly ChooseKRow[], best: ChooseKRow, { search, ids }: Segmentation, gaps?: Gap): string[] {
  const found: string[] = [];
  const calinski = argMost(rows, (row) => row.calinskiHarabasz);
  if (calinski.k !== best.k)
    found.push(
      `Calinski-Harabasz prefers k = ${calinski.k} (${calinski.calinskiHarabasz.toFixed(1)}, against ${best.calinskiHarabasz.toFixed(1)}).`,
    );
  const davies = argMost(rows, (row) => -row.daviesBouldin);
  if (davies.k !== best.k)
    found.push(
      `Davies-Bouldin prefers k = ${davies.k} (${davies.daviesBouldin.toFixed(3)}, against ${best.daviesBouldin.toFixed(3)}; smaller is better).`,
    );
  const dunn = argMost(rows, (row) => row.dunn ?? Number.NEGATIVE_INFINITY);
  if (dunn.dunn !== null && best.dunn !== null && dunn.k !== best.k)
    found.push(`Dunn prefers k = ${dunn.k} (${dunn.dunn.toFixed(3)}, against ${best.dunn.toFixed(3)}).`);
  const bic = argMost(rows, (row) => -(row.bic ?? Number.POSITIVE_INFINITY));
  if (bic.bic !== null && best.bic !== null && bic.k !== best.k)
    found.push(
      `BIC prefers k = ${bic.k} (${bic.bic.toFixed(1)}, against ${best.bic.toFixed(1)}; smaller is better): it asks what model the rows come from, not whether the segments lie apart.`,
    );
  if (gaps !== undefined && gaps.k !== best.k) found.push(gapInWords(gaps));
  const elbow = elbowOf(rows);
  if (elbow !== undefined && elbow !== best.k) found.push(`The inertia bends most at k = ${elbow}.`);
  if (best.silhouette <= 0.25)
    found.push(
      `A mean silhouette of ${best.silhouette.toFixed(3)} is no substantial structure (.25 or less): there may be no segments to find.`,
    );
  if (search !== undefined && seldomFound(search))
    found.push(
      `The best solution for k = ${best.k} was found in only ${search.timesFound} of ${search.restarts} starts.`,
    );
  if (best.smallest < ids.length / 100)
    found.push(
      `The smallest segment at k = ${best.k} holds ${best.smallest} of ${ids.length} rows; it may be outliers.`,
    );
  return found;
}

function gapInWords({ k, rising, table }: Gap): string {
  if (rising) return `The gap statistic still rises at k = ${k}, the largest that was tried.`;
  const [ks, gaps, errors] = (["k", "gap", "gapError"] as const).map((name) =>
    Array.from(table.array(name), Number),
  ) as [number[], number[], number[]];
  const at = ks.indexOf(k);
  const figures = `(${gaps[at]!.toFixed(3)}, against ${gaps[at + 1]!.toFixed(3)} with standard error ${errors[at + 1]!.toFixed(3)} at k = ${ks[at + 1]})`;
  return `The gap statistic prefers k = ${k}${k === 1 ? ", that is, no segments" : ""} ${figures}.`;
}

/** The k whose point lies farthest below the straight line from the first to the last inertia; needs three points. */
function elbowOf(rows: readonly ChooseKRow[]): number | undefined {
  const first = rows[0]!;
  const last = rows[rows.length - 1]!;
  if (rows.length < 3) return undefined;
  const below = (row: ChooseKRow) => {
    const along = (row.k - first.k) / (last.k - first.k);
    return first.inertia + along * (last.inertia - first.inertia) - row.inertia;
  };
  const bend = argMost(rows.slice(1, -1), below);
  return below(bend) > 0 ? bend.k : undefined;
}

/** The row with the largest value; the first of equals. */
function argMost(rows: readonly ChooseKRow[], value: (row: ChooseKRow) => number): ChooseKRow {
  return rows.reduce((best, row) => (value(row) > value(best) ? row : best));
}
