import { median } from "simple-statistics";
import { requireOptions } from "../../errors.js";
import { type Matrix, requireMatrix } from "../../matrix.js";
import { classificationTree } from "../../numeric/classificationTree.js";
import type { Paced } from "../../pace.js";
import { random } from "../../random.js";
import type { Segmentation } from "../../segmentation.js";
import { type Table, toTable } from "../../table.js";
import { kmeans } from "../kmeans.js";
import { adjustedRand } from "./adjustedRand.js";
import { bootstrapAgreement } from "./bootstrapAgreement.js";
import { type ClusterTendency, type ClusterTendencyOptions, clusterTendency } from "./clusterTendency.js";
import { compareReport } from "./compareReport.js";
import { indices } from "./indices.js";
import { type Method, requireMethod } from "./method.js";
import { sameRows } from "./sameRows.js";
import { stability } from "./stability.js";

/** One way to segment the customers: features, and a method with its k or segments found before. */
export interface Candidate {
  /** The features; all candidates have the same customers in the same order. */
  matrix: Matrix;
  /** The method; kmeans where absent. It is given k, seed and threads, and restarts for the samples of the stability. */
  method?: Method;
  /** Number of segments. Without it the method decides (as hdbscan does), anew in each sample of the stability. */
  k?: number;
  /** Segments of this matrix that were found already; stability is measured where k or method says how they were found. */
  segmentation?: Segmentation;
}

const knownOfCandidate = { matrix: true, method: true, k: true, segmentation: true } satisfies Record<
  keyof Candidate,
  true
>;

/** Options of `compare`. */
export interface CompareOptions extends Paced {
  /** Pairs of bootstrap samples for the stability; 0 leaves it out. */
  replicates?: number;
  /** Share of the customers whose segment a tree of questions has to tell, above 0 and at most 1. */
  share?: number;
  /** Whether to test that there is anything to segment, for each feature set and method, or how (see `clusterTendency`). */
  structure?: boolean | Pick<ClusterTendencyOptions, "reference" | "references" | "restarts" | "sample">;
  /** Rows to score for the silhouette (see `silhouette`). */
  sample?: number | "all";
  seed?: number;
  threads?: number;
}

const known = {
  replicates: true,
  share: true,
  structure: true,
  sample: true,
  seed: true,
  threads: true,
  onProgress: true,
  signal: true,
} satisfies Record<keyof CompareOptions, true>;

/** One row per candidate. */
export interface CompareRow {
  candidate: string;
  method: string;
  k: number;
  /** Customers in no segment. */
  noise: number;
  /** Shares of the smallest and largest segment in all customers; null where there is no segment. */
  smallest: number | null;
  largest: number | null;
  /** Evenness of the sizes: their entropy over its largest value (Pielou 1966); 1 is all alike, null for one segment. */
  balance: number | null;
  /** Indices on the candidate's own numeric columns; null where there are none or fewer than two segments. */
  silhouette: number | null;
  calinskiHarabasz: number | null;
  daviesBouldin: number | null;
  /**
   * Median adjusted Rand index of pairs of bootstrap samples (see `stability`), noise being a group; a pair in which a method that decides on
   * k finds no two segments counts 0. Null where it was not measured.
   */
  stability: number | null;
  /** Questions one after the other with which a tree tells the segment of the stated share of customers; null: more than ten. */
  depth: number | null;
  /**
   * Whether the features hold more structure for this method than clouds without segments (for k-means where the method decides on k, for it
   * cannot be asked for the same number in the clouds); null where it was not tested, or nothing tells.
   */
  structure: boolean | null;
  /** Time of the fit; the one figure that is not the same each time. Null for segments that were given. */
  seconds: number | null;
}

/** What speaks for which candidate. */
export interface Comparison {
  readonly table: Table<CompareRow>;
  /** Names of the candidates, in the order of table and `agreement`. */
  readonly candidates: readonly string[];
  /** `agreement[a][b]`: adjusted Rand index of the segments of candidates a and b, over the customers; noise counts as a group. */
  readonly agreement: readonly (readonly number[])[];
  /** Whether any candidate's features hold more structure than clouds without segments; undefined where nothing tells. */
  readonly structure: boolean | undefined;
  readonly recommended: string;
  /** Why, in words; where there is no structure, it begins with "No segments". */
  readonly reason: string;
  /** What speaks against it, one sentence each. */
  readonly dissent: readonly string[];
  readonly segmentations: readonly Segmentation[];
}

/** Depth of trees at most, and rows that they are grown from. */
const tree = { deepest: 10, rows: 10_000 };

/**
 * Several ways to segment the same customers, side by side: methods, numbers of segments and feature sets. For each: the balance of sizes,
 * the indices, the stability, how many questions a tree needs to tell the segments (CART, on at most 10,000 customers), whether there is
 * any structure to find, and the time; and how far each two agree.
 *
 * The rule of the recommendation is open: of the candidates whose features hold structure (see `clusterTendency`) the one whose segments come
 * back best (median adjusted Rand index, to two decimals), then the one that fewer questions tell, then the larger silhouette.
 * `dissent` lists who would choose otherwise, and what else speaks against it. Where no candidate's features hold more structure than
 * clouds without segments, or no candidate has two segments, `reason` begins with "No segments".
 *
 * When it misleads: indices are comparable only within one feature set and favor the round segments of k-means; few segments are nearly always
 * more stable than many; and no figure here knows what the segments are for. Segments that two methods share may be a habit of
 * both. With many candidates some look good by chance; each test of structure has its own risk of 1 in `references + 1`.
 *
 * @throws RangeError where there is no candidate, their customers differ, or an option is out of range; TypeError where one has no
 *   matrix, or something that no candidate has; and what the methods throw.
 *
 * @example
 * const points = matrixOf({ x: [0, 1, 2, 3, 4, 50, 51, 52, 53, 54, 90, 91, 92, 93, 94] });
 * const found = await compare({ two: { matrix: points, k: 2 }, three: { matrix: points, k: 3 } }, { replicates: 10 });
 * console.log(found.table.array("depth")); // [ 1, 2 ]
 * console.log(found.agreement[0][1].toFixed(3)); // 0.533
 */
export async function compare(
  candidates: { readonly [name: string]: Candidate },
  options: CompareOptions = {},
): Promise<Comparison> {
  requireOptions(options, known, "compare");
  const { replicates = 20, share = 0.9, structure = true, sample, seed = 1, threads, onProgress, signal } = options;
  const names = checkCandidates(candidates, { replicates, share });
  random(seed); // a bad seed is refused at once
  const steps = names.length * 4;
  let step = 0;
  const paced = (note: string): Paced & { threads?: number } => {
    const from = step++;
    return {
      ...(threads === undefined ? {} : { threads }),
      ...(signal === undefined ? {} : { signal }),
      ...(onProgress === undefined
        ? {}
        : { onProgress: (done, total = 1, what) => onProgress(from + done / total, steps, `${note}: ${what ?? ""}`) }),
    };
  };

  const segmentations: Segmentation[] = [];
  const rows: CompareRow[] = [];
  const tested: { matrix: Matrix; method: Method; k: number | undefined; found: ClusterTendency }[] = [];
  const words: string[] = [];
  for (const name of names) {
    const { matrix, k, method = kmeans, segmentation } = candidates[name]!;
    requireMethod(method);
    const fitted = paced(name);
    const begun = performance.now();
    const asked = { seed, ...(k === undefined ? {} : { k }), ...fitted } as Parameters<Method>[1];
    const found = segmentation ?? (await method(matrix, asked));
    const seconds = segmentation === undefined ? (performance.now() - begun) / 1000 : null;
    sameRows(matrix, found);
    segmentations.push(found);

    const used = found.sizes.filter((size) => size > 0);
    const scorable = used.length > 1 && used.length < used.reduce((a, b) => a + b, 0) && matrix.columns.length > 0;
    const scoring = paced(name);
    const scores = scorable
      ? await indices(matrix, found, { seed, ...(sample === undefined ? {} : { sample }), ...scoring })
      : undefined;
    const drawing = paced(name);
    const stable =
      replicates === 0 || found.k < 2
        ? null
        : await stabilityOf(candidates[name]!, found, { replicates, seed, drawing });
    const testing = paced(name);
    let tendency: ClusterTendency | undefined;
    if (structure !== false) {
      // A method without k cannot be asked for the same number of segments in the references.
      const by = k === undefined || k < 2 ? kmeans : method;
      const at = k === undefined || k < 2 ? undefined : k;
      tendency = tested.find((one) => one.matrix === matrix && one.method === by && one.k === at)?.found;
      if (tendency === undefined) {
        tendency = await clusterTendency(matrix, {
          method: by,
          seed,
          references: 99,
          ...(at === undefined ? {} : { k: at }),
          ...(structure === true ? {} : structure),
          ...testing,
        });
        tested.push({ matrix, method: by, k: at, found: tendency });
      }
      words.push(tendency.words);
    }
    rows.push({
      candidate: name,
      method: found.method,
      k: found.k,
      noise: matrix.rows - used.reduce((a, b) => a + b, 0),
      smallest: found.k === 0 ? null : Math.min(...found.sizes) / matrix.rows,
      largest: found.k === 0 ? null : Math.max(...found.sizes) / matrix.rows,
      balance: evenness(found.sizes),
      silhouette: scores?.silhouette ?? null,
      calinskiHarabasz: scores?.calinskiHarabasz ?? null,
      daviesBouldin: scores?.daviesBouldin ?? null,
      stability: stable,
      depth: depthOf(matrix, found, share, seed),
      structure: tendency?.found ?? null,
      seconds,
    });
  }
  const agreement = segmentations.map((a) =>
    segmentations.map((b) => (a === b ? 1 : adjustedRand(a.labels, b.labels, Math.max(a.k, b.k)))),
  );
  onProgress?.(steps, steps, "comparison");
  return {
    table: toTable(rows),
    candidates: names,
    agreement,
    ...compareReport(rows, agreement, words, { share, deepest: tree.deepest }),
    segmentations,
  };
}

function checkCandidates(
  candidates: { readonly [name: string]: Candidate },
  { replicates, share }: { replicates: number; share: number },
): string[] {
  const names = Object.keys(candidates);
  if (names.length === 0) throw new RangeError("expected at least one candidate, got none");
  const first = candidates[names[0]!]?.matrix;
  for (const name of names) {
    requireOptions(candidates[name], knownOfCandidate, `the candidate ${name}`);
    const { matrix } = candidates[name]!;
    requireMatrix(matrix, ` in the candidate ${name}`);
    if (matrix.rows === 0) throw new RangeError(`expected at least one customer in the candidate ${name}, got none`);
    const at = matrix.ids.findIndex((id, i) => id !== first!.ids[i]);
    if (matrix.rows !== first!.rows || at >= 0)
      throw new RangeError(
        `expected the same customers in the same order in all candidates, got ${
          at < 0 ? `${matrix.rows} instead of ${first!.rows}` : `${JSON.stringify(matrix.ids[at])} in row ${at + 1}`
        } in ${name}`,
      );
  }
  if (!Number.isInteger(replicates) || replicates < 0)
    throw new RangeError(`expected replicates to be a whole number of 0 or more, got ${replicates}`);
  if (!(share > 0 && share <= 1)) throw new RangeError(`expected share to be above 0 and at most 1, got ${share}`);
  return names;
}

/** The median over the samples; null where nothing says how the segments were found. */
async function stabilityOf(
  { matrix, k, method }: Candidate,
  found: Segmentation,
  { replicates, seed, drawing }: { replicates: number; seed: number; drawing: Paced & { threads?: number } },
): Promise<number | null> {
  if (k !== undefined) {
    if (found.k !== k) return null;
    const by = method ?? kmeans;
    const { summary } = await stability(matrix, {
      method: by,
      solutions: [found],
      replicates,
      divisions: 0,
      seed,
      ...drawing,
    });
    return Number(summary.get("median", 0));
  }
  if (method === undefined) return null;
  const { threads, signal } = drawing;
  const fit = (sample: Matrix, seed: number) => {
    const asked = {
      seed,
      restarts: 10,
      ...(threads === undefined ? {} : { threads }),
      ...(signal === undefined ? {} : { signal }),
    };
    return method(sample, asked as Parameters<Method>[1]);
  };
  return median(Array.from(await bootstrapAgreement(matrix, fit, { replicates, k: found.k, seed, ...drawing })));
}

function evenness(sizes: readonly number[]): number | null {
  if (sizes.length < 2) return null;
  const all = sizes.reduce((sum, size) => sum + size, 0);
  return (
    sizes.reduce((sum, size) => (size === 0 ? sum : sum - (size / all) * Math.log(size / all)), 0) /
    Math.log(sizes.length)
  );
}

/** Depth of the tree that tells the segments of so many customers; null where ten questions do not. */
function depthOf(matrix: Matrix, { labels }: Segmentation, share: number, seed: number): number | null {
  const all = Int32Array.from({ length: matrix.rows }, (_, i) => i);
  const rows = all.length <= tree.rows ? all : random(seed).fork(0).shuffle(all).slice(0, tree.rows).sort();
  const columns = [
    ...matrix.values.map((column) => Float64Array.from(rows, (row) => column[row]!)),
    // "Is it this level or another?"
    ...matrix.categorical.flatMap(({ levels, codes }) =>
      levels.map((_, level) => Float64Array.from(rows, (row) => Number(codes[row] === level))),
    ),
  ];
  const { right, depth } = classificationTree(
    columns,
    Int32Array.from(rows, (row) => labels[row]!),
    { share, deepest: tree.deepest },
  );
  return right.at(-1)! >= share ? depth : null;
}
