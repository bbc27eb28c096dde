import { quoted, requireOptions } from "../../errors.js";
import { type Matrix, requireMatrix } from "../../matrix.js";
import type { Paced } from "../../pace.js";
import { uncapitalized } from "../../readable.js";
import type { Segmentation } from "../../segmentation.js";
import { type Table, toTable } from "../../table.js";
import { kmeans } from "../kmeans.js";
import { chooseKReport } from "./chooseKReport.js";
import { type ClusterTendency, type ClusterTendencyOptions, clusterTendency } from "./clusterTendency.js";
import { type Gap, type GapOptions, gap } from "./gap.js";
import { indices } from "./indices.js";
import { type Method, requireMethod, requireSegments } from "./method.js";

/** Options of `chooseK`. */
export interface ChooseKOptions extends Paced {
  /** The numbers of segments to try, each 2 or more. */
  k?: readonly number[];
  /** The method; it is given k and seed, and restarts and threads where they are given here. */
  method?: Method;
  /** Random starts for each k. Where absent the method decides: `kmeans` goes on until its best solution has come back often. */
  restarts?: number;
  seed?: number;
  /** Rows to score for the silhouette (see `silhouette`). */
  sample?: number | "all";
  /**
   * Computes the gap statistic too, against 20 references or so many: it takes about as much time as trying all k once
   * more for each, and is the only criterion that can speak for k = 1. The method searches each reference from
   * `restarts` starts, 10 where absent.
   */
  gap?: boolean | GapOptions;
  /**
   * Whether to test first that there is anything to segment (see `clusterTendency`), or how. The default costs about as much as the
   * search on a thousand rows, and no more on larger data.
   */
  structure?: boolean | Pick<ClusterTendencyOptions, "reference" | "references" | "restarts" | "sample">;
  /** Threads at most; all of the machine where absent. The result is the same for any number. */
  threads?: number;
}

const known = {
  k: true,
  method: true,
  restarts: true,
  seed: true,
  sample: true,
  gap: true,
  structure: true,
  threads: true,
  onProgress: true,
  signal: true,
} satisfies Record<keyof ChooseKOptions, true>;

/** One row per number of segments that was tried. */
export interface ChooseKRow {
  k: number;
  inertia: number;
  silhouette: number;
  calinskiHarabasz: number;
  daviesBouldin: number;
  /** Dunn's index; null where only a sample was scored (see `indices`). */
  dunn: number | null;
  /** Gap statistic and its standard error (see `GapRow`); null where it was not asked for. */
  gap: number | null;
  gapError: number | null;
  /** Bayesian information criterion, lower is better; null for a method without a likelihood. */
  bic: number | null;
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
  /** Why, in words; where the data hold no more structure than clouds without segments, it begins with that. */
  readonly reason: string;
  /** What speaks against it, one sentence each; empty where all criteria agree. */
  readonly dissent: readonly string[];
  /** Whether there is anything to segment, at the numbers that were tried; absent where it was not asked for. */
  readonly structure?: ClusterTendency;
  /** The gap statistic, k = 1 included, where it was asked for. */
  readonly gap?: Gap;
  /** The segmentation for each k, in the order of the table. */
  readonly segmentations: readonly Segmentation[];
}

/**
 * Tries several numbers of segments and says what speaks for which. The rule is open: the number with the largest mean
 * silhouette is recommended (the smallest such number in a tie), and every criterion that would choose otherwise is listed
 * in `dissent`: Calinski-Harabasz (largest), Davies-Bouldin (smallest), Dunn (largest, where all rows were scored), the gap statistic where
 * it was asked for (Tibshirani, Walther and Hastie 2001: the smallest k whose gap is no less than the next one minus its standard
 * error), the BIC of a method that has one (smallest; the criterion of choice for mixtures), and the elbow of the inertia (the point farthest from the straight line between the first and last k), along
 * with a silhouette of .25 or less, a best solution found only once or in fewer than a tenth of the starts, and segments
 * with less than 1 % of the rows.
 *
 * Before all that stands the question whether there are any segments: `structure` compares the data with clouds that surely have
 * none (see `clusterTendency`), and where they hold no more structure than such, `reason` begins with "No segments". The
 * recommended number is then only that at which a cut would look best.
 *
 * When it misleads: the indices favor round segments and often the smallest k, so two is recommended where an outlier or
 * one strong contrast (active or not) outweighs all else. No index knows how many segments a business can serve; and none
 * but the gap statistic can speak for 1. The gap compares with an evenly filled box: a long-tailed
 * cloud without segments differs from that too, so the gap then asks for more. Look at the dissent, the
 * stability and the profiles before deciding.
 *
 * @throws RangeError where k holds no whole number, one below 2, one twice, or one that the matrix cannot have; where the
 *   method finds another number of segments than it was asked for; where references is below 2 or box is neither "axes" nor "columns"; where
 *   the gap statistic is asked for and the matrix has categorical columns.
 *
 * @example
 * const points = matrixOf({ x: [0, 1, 2, 10, 11, 12, 30, 31, 32] });
 * const choice = await chooseK(points, { k: [2, 3, 4] });
 * console.log(choice.recommended); // 3
 * console.log(choice.dissent); // []
 */
export async function chooseK(matrix: Matrix, options: ChooseKOptions = {}): Promise<ChooseK> {
  requireOptions(options, known, "chooseK");
  const {
    k = [2, 3, 4, 5, 6, 7, 8],
    method = kmeans,
    restarts,
    seed = 1,
    sample,
    threads,
    onProgress,
    signal,
  } = options;
  requireMatrix(matrix);
  requireMethod(method);
  if (!Array.isArray(k)) throw new TypeError(`expected k as a list such as [2, 3, 4], got ${quoted(k)}`);
  if (k.length === 0) throw new RangeError("expected at least one k to try, got none");
  for (const one of k)
    if (!Number.isInteger(one) || one < 2)
      throw new RangeError(
        `expected whole numbers of 2 or more in k, since one segment cannot be scored, got ${quoted(one)}`,
      );
  if (new Set(k).size < k.length) throw new RangeError(`expected each k once, got ${k.join(", ")}`);
  const wanted = gapOptions(options.gap);
  if (wanted !== undefined && matrix.categorical.length > 0)
    throw new RangeError(
      `expected a matrix without categorical columns for the gap statistic, whose references are drawn evenly between numbers, got ${matrix.categorical
        .map(({ name }) => JSON.stringify(name))
        .join(", ")}; whether there are segments \`structure\` tells for these too`,
    );
  const { structure: test = true } = options;

  const tried = [...k].sort((a, b) => a - b);
  // Finding the segments, scoring them and the test of structure are a step each; so is every k of every reference.
  const steps = tried.length * (2 + (test === false ? 0 : 1) + (wanted?.references ?? 0));
  let step = 0;
  const watched = (count: number): Paced => {
    const from = step;
    step += count;
    const report: Paced["onProgress"] = (done, total = 1, note) =>
      onProgress?.(from + (done / total) * count, steps, note);
    return {
      ...(onProgress === undefined ? {} : { onProgress: report }),
      ...(signal === undefined ? {} : { signal }),
    };
  };
  const limited = threads === undefined ? {} : { threads };
  const segmentations: Segmentation[] = [];
  const rows: ChooseKRow[] = [];
  for (const one of tried) {
    const found = requireSegments(
      await method(matrix, {
        k: one,
        seed,
        ...(restarts === undefined ? {} : { restarts }),
        ...limited,
        ...watched(1),
      }),
      one,
    );
    const scores = await indices(matrix, found, {
      seed,
      ...(sample === undefined ? {} : { sample }),
      ...limited,
      ...watched(1),
    });
    segmentations.push(found);
    rows.push({
      k: one,
      inertia: scores.inertia,
      silhouette: scores.silhouette,
      calinskiHarabasz: scores.calinskiHarabasz,
      daviesBouldin: scores.daviesBouldin,
      dunn: scores.dunn,
      gap: null,
      gapError: null,
      bic: found.quality.bic ?? null,
      smallest: Math.min(...found.sizes),
      restarts: found.search?.restarts ?? null,
      timesFound: found.search?.timesFound ?? null,
    });
  }
  const gaps =
    wanted &&
    (await gap(matrix, segmentations, wanted, {
      method,
      restarts: restarts ?? 10,
      seed,
      ...limited,
      ...watched(tried.length * wanted.references),
    }));
  if (gaps !== undefined)
    rows.forEach((row, at) => {
      // The first row of the gap's table is k = 1.
      row.gap = Number(gaps.table.get("gap", at + 1));
      row.gapError = Number(gaps.table.get("gapError", at + 1));
    });
  const structure =
    test === false
      ? undefined
      : await clusterTendency(matrix, {
          k: tried,
          method,
          seed,
          ...(test === true ? {} : test),
          ...limited,
          ...watched(tried.length),
        });
  const { best, dissent } = chooseKReport(rows, segmentations, gaps);
  const largest = `k = ${best.k} has the largest mean silhouette (${best.silhouette.toFixed(3)}) of ${tried.length === 1 ? "the one k that was tried" : `k = ${tried.join(", ")}`}.`;
  return {
    table: toTable(rows),
    recommended: best.k,
    reason:
      structure?.found === false ? `No segments: ${uncapitalized(structure.words)} If cut anyway: ${largest}` : largest,
    dissent: [...(structure !== undefined && structure.found === undefined ? [structure.words] : []), ...dissent],
    ...(structure === undefined ? {} : { structure }),
    ...(gaps === undefined ? {} : { gap: gaps }),
    segmentations,
  };
}

function gapOptions(wanted: boolean | GapOptions = false): (GapOptions & { references: number }) | undefined {
  if (wanted === false) return undefined;
  const { references = 20, box = "axes" } = wanted === true ? {} : wanted;
  if (!Number.isInteger(references) || references < 2)
    throw new RangeError(`expected references to be a whole number of 2 or more, got ${references}`);
  if (box !== "axes" && box !== "columns") throw new RangeError(`expected box to be "axes" or "columns", got ${box}`);
  return { references, box };
}
