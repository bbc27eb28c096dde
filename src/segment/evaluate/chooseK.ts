import type { Matrix } from "../../matrix.js";
import type { Segmentation } from "../../segmentation.js";
import { type Table, tableOf } from "../../table.js";
import { kmeans } from "../kmeans.js";
import type { Paced } from "../pace.js";
import { seldomFound } from "../seldomFound.js";
import { indices } from "./indices.js";

/** What `chooseK` hands to the method it tries. */
export interface FitOptions extends Paced {
  k: number;
  restarts?: number;
  seed?: number;
}

/** Options of `chooseK`. */
export interface ChooseKOptions extends Paced {
  /** The numbers of segments to try, each 2 or more. */
  k?: readonly number[];
  /** The method; it is given k, restarts and seed. */
  method?: (matrix: Matrix, options: FitOptions) => Promise<Segmentation>;
  /** Random starts for each k; the method's default where absent. */
  restarts?: number;
  seed?: number;
  /** Rows to score for the silhouette (see `silhouette`). */
  sample?: number | "all";
}

/** One row per number of segments that was tried. */
export interface ChooseKRow {
  k: number;
  inertia: number;
  silhouette: number;
  calinskiHarabasz: number;
  daviesBouldin: number;
  /** Size of the smallest segment. */
  smallest: number;
  /** Starts, and how many of them found the best solution; null for a method without random starts. */
  restarts: number | null;
  timesFound: number | null;
}

/** What speaks for which number of segments. */
export interface ChooseK {
  readonly table: Table<ChooseKRow>;
  /** The number of segments with the largest mean silhouette. */
  readonly recommended: number;
  /** Why, in words. */
  readonly reason: string;
  /** What speaks against it, one sentence each; empty where all criteria agree. */
  readonly dissent: readonly string[];
  /** The segmentation for each k, in the order of the table. */
  readonly segmentations: readonly Segmentation[];
}

/**
 * Tries several numbers of segments and says what speaks for which. The rule is open: the number with the largest mean
 * silhouette is recommended (the smallest such number in a tie), and every criterion that would choose otherwise is listed
 * in `dissent`: Calinski-Harabasz (largest), Davies-Bouldin (smallest), and the elbow of the inertia (the point farthest from the straight
 * line between the first and last k), along with a silhouette of .25 or less, a best solution found only once or in fewer
 * than a tenth of the starts, and segments with less than 1 % of the rows.
 *
 * When it misleads: the indices favor round segments and often the smallest k, so two is recommended where an outlier or
 * one strong contrast (active or not) outweighs all else. No index knows how many segments a business can serve; and none
 * can recommend 1, that is, that there are no segments. Look at the dissent, the stability and the profiles before
 * deciding.
 *
 * @throws RangeError where k holds no whole number, one below 2, one twice, or one that the matrix cannot have.
 *
 * @example
 * const points = matrixOf({ x: [0, 1, 2, 10, 11, 12, 30, 31, 32] });
 * const choice = await chooseK(points, { k: [2, 3, 4] });
 * console.log(choice.recommended); // 3
 * console.log(choice.dissent); // []
 */
export async function chooseK(matrix: Matrix, options: ChooseKOptions = {}): Promise<ChooseK> {
  const { k = [2, 3, 4, 5, 6, 7, 8], method = kmeans, restarts, seed = 1, sample, onProgress, signal } = options;
  if (k.length === 0) throw new RangeError("expected at least one k to try, got none");
  for (const one of k)
    if (!Number.isInteger(one) || one < 2)
      throw new RangeError(`expected whole numbers of 2 or more in k, since one segment cannot be scored, got ${one}`);
  if (new Set(k).size < k.length) throw new RangeError(`expected each k once, got ${k.join(", ")}`);

  const tried = [...k].sort((a, b) => a - b);
  const segmentations: Segmentation[] = [];
  const rows: ChooseKRow[] = [];
  for (const [step, one] of tried.entries()) {
    const report: Paced["onProgress"] = (done, total = 1, note) =>
      onProgress?.(step + done / total, tried.length, note);
    const found = await method(matrix, {
      k: one,
      seed,
      ...(restarts === undefined ? {} : { restarts }),
      ...(onProgress === undefined ? {} : { onProgress: report }),
      ...(signal === undefined ? {} : { signal }),
    });
    const scores = indices(matrix, found, sample === undefined ? { seed } : { seed, sample });
    segmentations.push(found);
    rows.push({
      k: one,
      inertia: scores.inertia,
      silhouette: scores.silhouette,
      calinskiHarabasz: scores.calinskiHarabasz,
      daviesBouldin: scores.daviesBouldin,
      smallest: Math.min(...found.sizes),
      restarts: found.search?.restarts ?? null,
      timesFound: found.search?.timesFound ?? null,
    });
  }
  const best = argMost(rows, (row) => row.silhouette);
  return {
    table: asTable(rows),
    recommended: best.k,
    reason: `k = ${best.k} has the largest mean silhouette (${best.silhouette.toFixed(3)}) of ${tried.length === 1 ? "the one k that was tried" : `k = ${tried.join(", ")}`}.`,
    dissent: dissentOf(rows, best, matrix.rows),
    segmentations,
  };
}

function dissentOf(rows: readonly ChooseKRow[], best: ChooseKRow, customers: number): string[] {
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
  const elbow = elbowOf(rows);
  if (elbow !== undefined && elbow !== best.k) found.push(`The inertia bends most at k = ${elbow}.`);
  if (best.silhouette <= 0.25)
    found.push(
      `A mean silhouette of ${best.silhouette.toFixed(3)} is no substantial structure (.25 or less): there may be no segments to find.`,
    );
  const { restarts, timesFound } = best;
  if (restarts !== null && timesFound !== null && seldomFound({ restarts, timesFound }))
    found.push(`The best solution for k = ${best.k} was found in only ${timesFound} of ${restarts} starts.`);
  if (best.smallest < customers / 100)
    found.push(
      `The smallest segment at k = ${best.k} holds ${best.smallest} of ${customers} rows; it may be outliers.`,
    );
  return found;
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

function asTable(rows: readonly ChooseKRow[]): Table<ChooseKRow> {
  const names = Object.keys(rows[0]!) as (keyof ChooseKRow)[];
  return tableOf<ChooseKRow>(
    Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name])])) as {
      [P in keyof ChooseKRow]: ChooseKRow[P][];
    },
  );
}
