import { percent, uncapitalized } from "../../readable.js";
import type { CompareRow } from "./compare.js";

/** What the depth of a tree means: it tells the segments of this share of the customers, with so many questions at most. */
interface Asked {
  readonly share: number;
  readonly deepest: number;
}

/**
 * The candidate that the rule of `compare` recommends, why, and what speaks against it.
 *
 * @param agreement - adjusted Rand index of each two candidates, in the order of the rows.
 * @param words - what the tests of structure said; none where nothing was tested.
 */
export function compareReport(
  rows: readonly CompareRow[],
  agreement: readonly (readonly number[])[],
  words: readonly string[],
  asked: Asked,
): { structure: boolean | undefined; recommended: string; reason: string; dissent: string[] } {
  const tests = rows.map((row) => row.structure);
  const structure = tests.includes(true) ? true : tests.every((one) => one === false) ? false : undefined;
  const best = recommend(rows);
  return {
    structure,
    recommended: best.candidate,
    reason: reasonOf(rows, best, structure, words, asked),
    dissent: dissentOf(rows, best, agreement, asked, words.length > 0),
  };
}

/** How well the segments come back, to two decimals. */
const steadiness = (row: CompareRow) => Math.round(100 * (row.stability ?? -1));

/** The best by the open rule; one segment is no segmentation. */
function recommend(rows: readonly CompareRow[]): CompareRow {
  const some = rows.filter(({ k }) => k > 1);
  const real = some.filter(({ structure }) => structure !== false);
  const from = real.length > 0 ? real : some.length > 0 ? some : rows;
  const order = (a: CompareRow, b: CompareRow) =>
    steadiness(b) - steadiness(a) || (a.depth ?? 99) - (b.depth ?? 99) || (b.silhouette ?? -1) - (a.silhouette ?? -1);
  return from.reduce((best, row) => (order(row, best) < 0 ? row : best));
}

function reasonOf(
  rows: readonly CompareRow[],
  best: CompareRow,
  any: boolean | undefined,
  words: readonly string[],
  { share }: Asked,
): string {
  if (best.k < 2)
    return `No segments: ${rows.length === 1 ? `${best.candidate}, the only candidate, does not find` : "no candidate finds"} two or more.`;
  const figures = [
    ...(best.stability === null
      ? []
      : [
          `its segments come back${rows.length === 1 ? "" : " best"} (median adjusted Rand index ${best.stability.toFixed(2)})`,
        ]),
    ...(best.depth === null
      ? []
      : [
          `${best.depth} question${best.depth === 1 ? " tells" : "s tell"} the segment of ${percent(share)} of the customers`,
        ]),
    ...(best.silhouette === null ? [] : [`its mean silhouette is ${best.silhouette.toFixed(3)}`]),
  ];
  const chosen =
    rows.length === 1
      ? `${best.candidate} is the only candidate: ${figures.join("; ")}.`
      : `${best.candidate}: ${figures.join("; ")}.`;
  if (any !== false) return chosen;
  const said = [...new Set(words)];
  return `No segments: ${said.length === 1 ? uncapitalized(said[0]!) : "none of the candidates finds more structure than in clouds without segments."} If cut anyway, ${chosen}`;
}

function dissentOf(
  rows: readonly CompareRow[],
  best: CompareRow,
  agreement: readonly (readonly number[])[],
  { share, deepest }: Asked,
  tested: boolean,
): string[] {
  const found: string[] = [];
  if (best.k < 2 && rows.some((row) => row.structure === true))
    found.push(
      "The features hold more structure than clouds without segments: another method or number may find some.",
    );
  const others = rows.filter((row) => row !== best && row.k > 1);
  const top = (value: (row: CompareRow) => number) =>
    others.reduce((a, b) => (value(b) > value(a) ? b : a), others[0]!);
  if (others.length > 0) {
    const silhouette = top((row) => row.silhouette ?? -2);
    if ((silhouette.silhouette ?? -2) > (best.silhouette ?? -2))
      found.push(
        `${silhouette.candidate} has the larger mean silhouette (${silhouette.silhouette!.toFixed(3)}, against ${best.silhouette?.toFixed(3) ?? "none"}).`,
      );
    const plain = top((row) => -(row.depth ?? 99));
    if ((plain.depth ?? 99) < (best.depth ?? 99))
      found.push(
        `${plain.candidate} is easier to tell: depth ${plain.depth} for ${percent(share)} of the customers, against ${best.depth ?? `more than ${deepest}`}.`,
      );
    const even = top((row) => row.balance ?? -1);
    if ((even.balance ?? -1) > (best.balance ?? -1) + 0.005)
      found.push(
        `${even.candidate} has segments of more even size (${even.balance!.toFixed(2)}, against ${best.balance?.toFixed(2) ?? "none"}).`,
      );
    const steady = top(steadiness);
    // By the rule a steadier one can only have been left out for this.
    if (steadiness(steady) > steadiness(best))
      found.push(
        `${steady.candidate} comes back better (${steady.stability!.toFixed(2)}), but its features hold no more structure than a cloud for its method.`,
      );
  }
  for (const { candidate } of rows.filter((row) => row.structure === false && row !== best))
    found.push(`${candidate} finds no more structure than in clouds without segments.`);
  if (best.structure === null)
    found.push(
      tested ? "Nothing tells whether there are any segments." : "Whether there are any segments was not tested here.",
    );
  const unmeasured = rows.filter((row) => row.stability === null && row.k > 1).map(({ candidate }) => candidate);
  if (unmeasured.length > 0) found.push(`The stability of ${unmeasured.join(", ")} was not measured.`);
  if (best.stability !== null && best.stability < 0.6)
    found.push(
      `Segments drawn anew agree only by ${best.stability.toFixed(2)}: do not build on single customers' segments.`,
    );
  if (best.k > 1 && best.smallest! < 0.01)
    found.push(
      `The smallest segment of ${best.candidate} holds ${percent(best.smallest!)} of the customers; it may be outliers.`,
    );
  const at = rows.indexOf(best);
  const nearest = Math.max(...agreement[at]!.filter((_, b) => b !== at && rows[b]!.k > 1), -1);
  if (others.length > 0 && nearest < 0.5)
    found.push(
      `No other candidate agrees with ${best.candidate} by more than ${nearest.toFixed(2)}: which segments are found hangs on method and features.`,
    );
  return found;
}
