import { DataError, quoted, requireOptions } from "../errors.js";
import { type EigenvaluesOf, eigenvaluesOf, parallelEigenvalues } from "../numeric/parallelEigenvalues.js";
import { quantileSorted } from "../numeric/quantileSorted.js";
import { type Paced, pace } from "../pace.js";
import { random } from "../random.js";
import { type AnyColumn, type Row, type Table, type TableLike, toTable } from "../table.js";
import { type AskedSurvey, askedItems, rated } from "./itemAnswers.js";
import { type AnswersUsed, type ItemCorrelations, itemCorrelations } from "./itemCorrelations.js";

/** Options of `parallelAnalysis`. */
export interface ParallelAnalysisOptions<C extends Row = Row> extends Paced {
  /** Items to take: numeric columns. Where absent, the survey's rated and yes/no items (numbers such as an age only where these are too few), or all numeric columns but the id. */
  items?: readonly AnyColumn<C>[];
  /** Column that names the respondents; the survey's, or "customer", where absent. */
  id?: AnyColumn<C>;
  /** "complete": only respondents who answered all items; "pairwise": for each pair of items those who answered both. */
  missing?: AnswersUsed;
  /** Whose eigenvalues: "components" of the correlations (Horn); "factors" of what the items share, which keeps more. */
  of?: EigenvaluesOf;
  /** Sets of random answers. */
  replicates?: number;
  /** A real eigenvalue counts where it is above this percentile of the random ones, 50 to 99.9. */
  percentile?: number;
  /** Seed of the random answers: a whole number. */
  seed?: number;
}

/** One eigenvalue beside those of random answers. */
export type ParallelAnalysisRow = {
  /** From 1, the largest first. */
  rank: number;
  eigenvalue: number;
  randomMean: number;
  /** The percentile asked for. */
  randomPercentile: number;
  /** Whether it and all before it are above the percentile. */
  aboveChance: boolean;
};

/** How many factors or components are more than chance. */
export interface ParallelAnalysis {
  readonly suggested: number;
  readonly table: Table<ParallelAnalysisRow>;
  readonly items: readonly string[];
  readonly respondents: number;
  readonly missing: AnswersUsed;
  readonly of: EigenvaluesOf;
  readonly replicates: number;
  readonly percentile: number;
  readonly seed: number;
  /** What to know before trusting the number, in words. */
  readonly warnings: readonly string[];
}

const known = {
  items: true,
  id: true,
  missing: true,
  of: true,
  replicates: true,
  percentile: true,
  seed: true,
  onProgress: true,
  signal: true,
} satisfies Record<keyof ParallelAnalysisOptions, true>;

/**
 * How many factors do the answers hold? Horn's parallel analysis compares the eigenvalues of the items' correlations with those of random answers from
 * as many people to as many items that have nothing in common. `suggested` is the number of eigenvalues, from the largest on, that are above the
 * `percentile` of the random ones at their place. `plot.scree` shows both.
 *
 * The random correlations are drawn from their distribution for normal answers (Wishart), which takes no time for any number of respondents.
 *
 * When it misleads: with thousands of respondents chance is so small that factors of two items, or of wording, pass; whether a factor can be read
 * is seen in its loadings. `of: "factors"` nearly always suggests more. Answers of few levels that most people share are not normal.
 *
 * @throws DataError where answers are no numbers, an item has none or does not vary, or too few people answered all items.
 * @throws RangeError where there are fewer than two items or an option is out of range.
 *
 * Source: Horn, A rationale and test for the number of factors in factor analysis, Psychometrika 30 (1965); Glorfeld, Educational and Psychological
 * Measurement 55 (1995), for the percentile.
 *
 * @example
 * const draw = random(1);
 * const people = Array.from({ length: 300 }, (_, customer) => {
 *   const [price, quality] = [draw.normal(), draw.normal()];
 *   const answer = (opinion: number) => opinion + draw.normal();
 *   return { customer, p1: answer(price), p2: answer(price), p3: answer(price), q1: answer(quality), q2: answer(quality), q3: answer(quality) };
 * });
 * const found = await parallelAnalysis(people);
 * console.log(found.suggested); // 2
 */
export async function parallelAnalysis<C extends Row>(
  answers: TableLike<C> | AskedSurvey,
  options: ParallelAnalysisOptions<C> = {},
): Promise<ParallelAnalysis> {
  requireOptions(options, known, "parallelAnalysis");
  const { items, id, missing = "complete", ...rest } = options;
  const asked = askedItems(answers, { items, id }, { ...rated, least: 2 });
  return beyondChance(asked.items, itemCorrelations(asked, missing), missing, rest);
}

/** Parallel analysis of correlations that are at hand. */
export async function beyondChance(
  items: readonly string[],
  { matrix, respondents, warnings }: ItemCorrelations,
  missing: AnswersUsed,
  {
    of = "components",
    replicates = 200,
    percentile = 95,
    seed = 1,
    ...paced
  }: Pick<ParallelAnalysisOptions, "of" | "replicates" | "percentile" | "seed"> & Paced,
): Promise<ParallelAnalysis> {
  if (of !== "components" && of !== "factors")
    throw new RangeError(`expected of to be "components" or "factors", got ${quoted(of)}`);
  if (!Number.isInteger(replicates) || replicates < 20 || replicates > 100_000)
    throw new RangeError(`expected replicates to be a whole number from 20 to 100000, got ${quoted(replicates)}`);
  if (!(percentile >= 50 && percentile <= 99.9))
    throw new RangeError(`expected a percentile from 50 to 99.9, such as 95, got ${quoted(percentile)}`);
  const size = items.length;
  const real = eigenvaluesOf(matrix, size, of);
  const clock = pace(replicates, paced);
  const chance = await parallelEigenvalues(respondents, size, { of, replicates, generator: random(seed) }, clock);
  if (real === undefined || chance === undefined)
    throw new DataError(
      `expected correlations that have an inverse, got ${size} items that determine each other in the answers of ${respondents} respondents; leave one out, or use of: "components"`,
    );
  const rows = Array.from(real, (eigenvalue, rank) => ({
    rank: rank + 1,
    eigenvalue,
    randomMean: chance[rank]!.reduce((sum, value) => sum + value, 0) / replicates,
    randomPercentile: quantileSorted(Array.from(chance[rank]!), percentile / 100),
  }));
  const end = rows.findIndex(({ eigenvalue, randomPercentile }) => eigenvalue <= randomPercentile);
  const suggested = end < 0 ? size : end;
  return {
    suggested,
    table: toTable(rows.map((row) => ({ ...row, aboveChance: row.rank <= suggested }))),
    items,
    respondents,
    missing,
    of,
    replicates,
    percentile,
    seed,
    warnings,
  };
}
