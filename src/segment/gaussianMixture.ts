import { requireOptions } from "../errors.js";
import { type Matrix, requireFinite, requireMatrix } from "../matrix.js";
import { distinctRows } from "../numeric/distinctRows.js";
import { familyNames, type MixtureFamily, mixtureFamily } from "../numeric/mixtureFamily.js";
import { type MixturePlan, type MixtureResult, mixtureSearch, sameForRow } from "../numeric/mixtureSearch.js";
import { type Paced, pace } from "../pace.js";
import { type Model, orderBySize, type Search, type Segmentation } from "../segmentation.js";
import { byMixture } from "./assign/byMixture.js";
import { checkSearch } from "./checkSearch.js";
import { peaksReport } from "./peaksReport.js";
import { seldomFound } from "./seldomFound.js";

/** What the covariances of the segments have in common: scikit-learn's word or mclust's code. */
export type MixtureFamilyName =
  | "spherical"
  | "diagonal"
  | "tied"
  | "full"
  | "EII"
  | "VII"
  | "EEI"
  | "VVI"
  | "EEE"
  | "VEV"
  | "VVV";

/** Options of `gaussianMixture`. */
export interface GaussianMixtureOptions extends Paced {
  /** Number of segments. */
  k: number;
  /**
   * What the covariances have in common (see the table at `gaussianMixture`), or several families, of which the one with the lowest BIC is
   * kept. Where absent: "full" where there are at least five rows for each column and segment, else "diagonal".
   */
  family?: MixtureFamilyName | readonly MixtureFamilyName[];
  /**
   * Random starts, the best of which is kept. Where absent: until the best solution has come back ten times, but no more than 100
   * or, for large data, fewer (at least 10). With a given start: starts in all, the first of them the given one.
   */
  restarts?: number;
  /** Most iterations of one start. */
  maxIterations?: number;
  /**
   * A start ends once its log likelihood lies, by Aitken's extrapolation, less than this times the rows below where it goes. With 0
   * it goes on until nothing is gained but rounding.
   */
  tolerance?: number;
  /** Least variance of a segment in any direction, as a share of the variance of the columns: what keeps a segment from collapsing. */
  floor?: number;
  /** Seed of the random starts: a whole number. */
  seed?: number;
  /** Labels to start from, 0..k-1, one for each row: those of another segmentation, say. It is the only start unless `restarts` asks for more. */
  start?: ArrayLike<number>;
  /** Threads at most; all of the machine where absent. The result is the same for any number. */
  threads?: number;
}

/**
 * Finds `k` segments as clouds that may overlap, each a normal distribution with a mean, a covariance and a share of the rows (Gaussian mixture,
 * model-based clustering), so that the rows are as likely as possible. Unlike k-means it finds long, unequal and
 * overlapping segments, says how sure each customer's segment is (`responsibilities`), and has measures that may choose k.
 *
 * `family` says what the covariances have in common; scikit-learn's words and mclust's codes name the same things:
 *
 * | family | code | a segment is |
 * |---|---|---|
 * | | EII | a ball, all of one size |
 * | spherical | VII | a ball of its own size |
 * | | EEI | stretched along the columns, all alike |
 * | diagonal | VVI | stretched along the columns in its own way |
 * | tied | EEE | an ellipsoid, all alike |
 * | | VEV | an ellipsoid of its own size and direction, all of one shape |
 * | full | VVV | an ellipsoid of its own |
 *
 * Each start takes groups that k-means finds in some rows and climbs by expectation and maximization (Dempster, Laird and Rubin 1977) until
 * nothing is left to gain. The best start is kept, and `search` tells in how many the best log likelihood came back (to within 1e-5 a
 * row). A likelihood has no upper bound: a segment that shrinks onto a few equal or aligned rows drives it to infinity. So no segment's variance
 * may fall, in any direction, below `floor` times that of the columns, and a start in which one comes to lie there is
 * kept only where every start does; `warnings` says so. Where nothing collapses the floor changes no figure.
 *
 * `quality` has the `logLikelihood`; `bic`, `aic` and `icl`, of which LOWER is better, as in scikit-learn (mclust turns the sign of BIC and ICL);
 * and `entropy`, the sum over rows and segments of -p log p, 0 where every row is sure of its segment. `icl` is `bic` plus twice the
 * uncertainty, -log p of each row's own segment, so that it also asks for segments that are apart.
 *
 * When it misleads: it describes any cloud by normal ones, so a long-tailed segment is cut into a narrow one within a wide one, and BIC
 * then asks for more segments than there are; take logarithms first. "full" has many numbers to choose, so with few rows it
 * follows chance. Counts and answers are no clouds: many equal values are where segments collapse. The most probable segment of a row need
 * not be the nearest.
 *
 * The result does not depend on the order of the rows, to the last bit. Of two segments equally probable a row takes the one whose mean
 * stands first in lexicographic order.
 *
 * @returns A Segmentation; its labels are the most probable segments, segment 0 being the most frequent.
 * @throws RangeError where k is not a whole number from 1 to the number of distinct rows, or another option is out of range; TypeError where an
 *   option is not known.
 *
 * @example
 * const points = matrixOf({ x: [0, 1, 2, 3, 10, 11, 12] });
 * const segments = await gaussianMixture(points, { k: 2, family: "EII" });
 * console.log(segments.labels.join(" ")); // 0 0 0 0 1 1 1
 * console.log(segments.quality.logLikelihood!.toFixed(3)); // -14.713
 */
export async function gaussianMixture(matrix: Matrix, options: GaussianMixtureOptions): Promise<Segmentation> {
  requireOptions(options, known, "gaussianMixture");
  const { k, restarts, maxIterations = 1000, tolerance = 1e-7, floor = 1e-6, seed = 1, start, threads } = options;
  checkSearch({ k, restarts, maxIterations, tolerance, seed, threads });
  const families = checkOptions(matrix, { ...options, floor });
  const single = k === 1 || (start !== undefined && restarts === undefined);
  const starts = single ? 1 : (restarts ?? 100);
  const clock = pace(starts * families.length, options);
  const tried: { family: MixtureFamily; found: MixtureResult; bic: number }[] = [];
  for (const family of families) {
    const plan: MixturePlan = {
      k,
      family,
      starts,
      enough: restarts === undefined ? enoughTimes : Number.POSITIVE_INFINITY,
      passes: { most: restarts === undefined ? mostPasses(matrix, k, family) : Number.POSITIVE_INFINITY, least: 10 },
      seed,
      ...(start === undefined ? {} : { labels: start }),
      maxIterations,
      tolerance,
      floor,
      ...(threads === undefined ? {} : { threads }),
    };
    const title = `Gaussian mixture (${family.name}), k ${k}`;
    const found = await mixtureSearch(matrix.values, matrix.rows, plan, async (done, iteration) => {
      if (!clock.due()) return;
      await clock.rest(tried.length * starts + done, `${title}: start ${done + 1}, iteration ${iteration}`);
    });
    tried.push({ family, found, bic: bicOf(matrix, k, family, found.climbs[found.best]!.logLikelihood) });
  }
  clock.finish(`Gaussian mixture, k ${k}`);

  const { family, found, bic } = tried.reduce((best, one) => (one.bic < best.bic ? one : best));
  const solution = found.climbs[found.best]!;
  const model = modelOf(matrix, family, found);
  const { labels: own, shares } = byMixture(model, matrix);
  const { labels, sizes, order } = orderBySize(own, k);
  const search = peaksReport(found.climbs, sameForRow * matrix.rows);
  let [entropy, unsure] = [0, 0];
  for (let i = 0; i < matrix.rows; i++) {
    for (const share of shares) if (share[i]! > 0) entropy -= share[i]! * Math.log(share[i]!);
    unsure -= Math.log(shares[own[i]!]![i]!);
  }
  return {
    method: "gaussianMixture",
    k,
    ids: matrix.ids,
    labels,
    sizes,
    parameters: {
      k,
      family: family.name,
      code: family.code,
      restarts: found.climbs.length,
      maxIterations,
      tolerance,
      floor,
      ...(start === undefined ? {} : { start: "given labels" }),
      ...(families.length === 1 ? {} : { families: tried.map((one) => ({ family: one.family.name, bic: one.bic })) }),
    },
    quality: {
      logLikelihood: solution.logLikelihood,
      bic,
      aic: 2 * parameterCount(matrix, k, family) - 2 * solution.logLikelihood,
      icl: bic + 2 * unsure,
      entropy,
    },
    search,
    ...(start === undefined || found.climbs.length > 1 ? { seed } : {}),
    converged: solution.converged,
    iterations: solution.iterations,
    model: {
      ...model,
      weights: order.map((old) => model.weights[old]!),
      means: order.map((old) => model.means[old]!),
      covariances: order.map((old) => model.covariances[old]!),
    },
    warnings: [
      ...(matrix.preparation.warnings ?? []),
      ...doubts(matrix, found, search, {
        k,
        family,
        chosen: options.family === undefined,
        given: start !== undefined,
        sizes,
        maxIterations,
      }),
    ],
  };
}

/** A best solution that came back so often leaves little room for a better one. */
const enoughTimes = 10;

/** Passes over the rows at most: as many as some seconds hold. */
function mostPasses({ rows, columns }: Matrix, k: number, { full }: MixtureFamily): number {
  const width = columns.length;
  return 1e10 / (rows * k * (full ? width * (width + 3) : 6 * width));
}

/** How many numbers of the mixture can be chosen: shares, means and covariances. */
function parameterCount({ columns }: Matrix, k: number, family: MixtureFamily): number {
  return k - 1 + k * columns.length + family.parameters(k, columns.length);
}

function bicOf(matrix: Matrix, k: number, family: MixtureFamily, logLikelihood: number): number {
  return parameterCount(matrix, k, family) * Math.log(matrix.rows) - 2 * logLikelihood;
}

function modelOf(
  matrix: Matrix,
  family: MixtureFamily,
  { weights, means, spread }: MixtureResult,
): Extract<Model, { kind: "mixture" }> {
  const width = matrix.columns.length;
  const bad = spread.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0 || (!family.full && spread.includes(0)))
    throw new RangeError("expected columns whose variances a double can hold; scale the columns");
  const rows = (values: Float64Array) =>
    Array.from({ length: values.length / width }, (_, i) => Array.from(values.subarray(i * width, (i + 1) * width)));
  const lines = rows(spread);
  return {
    kind: "mixture",
    columns: matrix.columns,
    family: family.name,
    weights: Array.from(weights),
    means: rows(means),
    covariances: family.full ? Array.from(weights, (_, c) => lines.slice(c * width, (c + 1) * width)) : lines,
    preparation: matrix.preparation,
  };
}

function checkOptions(
  matrix: Matrix,
  { k, family, floor, start }: GaussianMixtureOptions & { floor: number },
): MixtureFamily[] {
  requireMatrix(matrix);
  const { rows, columns } = matrix;
  if (columns.length === 0) throw new RangeError("expected a matrix with at least one numeric column, got none");
  if (rows === 0) throw new RangeError("expected a matrix with at least one row, got none");
  requireFinite(matrix);
  if (!(floor > 0 && floor < 1)) throw new RangeError(`expected floor to be a share above 0 and below 1, got ${floor}`);
  if (k > 32_767) throw new RangeError(`expected k of at most 32,767, got ${k}`);
  const distinct = distinctRows(matrix.values, k);
  if (distinct < k)
    throw new RangeError(
      `expected k of at most ${distinct}, the number of distinct rows of the matrix, got ${k}; ask for fewer segments`,
    );
  if (start !== undefined) {
    if (start.length !== rows)
      throw new RangeError(`expected ${rows} labels to start from, one per row, got ${start.length}`);
    const seen = new Set(Array.from(start));
    for (const label of seen)
      if (!(Number.isInteger(label) && label >= 0 && label < k))
        throw new RangeError(`expected labels to start from that are whole numbers from 0 to ${k - 1}, got ${label}`);
    if (seen.size < k)
      throw new RangeError(`expected rows with each of ${k} labels to start from, got ${seen.size} labels`);
  }
  const wanted = family ?? defaultFamily(matrix, k);
  const names: readonly string[] = typeof wanted === "string" ? [wanted] : wanted;
  if (names.length === 0) throw new RangeError("expected at least one family, got none");
  return names.map((name) => {
    const found = mixtureFamily(name);
    if (found === undefined)
      throw new RangeError(`expected family to be one of ${familyNames.join(", ")}, got ${name}`);
    return found;
  });
}

function defaultFamily({ rows, columns }: Matrix, k: number): MixtureFamilyName {
  return rows >= 5 * columns.length * k ? "full" : "diagonal";
}

function doubts(
  matrix: Matrix,
  { climbs, best }: MixtureResult,
  search: Search,
  wanted: {
    k: number;
    family: MixtureFamily;
    chosen: boolean;
    given: boolean;
    sizes: readonly number[];
    maxIterations: number;
  },
): string[] {
  const { k, family, chosen, given, sizes, maxIterations } = wanted;
  const { timesFound, restarts, optima } = search;
  const { collapsed, converged } = climbs[best]!;
  const found: string[] = [];
  if (!converged)
    found.push(
      `The mixture had not converged after ${maxIterations} iterations: raise maxIterations before using the segments.`,
    );
  if (collapsed)
    found.push(
      `${restarts === 1 ? "A segment" : "In every start a segment"} collapsed: a variance lies on the floor, or no row is left. Columns that are constant, copies of one another or take few values do that; the log likelihood is then that of the floor. Leave such columns out, choose a simpler family or a smaller k.`,
    );
  const aside = climbs.filter((climb) => climb.collapsed).length;
  if (!collapsed && aside > 0)
    found.push(`In ${aside} of ${restarts} starts a segment collapsed; they were set aside.`);
  if (chosen && family.code === "VVI" && matrix.columns.length > 1)
    found.push(
      `The family is "diagonal", without correlations within segments, since there are fewer than five rows for each column and segment.`,
    );
  if (seldomFound(search)) {
    const times = timesFound === 1 ? "only once" : `in only ${timesFound} of them`;
    const next =
      optima![1] === undefined
        ? ""
        : `; the log likelihood of the next best is ${(search.best - optima![1].value).toPrecision(2)} lower`;
    found.push(
      `The best of ${restarts} starts was found ${times}${next}. A better one may exist: raise restarts, choose a simpler family or another k.`,
    );
  }
  if (restarts === 1 && k > 1)
    found.push(
      `Only one start was tried${given ? ", from the given labels" : ""}, so nothing tells whether a better solution exists.`,
    );
  const empty = sizes.filter((size) => size === 0).length;
  if (empty > 0)
    found.push(
      `${empty === 1 ? "One segment is" : `${empty} segments are`} the most probable one of no row: ${empty === 1 ? "it lies" : "they lie"} within others. Choose a smaller k.`,
    );
  if (matrix.categorical.length > 0)
    found.push(
      `A Gaussian mixture uses numbers only; the categorical columns ${matrix.categorical.map(({ name }) => name).join(", ")} were not used.`,
    );
  return found;
}

const known = {
  k: true,
  family: true,
  restarts: true,
  maxIterations: true,
  tolerance: true,
  floor: true,
  seed: true,
  start: true,
  threads: true,
  onProgress: true,
  signal: true,
} satisfies Record<keyof GaussianMixtureOptions, true>;
