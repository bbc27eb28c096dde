import { requireOptions } from "../errors.js";
import { type Matrix, requireFinite } from "../matrix.js";
import { bestOf } from "../numeric/bestOf.js";
import type { ClassSolution } from "../numeric/classClimb.js";
import {
  type ClassData,
  classData,
  classFreedom,
  classParameters,
  levelsGiven,
  logStretch,
} from "../numeric/classData.js";
import { classSearch, sameClassesForRow } from "../numeric/classSearch.js";
import { ClassSpace } from "../numeric/classSpace.js";
import { type Paced, pace } from "../pace.js";
import { type Model, orderBySize, type Quality, type Search, type Segmentation } from "../segmentation.js";
import { byClasses } from "./assign/byClasses.js";
import { betweenStarts } from "./betweenStarts.js";
import { checkSearch } from "./checkSearch.js";
import { peaksReport } from "./peaksReport.js";
import { requireRows } from "./prototypeFit.js";
import { seldomFound } from "./seldomFound.js";

/** Options of `latentClass`. */
export interface LatentClassOptions extends Paced {
  /** Number of classes. */
  k: number;
  /**
   * Random starts, the best of which is kept. Where absent: until the best solution has come back ten times, but no more than 100
   * or, for large data, fewer (at least 10). With a given start: starts in all, the first of them the given one.
   */
  restarts?: number;
  /** Most passes over the rows in one start. */
  maxIterations?: number;
  /** A start ends once its log likelihood lies, by an estimate, less than this times the rows below where it goes. */
  tolerance?: number;
  /** Least variance of a number in a class, as a share of its variance in all rows: what keeps a class from collapsing. */
  floor?: number;
  /** Seed of the random starts: a whole number. */
  seed?: number;
  /** Labels to start from, 0..k-1, one for each row. It is the only start unless `restarts` asks for more. */
  start?: ArrayLike<number>;
  /** Threads at most; all of the machine where absent. The result is the same for any number. */
  threads?: number;
}

/**
 * Finds `k` latent classes: kinds of respondents, each with its own probabilities of every answer, such that within a class the answers
 * tell nothing of each other (latent class analysis: Lazarsfeld and Henry 1968; Goodman 1974). The categorical columns of the matrix are the
 * items, of two levels or more. Numeric columns are taken too: within a class each is normal, with a mean and a variance of its own (latent
 * profiles), and independent of all else.
 *
 * Each start climbs by expectation and maximization, accelerated (Varadhan and Roland 2008), and the best is kept: a likelihood has many
 * peaks. `search` tells in how many starts the best log likelihood came back (to within 1e-6 a row). Equal rows are worked on as one.
 *
 * Missing answers stay missing: the likelihood is that of the answers that were given (full information), which is right where what is missing
 * depends on nothing but what was answered. `warnings` says how many there are. Numbers cannot be missing in a Matrix.
 *
 * Probabilities may come out as 0 or 1; that is a maximum like others. With numbers the likelihood has no upper bound, since a class can shrink
 * onto equal values: so no variance may fall below `floor` times that of its column, and a start in which one comes to lie there, or a class loses its
 * rows, is kept only where every start does; `warnings` says so. A constant column or item tells nothing and counts nothing.
 *
 * `quality` has the `logLikelihood`; `bic`, `aic` and `icl`, of which lower is better (`icl` is `bic` plus twice the uncertainty, -log p of each row's
 * own class); `entropy`, the sum over rows and classes of -p log p, and `relativeEntropy`, 1 - entropy / (rows x log k), near 1 where the
 * classes are told apart; `freeParameters`; and, where there are only items and no answer is missing, `g2`, the likelihood ratio against the
 * table of all answers, with its `degreesOfFreedom`: cells of that table less 1 less `freeParameters`. (poLCA takes the rows instead of the cells where they are fewer.) G2 follows a
 * chi-squared distribution only where most cells have several rows; else see `bootstrapLikelihoodRatio`.
 *
 * `classProbabilities` and `classMeans` say what the classes are like, `responsibilities` how probable each is for each row, `chooseClasses` how many
 * there are, and `classCovariates` who belongs to them.
 *
 * When it misleads: items that ask the same thing twice go together within any class, so the method makes classes of them. Scales that are more or
 * less of one thing are cut into classes "low", "medium" and "high", which are no kinds. BIC asks for more classes the more rows there are. The most
 * probable class of a respondent is a guess: compare groups by `classCovariates`, which takes that into account.
 *
 * @returns A Segmentation; its labels are the most probable classes, class 0 being the most frequent. `model.weights` are the shares of the
 *   classes, which differ from the shares of the labels.
 * @throws RangeError where the matrix has no column, k is not a whole number from 1 to the number of distinct rows, or another option is out
 *   of range.
 *
 * @example
 * const answers = matrix(
 *   ["yes yes yes", "yes yes yes", "yes no yes", "no no no", "no no no", "no no yes", "yes yes yes"].map((all, customer) => {
 *     const [tea, coffee, milk] = all.split(" ");
 *     return { customer, tea, coffee, milk };
 *   }),
 *   { columns: [], categorical: ["tea", "coffee", "milk"] },
 * );
 * const classes = await latentClass(answers, { k: 2 });
 * console.log(classes.labels.join(" ")); // 0 0 0 1 1 1 0
 * console.log(classes.quality.logLikelihood!.toFixed(3)); // -8.939
 */
export async function latentClass(matrix: Matrix, options: LatentClassOptions): Promise<Segmentation> {
  requireOptions(options, known, "latentClass");
  const { k, restarts, maxIterations = 2000, tolerance = 1e-9, floor = 1e-6, seed = 1, start, threads } = options;
  checkSearch({ k, restarts, maxIterations, tolerance, seed, threads });
  requireRows(matrix);
  if (matrix.categorical.length + matrix.columns.length === 0)
    throw new RangeError("expected a matrix with at least one column, got none");
  requireFinite(matrix);
  if (!(floor > 0 && floor < 1)) throw new RangeError(`expected floor to be a share above 0 and below 1, got ${floor}`);
  const data = classData(matrix.values, matrix.categorical, matrix.rows, typeof SharedArrayBuffer === "function");
  if (data.rows.count < k)
    throw new RangeError(
      `expected k of at most ${data.rows.count}, the number of distinct rows of the matrix, got ${k}; ask for fewer classes`,
    );
  const mass = start && startMass(start, k, data);
  const single = k === 1 || (start !== undefined && restarts === undefined);
  const starts = single ? 1 : (restarts ?? mostRestarts(data, k));
  const clock = pace(starts, options);
  const solutions = await classSearch(
    {
      rows: data.rows,
      k,
      floor,
      seed,
      ...(mass === undefined ? {} : { mass }),
      maxIterations,
      stopAt: tolerance * matrix.rows,
    },
    {
      starts,
      enough: restarts === undefined ? enoughTimes : Number.POSITIVE_INFINITY,
      ...(threads === undefined ? {} : { threads }),
    },
    betweenStarts(clock, `latent classes, k ${k}`, starts),
  );
  clock.finish(`latent classes, k ${k}`);

  const solution = bestOf(solutions);
  const own = modelOf(matrix, solution.model, k, data);
  const { labels: raw, shares } = byClasses(own, matrix);
  const { labels, sizes, order } = orderBySize(raw, k);
  const stretch = logStretch(data);
  const search = peaksReport(
    solutions.map((one) => ({ collapsed: one.collapsed, logLikelihood: one.logLikelihood - stretch })),
    sameClassesForRow * data.rows.total,
  );
  const quality = qualityOf(data, solution, { k, floor, labels: raw, shares, matrix });
  return {
    method: "latentClass",
    k,
    ids: matrix.ids,
    labels,
    sizes,
    parameters: {
      k,
      restarts: solutions.length,
      maxIterations,
      tolerance,
      missing: "full information",
      ...(matrix.columns.length === 0 ? {} : { floor }),
      ...(start === undefined ? {} : { start: "given labels" }),
    },
    quality,
    search,
    ...(start === undefined || solutions.length > 1 ? { seed } : {}),
    converged: solution.converged,
    iterations: solution.iterations,
    model: {
      ...own,
      weights: order.map((old) => own.weights[old]!),
      probabilities: order.map((old) => own.probabilities[old]!),
      means: order.map((old) => own.means[old]!),
      variances: order.map((old) => own.variances[old]!),
    },
    warnings: [
      ...(matrix.preparation.warnings ?? []),
      ...missingAnswers(matrix),
      ...doubts(matrix, data, solutions, search, { k, given: start !== undefined, sizes, maxIterations, quality }),
    ],
  };
}

const known = {
  k: true,
  restarts: true,
  maxIterations: true,
  tolerance: true,
  floor: true,
  seed: true,
  start: true,
  threads: true,
  onProgress: true,
  signal: true,
} satisfies Record<keyof LatentClassOptions, true>;

/** A best solution that came back so often leaves little room for a better one. */
const enoughTimes = 10;

/** Starts at most: as many as some seconds hold, a start taking some thirty passes over the rows. */
function mostRestarts({ rows }: ClassData, k: number): number {
  const size = rows.count * (rows.groups.length + 2 * rows.width) * k;
  return Math.max(10, Math.min(100, Math.floor(2.5e7 / size)));
}

function startMass(start: ArrayLike<number>, k: number, { rows, numbers }: ClassData): Float64Array {
  if (start.length !== numbers.length)
    throw new RangeError(`expected ${numbers.length} labels to start from, one per row, got ${start.length}`);
  const mass = new Float64Array(rows.count * k);
  const seen = new Set<number>();
  numbers.forEach((number, i) => {
    const label = start[i]!;
    if (!(Number.isInteger(label) && label >= 0 && label < k))
      throw new RangeError(`expected labels to start from that are whole numbers from 0 to ${k - 1}, got ${label}`);
    seen.add(label);
    mass[number * k + label]! += 1;
  });
  if (seen.size < k)
    throw new RangeError(`expected rows with each of ${k} labels to start from, got ${seen.size} labels`);
  return mass;
}

function modelOf(matrix: Matrix, model: Float64Array, k: number, data: ClassData): Extract<Model, { kind: "classes" }> {
  const found = classParameters(model, k, data);
  if (found.variances.flat().some((variance) => !(variance > 0 && variance < Number.POSITIVE_INFINITY)))
    throw new RangeError("expected columns whose variances a double can hold; scale the columns");
  return {
    kind: "classes",
    categorical: matrix.categorical.map(({ name, levels }) => ({ column: name, levels })),
    columns: matrix.columns,
    ...found,
    preparation: matrix.preparation,
  };
}

function qualityOf(
  data: ClassData,
  solution: ClassSolution,
  {
    k,
    floor,
    labels,
    shares,
    matrix,
  }: {
    k: number;
    floor: number;
    labels: Int32Array;
    shares: readonly Float64Array[];
    matrix: Matrix;
  },
): Quality {
  const { rows, categorical } = matrix;
  const logLikelihood = solution.logLikelihood - logStretch(data);
  const freeParameters = classFreedom(data, k);
  let [entropy, unsure] = [0, 0];
  for (let i = 0; i < rows; i++) {
    for (const share of shares) if (share[i]! > 0) entropy -= share[i]! * Math.log(share[i]!);
    unsure -= Math.log(shares[labels[i]!]![i]!);
  }
  const bic = freeParameters * Math.log(rows) - 2 * logLikelihood;
  const complete = data.rows.width === 0 && categorical.every(({ codes }) => codes.every((code) => code >= 0));
  const cells = cellsOf(data);
  let g2 = 0;
  if (complete) {
    const densities = new Float64Array(data.rows.count);
    new ClassSpace(data.rows, k, floor).pass(solution.model, densities);
    data.rows.weights.forEach((weight, i) => {
      g2 += 2 * weight * (Math.log(weight / rows) - densities[i]!);
    });
  }
  return {
    logLikelihood,
    bic,
    aic: 2 * freeParameters - 2 * logLikelihood,
    icl: bic + 2 * unsure,
    entropy,
    ...(k === 1 ? {} : { relativeEntropy: 1 - entropy / (rows * Math.log(k)) }),
    freeParameters,
    ...(complete && Number.isSafeInteger(cells) ? { g2, degreesOfFreedom: cells - 1 - freeParameters } : {}),
  };
}

/** Cells of the table of all answers: the levels that occur, multiplied. */
function cellsOf({ rows }: ClassData): number {
  return levelsGiven(rows).reduce((product, levels) => product * Math.max(1, levels), 1);
}

function missingAnswers({ categorical, rows }: Matrix): string[] {
  const incomplete = categorical.filter(({ codes }) => codes.some((code) => code < 0));
  if (incomplete.length === 0) return [];
  let [missing, silent] = [0, 0];
  for (let i = 0; i < rows; i++) {
    const own = incomplete.reduce((sum, { codes }) => sum + Number(codes[i]! < 0), 0);
    missing += own;
    if (own === categorical.length) silent++;
  }
  const shown = incomplete.slice(0, 5).map(({ name }) => name);
  const more = incomplete.length > 5 ? ` and ${incomplete.length - 5} more` : "";
  const empty = incomplete.filter(({ codes }) => codes.every((code) => code < 0)).map(({ name }) => name);
  return [
    `${missing} of ${rows * categorical.length} answers are missing (in ${shown.join(", ")}${more}): the classes are those of the answers that were given (full information).`,
    ...(silent === 0
      ? []
      : [
          `${silent} rows have no answer to any item${silent === rows ? "" : ": nothing says which class they belong to, so they have the label of the class with the largest share, and count in BIC; leave them out to describe the classes by those who answered"}.`,
        ]),
    ...(empty.length === 0 ? [] : [`Nobody answered ${empty.join(", ")}, which tells nothing.`]),
  ];
}

function doubts(
  matrix: Matrix,
  data: ClassData,
  solutions: readonly ClassSolution[],
  search: Search,
  wanted: { k: number; given: boolean; sizes: readonly number[]; maxIterations: number; quality: Quality },
): string[] {
  const { k, given, sizes, maxIterations, quality } = wanted;
  const { timesFound, restarts, optima } = search;
  const { collapsed, converged } = bestOf(solutions);
  const found: string[] = [];
  if (!converged)
    found.push(
      `The classes had not converged after ${maxIterations} iterations: raise maxIterations before using the segments.`,
    );
  const what = data.rows.width > 0 ? "a variance lies on the floor, or no row is left" : "no row is left in it";
  if (collapsed)
    found.push(
      `${restarts === 1 ? "A class" : "In every start a class"} collapsed: ${what}. Choose a smaller k${data.rows.width > 0 ? ", or leave out numbers that take few values (as categorical columns they are welcome)" : ""}.`,
    );
  const aside = solutions.filter((one) => one.collapsed).length;
  if (!collapsed && aside > 0) found.push(`In ${aside} of ${restarts} starts a class collapsed; they were set aside.`);
  const cells = cellsOf(data);
  if (data.rows.width === 0 && quality.freeParameters! > cells - 1 && k > 1)
    found.push(
      `${k} classes have ${quality.freeParameters} free parameters, more than the ${cells - 1} that the table of all answers can tell: other classes fit as well. Choose a smaller k or ask more items.`,
    );
  if (seldomFound(search)) {
    const times = timesFound === 1 ? "only once" : `in only ${timesFound} of them`;
    const next =
      optima![1] === undefined
        ? ""
        : `; the log likelihood of the next best is ${(search.best - optima![1].value).toPrecision(2)} lower`;
    found.push(
      `The best of ${restarts} starts was found ${times}${next}. A better one may exist: raise restarts, or choose another k.`,
    );
  }
  if (restarts === 1 && k > 1)
    found.push(
      `Only one start was tried${given ? ", from the given labels" : ""}, so nothing tells whether a better solution exists.`,
    );
  const empty = sizes.filter((size) => size === 0).length;
  if (empty > 0)
    found.push(
      `${empty === 1 ? "One class is" : `${empty} classes are`} the most probable one of no row. Choose a smaller k.`,
    );
  const levels = levelsGiven(data.rows);
  const constant = [
    ...matrix.columns.filter((_, j) => data.units[j] === 0),
    ...matrix.categorical.filter((_, j) => levels[j] === 1).map(({ name }) => name),
  ];
  if (constant.length > 0)
    found.push(
      `${constant.join(", ")} ${constant.length === 1 ? "is" : "are"} the same in all rows and tell${constant.length === 1 ? "s" : ""} nothing.`,
    );
  return found;
}
