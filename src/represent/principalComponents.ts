import { quoted, requireOptions } from "../errors.js";
import type { Id } from "../matrix.js";
import { symmetricEigen } from "../numeric/symmetricEigen.js";
import { tellingSign } from "../numeric/tellingOrder.js";
import { type AnyColumn, type Row, type Table, type TableLike, tableOf, toTable } from "../table.js";
import { type AskedSurvey, askedItems, rated, type ScoreTable, scoreTable } from "./itemAnswers.js";
import { type AnswersUsed, itemCorrelations } from "./itemCorrelations.js";

/** Options of `principalComponents`. */
export interface PrincipalComponentsOptions<C extends Row = Row, I extends string = string> {
  /** Items to take: numeric columns. Where absent, the survey's rated and yes/no items (numbers such as an age only where these are too few), or all numeric columns but the id. */
  items?: readonly AnyColumn<C>[];
  /** Column that names the respondents; the survey's, or "customer", where absent. */
  id?: I;
  /** Number of components to keep; all where absent. */
  k?: number;
  /** "correlation" lets each item count the same; "covariance" lets items count by their variance, which suits items on one scale. */
  of?: "correlation" | "covariance";
  /** "complete": only respondents who answered all items; "pairwise": for each pair of items those who answered both. */
  missing?: AnswersUsed;
}

const known = { items: true, id: true, k: true, of: true, missing: true } satisfies Record<
  keyof PrincipalComponentsOptions,
  true
>;

/** Column of the n-th component. */
export type ComponentName = `component${number}`;

/** One component. */
export type ComponentRow = {
  component: string;
  standardDeviation: number;
  /** Its eigenvalue, that as a share of the variance of all items, and added up. */
  variance: number;
  share: number;
  cumulative: number;
};

/** The principal components of items. */
export interface PrincipalComponents<I extends string = string> {
  readonly of: "correlation" | "covariance";
  readonly k: number;
  readonly items: readonly string[];
  /** Columns of the components, here and in the tables: "component1" has the largest variance. */
  readonly names: readonly ComponentName[];
  readonly missing: AnswersUsed;
  /** Respondents behind each figure; with "pairwise" those of the pair of items that fewest answered both. */
  readonly respondents: number;
  /** One row per component that was kept. */
  readonly components: Table<ComponentRow>;
  /** All eigenvalues, descending. */
  readonly eigenvalues: readonly number[];
  /** One row per item: weight times the component's standard deviation; of correlations, how much the item correlates with the component. */
  readonly loadings: Table<{ item: string } & { [component: ComponentName]: number }>;
  /** One row per item: mean, unit (standard deviation, or 1 of covariances) and weights, of which the squares add up to 1. */
  readonly weights: Table<{ item: string; mean: number; unit: number } & { [component: ComponentName]: number }>;
  /** One row per respondent who answered all items: the id, and the sum of (answer - mean) / unit times the weights. Ready for `matrix`. */
  readonly scores: ScoreTable<ComponentName, I>;
  /** Column of the scores that names the respondents. */
  readonly id: I;
  /** Respondents without scores, for they did not answer all items. */
  readonly unscored: readonly Id[];
  /** What to know before trusting the components, in words. */
  readonly warnings: readonly string[];
}

/**
 * Sums up many items in few numbers: principal components are the weighted sums of the items that vary most, each uncorrelated with those before.
 * The variance of the scores of a component is its eigenvalue. All components together hold everything that the items hold; the
 * first few hold most of it. They sum up what was asked; `factors` looks for what lies behind, and leaves out what an item has of its own.
 *
 * The largest variance comes first. The sign of a component is free in theory; here its loadings add up to more than 0, so that results read alike.
 *
 * When it misleads: components of yes/no answers follow how many people agreed as much as what goes together. Of covariances, the item that varies most
 * leads. Segments of the first components are not the segments of the items: what was left out may be what tells segments apart.
 *
 * @throws DataError where answers are no numbers, an item has none or does not vary, or too few people answered all items.
 * @throws RangeError where there are fewer than two items, k is above their number, or an option is out of range.
 *
 * Source: Jolliffe, Principal Component Analysis (2002).
 *
 * @example
 * const answers = [
 *   { customer: "Ada", price: 1, quality: 1 },
 *   { customer: "Alan", price: 2, quality: 3 },
 *   { customer: "Grace", price: 3, quality: 2 },
 * ];
 * const found = await principalComponents(answers, { of: "correlation" });
 * console.log(found.eigenvalues.map((value) => value.toFixed(3))); // [ '1.500', '0.500' ]
 * console.log(found.components.get("share", 0).toFixed(3)); // 0.750
 */
export async function principalComponents<C extends Row, const I extends AnyColumn<C> = "customer">(
  answers: TableLike<C>,
  options?: PrincipalComponentsOptions<C, I>,
): Promise<PrincipalComponents<I>>;
export async function principalComponents(
  survey: AskedSurvey,
  options?: PrincipalComponentsOptions,
): Promise<PrincipalComponents>;
export async function principalComponents(
  answers: TableLike | AskedSurvey,
  options: PrincipalComponentsOptions = {},
): Promise<PrincipalComponents> {
  requireOptions(options, known, "principalComponents");
  const { items: chosen, id, of = "correlation", missing = "complete" } = options;
  if (of !== "correlation" && of !== "covariance")
    throw new RangeError(`expected of to be "correlation" or "covariance", got ${quoted(of)}`);
  const asked = askedItems(answers, { items: chosen, id }, { ...rated, least: 2 });
  const { items } = asked;
  const size = items.length;
  const { k = size } = options;
  if (!Number.isInteger(k) || k < 1 || k > size)
    throw new RangeError(`expected k to be a whole number from 1 to the ${size} items, got ${quoted(k)}`);
  const { matrix, means, deviations, respondents, complete, completeIds, unscored, positiveDefinite, warnings } =
    itemCorrelations(asked, missing);
  const unit = of === "correlation" ? new Float64Array(size).fill(1) : deviations;
  const { values, vectors } = symmetricEigen(
    matrix.map((value, cell) => value * unit[Math.floor(cell / size)]! * unit[cell % size]!),
    size,
    k,
  );
  const total = values.reduce((sum, value) => sum + value, 0);
  // Rounding leaves -1e-17 where nothing varies; what contradictory pairs leave below 0 is said.
  const variances = values.map((value) => Math.max(0, value));
  const names = Array.from({ length: k }, (_, a): ComponentName => `component${a + 1}`);
  const by = (column: (a: number) => Float64Array) => Object.fromEntries(names.map((name, a) => [name, column(a)]));
  const weights = vectors.map((vector) => {
    const sign = tellingSign(vector);
    return vector.map((value) => (value === 0 ? 0 : value * sign));
  });
  const units = of === "correlation" ? deviations : new Float64Array(size).fill(1);
  let cumulative = 0;
  const rows = names.map((component, a): ComponentRow => {
    const share = values[a]! / total;
    cumulative += share;
    return { component, standardDeviation: Math.sqrt(variances[a]!), variance: variances[a]!, share, cumulative };
  });
  const negative = values.filter((value) => value < -1e-9 * values[0]!).length;
  return {
    of,
    k,
    items,
    names,
    missing,
    respondents,
    components: toTable(rows),
    eigenvalues: Array.from(values),
    loadings: tableOf({ item: items, ...by((a) => weights[a]!.map((value) => value * Math.sqrt(variances[a]!))) }, [
      "item",
      ...names,
    ]),
    weights: tableOf({ item: items, mean: means, unit: units, ...by((a) => weights[a]!) }, [
      "item",
      "mean",
      "unit",
      ...names,
    ]),
    scores: scoreTable(
      tableOf({ [asked.id]: completeIds, ...by((a) => scoresOf(complete, means, units, weights[a]!)) }, [
        asked.id,
        ...names,
      ]),
      { id: asked.id, items, names, score: `Score of a principal component of the ${of} matrix` },
    ),
    id: asked.id,
    unscored,
    warnings: [
      ...warnings,
      ...(negative > 0 && !positiveDefinite
        ? [
            `${negative} of ${size} eigenvalues are below 0, so shares of the variance add up to more than 1 before they come back to it.`,
          ]
        : []),
    ],
  };
}

function scoresOf(
  complete: readonly Float64Array[],
  means: Float64Array,
  units: Float64Array,
  weights: Float64Array,
): Float64Array {
  const scores = new Float64Array(complete[0]!.length);
  complete.forEach((values, i) => {
    const by = weights[i]! / units[i]!;
    for (let row = 0; row < scores.length; row++) scores[row]! += (values[row]! - means[i]!) * by;
  });
  return scores;
}
