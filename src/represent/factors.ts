import { DataError, quoted, requireOneOf, requireOptions } from "../errors.js";
import type { Id } from "../matrix.js";
import { extractFactors } from "../numeric/extractFactors.js";
import { type FactorFit, factorFit } from "../numeric/factorFit.js";
import { factorWeights, type ScoreMethod } from "../numeric/factorWeights.js";
import { type Rotation, rotateFactors } from "../numeric/rotateFactors.js";
import { samplingAdequacy } from "../numeric/samplingAdequacy.js";
import { symmetricEigenvalues } from "../numeric/symmetricEigenvalues.js";
import { type Paced, pace } from "../pace.js";
import { counted } from "../readable.js";
import { type AnyColumn, type Row, type Table, type TableLike, tableOf, toTable } from "../table.js";
import { factorWarnings } from "./factorWarnings.js";
import { type AskedSurvey, askedItems, rated, type ScoreTable, scoreTable } from "./itemAnswers.js";
import { type AnswersUsed, itemCorrelations } from "./itemCorrelations.js";
import { beyondChance, type ParallelAnalysis } from "./parallelAnalysis.js";

/** Options of `factors`. */
export interface FactorsOptions<C extends Row = Row, I extends string = string> extends Paced {
  /** Items to take: numeric columns. Where absent, the survey's rated and yes/no items (numbers such as an age only where these are too few), or all numeric columns but the id. */
  items?: readonly AnyColumn<C>[];
  /** Column that names the respondents; the survey's, or "customer", where absent. */
  id?: I;
  /** Number of factors; what `parallelAnalysis` suggests where absent. */
  k?: number;
  /** "minres" makes the residual correlations small; "ml" (maximum likelihood) assumes normal answers and tests the fit. */
  method?: "minres" | "ml";
  /** "varimax" keeps factors uncorrelated; "oblimin" and "promax" let them correlate; "none" leaves them as they are found. */
  rotation?: Rotation;
  /** Whether each item counts the same in the rotation (Kaiser). Where absent: yes for varimax and promax, no for oblimin, as in R. */
  kaiser?: boolean;
  /** Power to which promax raises loadings. */
  power?: number;
  /** Varimax, also before promax, stops where its criterion grows by less than this share; 1e-12 turns to the very end, past where R and others stop. */
  tolerance?: number;
  /** "regression" (Thurstone) is nearest to the factors, "bartlett" has no bias, "tenBerge" keeps the factors' correlations. */
  scores?: ScoreMethod;
  /** "complete": only respondents who answered all items; "pairwise": for each pair of items those who answered both. */
  missing?: AnswersUsed;
  /** Seed of the parallel analysis where k is absent: a whole number. */
  seed?: number;
}

const known = {
  items: true,
  id: true,
  k: true,
  method: true,
  rotation: true,
  kaiser: true,
  power: true,
  tolerance: true,
  scores: true,
  missing: true,
  seed: true,
  onProgress: true,
  signal: true,
} satisfies Record<keyof FactorsOptions, true>;

/** Column of the n-th factor. */
export type FactorName = `factor${number}`;

/** One item: its loading on each factor, the variance that the factors share, and what they leave. */
export type LoadingRow = { item: string; communality: number; uniqueness: number } & { [factor: FactorName]: number };

/** One factor. */
export type FactorRow = {
  factor: string;
  /** Sum of its squared loadings; with correlated factors its part in the shared variance. */
  ssLoadings: number;
  /** That as a share of the variance of all items, and added up. */
  proportion: number;
  cumulative: number;
  /** Correlation of the scores with the factor. */
  scoreCorrelation: number | null;
};

/** What a factor analysis found. */
export interface Factors<I extends string = string> {
  readonly method: "minres" | "ml";
  readonly rotation: Rotation;
  /** Whether each item counted the same in the rotation. */
  readonly kaiser: boolean;
  readonly k: number;
  readonly items: readonly string[];
  /** Columns of the factors, here and in the tables: "factor1" is the one with the largest sum of squared loadings. */
  readonly names: readonly FactorName[];
  readonly missing: AnswersUsed;
  /** Respondents behind each correlation; with "pairwise" those of the pair of items that fewest answered both. */
  readonly respondents: number;
  /** One row per item, in the order of `items`. */
  readonly loadings: Table<LoadingRow>;
  /** One row per factor. */
  readonly variance: Table<FactorRow>;
  /** Correlations of the factors: 1 and 0 unless the rotation lets them correlate. */
  readonly factorCorrelations: Table<{ factor: string } & { [factor: FactorName]: number }>;
  /** Eigenvalues of the items' correlations, descending. */
  readonly eigenvalues: readonly number[];
  /** Whether the items are worth it: Kaiser-Meyer-Olkin, overall and by item, and Bartlett's test that nothing correlates. Null where not defined. */
  readonly adequacy: {
    readonly kmo: number | null;
    readonly items: Table<{ item: string; kmo: number | null }>;
    readonly bartlett: { readonly chiSquared: number; readonly df: number; readonly p: number } | null;
  };
  /** How well k factors reproduce the correlations. */
  readonly fit: FactorFit;
  /** One row per respondent who answered all items: the id and a score per factor, ready for `matrix`. Null where loadings do not tell factors apart. */
  readonly scores: ScoreTable<FactorName, I> | null;
  readonly scoring: {
    readonly method: ScoreMethod;
    /** One row per item: a score is the sum of (answer - mean) / deviation times the weights. */
    readonly weights: Table<{ item: string; mean: number; deviation: number } & { [factor: FactorName]: number }>;
  } | null;
  /** Column of the scores that names the respondents. */
  readonly id: I;
  /** Respondents without scores, for they did not answer all items. */
  readonly unscored: readonly Id[];
  /** Items of which the factors claim all variance (Heywood cases): the solution is improper. */
  readonly heywood: readonly string[];
  /** The parallel analysis that chose k, where it did. */
  readonly parallel?: ParallelAnalysis;
  readonly converged: boolean;
  readonly iterations: number;
  /** What to know before trusting the factors, in words. */
  readonly warnings: readonly string[];
}

/**
 * Finds the few opinions behind many answers: exploratory factor analysis. Each item is a mix of `k` factors that it shares with other items, and of
 * something of its own. A loading says how much an item moves with a factor (squared, for factors that do not correlate: the share of its variance);
 * `plot.loadings` shows all of them. The scores place each respondent on each factor and are ready for `matrix(found.scores, { id })`.
 *
 * The order of factors and their signs are free in theory. Here the factor with the largest sum of squared loadings comes first, and the loadings of each
 * add up to more than 0, so that results read alike; a factor may still stand for disagreement, where most of its items are worded that way.
 *
 * `missing` decides whose answers count; the rule stands in the result, for figures differ by it. A score needs all answers.
 *
 * When it misleads: answers always have factors of some kind. Look at `adequacy` (KMO below .5 is useless, above .8 good), at `parallelAnalysis`, at whether a factor
 * has three items or more, and whether the same factors come back from another half of the people. Segments of factor scores are segments of what items
 * have in common: what only one item asks is lost. A `heywood` case, an item of which the factors claim all variance, means too many factors, or
 * too few people. The chi-squared test rejects nearly every k when there are thousands of respondents; RMSEA and TLI do not grow with them.
 * With "minres" the test and what follows from it are those of the likelihood at the minres solution, as in R's psych.
 *
 * @throws DataError where answers are no numbers, an item has none or does not vary, too few people answered all items, or "ml" meets
 *   correlations that are not positive definite (duplicate items, fewer people than items).
 * @throws RangeError where k is more than the items can tell (degrees of freedom below 0), there are fewer than three items, or an option is out of range.
 *
 * Source: Joereskog (1967) for maximum likelihood; Harman and Jones (1966) for minres; Kaiser (1958) for varimax; Jennrich (2002) for oblimin;
 * Hendrickson and White (1964) for promax.
 *
 * @example
 * const draw = random(1);
 * const people = Array.from({ length: 300 }, (_, customer) => {
 *   const [price, quality] = [draw.normal(), draw.normal()];
 *   const answer = (opinion: number) => opinion + draw.normal();
 *   return { customer, p1: answer(price), p2: answer(price), p3: answer(price), q1: answer(quality), q2: answer(quality) };
 * });
 * const found = await factors(people, { k: 2 });
 * const strong = Array.from(found.loadings.array("factor1"), (loading) => Math.abs(Number(loading)) > 0.5);
 * console.log(strong); // [ true, true, true, false, false ]
 * console.log(found.scores?.numRows()); // 300
 */
export async function factors<C extends Row, const I extends AnyColumn<C> = "customer">(
  answers: TableLike<C>,
  options?: FactorsOptions<C, I>,
): Promise<Factors<I>>;
export async function factors(survey: AskedSurvey, options?: FactorsOptions): Promise<Factors>;
export async function factors(answers: TableLike | AskedSurvey, options: FactorsOptions = {}): Promise<Factors> {
  requireOptions(options, known, "factors");
  const { items: chosen, id: idName, method = "minres", rotation = "varimax", missing = "complete" } = options;
  const {
    kaiser = rotation === "varimax" || rotation === "promax",
    power = 4,
    tolerance = 1e-5,
    scores: scoreMethod = "regression",
  } = options;
  requireOneOf("method", method, ["minres", "ml"]);
  requireOneOf("rotation", rotation, ["varimax", "oblimin", "promax", "none"]);
  requireOneOf("scores", scoreMethod, ["regression", "bartlett", "tenBerge"]);
  if (typeof kaiser !== "boolean") throw new TypeError(`expected kaiser to be true or false, got ${quoted(kaiser)}`);
  if (!(tolerance >= 0 && tolerance <= 0.1))
    throw new RangeError(`expected a tolerance from 0 to 0.1, got ${quoted(tolerance)}`);
  if (!(power > 1 && power <= 10)) throw new RangeError(`expected a power above 1 and up to 10, got ${quoted(power)}`);
  const asked = askedItems(answers, { items: chosen, id: idName }, { ...rated, least: 3 });
  const { items } = asked;
  const size = items.length;
  const most = mostFactors(size);
  if (options.k !== undefined) requireCount(options.k, most, size);
  const answered = itemCorrelations(asked, missing);
  const { matrix, respondents, positiveDefinite } = answered;
  const { onProgress, signal, seed = 1 } = options;
  const paced: Paced = { ...(onProgress && { onProgress }), ...(signal && { signal }) };
  const parallel =
    options.k === undefined ? await beyondChance(items, answered, missing, { seed, ...paced }) : undefined;
  const k = options.k ?? Math.min(most, parallel!.suggested);
  if (k === 0)
    throw new DataError(
      "expected items with something in common, got eigenvalues no larger than those of random answers (parallel analysis); pass k to look for factors all the same",
    );
  if (method === "ml" && !positiveDefinite)
    throw new DataError(
      `expected correlations that are positive definite, which maximum likelihood needs, got ${size} items that determine or contradict each other; leave out items that say the same, ask more people, or use method: "minres"`,
    );

  const found = await extractFactors(matrix, size, k, method, pace(1, paced));
  const turned = rotateFactors(found.loadings, k, { rotation, kaiser, power, tolerance });
  const { pattern, correlations } = turned;
  const communalities = found.uniquenesses.map((_, i) => {
    let sum = 0;
    for (let f = 0; f < k; f++) sum += found.loadings[i * k + f]! ** 2;
    return sum;
  });
  const fit = factorFit(matrix, size, k, respondents, found, method);
  const weighed = factorWeights(matrix, pattern, correlations, found.uniquenesses, [size, k], scoreMethod);
  const adequate = positiveDefinite ? samplingAdequacy(matrix, size, respondents) : undefined;
  const names = Array.from({ length: k }, (_, f): FactorName => `factor${f + 1}`);
  const byFactor = (values: Float64Array) =>
    Object.fromEntries(names.map((name, f) => [name, values.filter((_, cell) => cell % k === f)]));
  const heywood = found.heywood.map((i) => items[i]!);
  let cumulative = 0;
  const variance = names.map((factor, f): FactorRow => {
    const proportion = turned.squares[f]! / size;
    cumulative += proportion;
    return {
      factor,
      ssLoadings: turned.squares[f]!,
      proportion,
      cumulative,
      scoreCorrelation: weighed?.validity[f] ?? null,
    };
  });
  return {
    method,
    rotation,
    kaiser: rotation !== "none" && kaiser,
    k,
    items,
    names,
    missing,
    respondents,
    loadings: tableOf(
      { item: items, ...byFactor(pattern), communality: communalities, uniqueness: found.uniquenesses },
      ["item", ...names, "communality", "uniqueness"],
    ),
    variance: toTable(variance),
    factorCorrelations: tableOf({ factor: names, ...byFactor(correlations) }, ["factor", ...names]),
    eigenvalues: Array.from(symmetricEigenvalues(matrix, size)),
    adequacy: {
      kmo: adequate?.kmo ?? null,
      items: toTable(items.map((item, i) => ({ item, kmo: adequate?.kmoOf[i] ?? null }))),
      bartlett: adequate === undefined ? null : { chiSquared: adequate.chiSquared, df: adequate.df, p: adequate.p },
    },
    fit,
    scores:
      weighed === undefined
        ? null
        : scoreTable(
            tableOf({ [asked.id]: answered.completeIds, ...byFactor(scored(answered, weighed.weights, k)) }, [
              asked.id,
              ...names,
            ]),
            { id: asked.id, items, names, score: `Score of a common factor (${method}, ${rotation}, ${scoreMethod})` },
          ),
    scoring:
      weighed === undefined
        ? null
        : {
            method: scoreMethod,
            weights: tableOf(
              { item: items, mean: answered.means, deviation: answered.deviations, ...byFactor(weighed.weights) },
              ["item", "mean", "deviation", ...names],
            ),
          },
    id: asked.id,
    unscored: answered.unscored,
    heywood,
    ...(parallel === undefined ? {} : { parallel }),
    converged: found.converged && turned.converged,
    iterations: found.iterations,
    warnings: [
      ...answered.warnings,
      ...factorWarnings(found, turned, { items, names, k, adequate, heywood, asked: parallel?.suggested }),
      ...(weighed === undefined
        ? [
            `The loadings do not tell ${k} factors apart, so there are no scores by "${scoreMethod}"; use fewer factors or scores: "regression".`,
          ]
        : weighed.generalized && scoreMethod !== "bartlett"
          ? [
              "The items determine each other, so scores come from a generalized inverse of their correlations; read them with care.",
            ]
          : []),
    ],
  };
}

/** The most factors that leave degrees of freedom. */
function mostFactors(size: number): number {
  let k = 1;
  while (k + 1 < size && (size - k - 1) ** 2 >= size + k + 1) k++;
  return k;
}

function requireCount(k: number, most: number, size: number): void {
  if (!Number.isInteger(k) || k < 1) throw new RangeError(`expected k to be a whole number from 1, got ${quoted(k)}`);
  if (k > most)
    throw new RangeError(
      `expected at most ${counted(most, "factor")} of ${size} items (beyond that degrees of freedom are below 0), got ${k}`,
    );
}

function scored(
  { complete, means, deviations }: { complete: readonly Float64Array[]; means: Float64Array; deviations: Float64Array },
  weights: Float64Array,
  k: number,
): Float64Array {
  const rows = complete[0]!.length;
  const result = new Float64Array(rows * k);
  complete.forEach((values, i) => {
    for (let row = 0; row < rows; row++) {
      const away = (values[row]! - means[i]!) / deviations[i]!;
      for (let f = 0; f < k; f++) result[row * k + f]! += away * weights[i * k + f]!;
    }
  });
  return result;
}
