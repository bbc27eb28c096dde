import { DataError, quoted, requireOptions } from "../errors.js";
import { dictionaryOf, type FeatureRow, type Features } from "../features.js";
import type { Id } from "../matrix.js";
import { presentMean } from "../numeric/presentMean.js";
import { counted, listed, percent, uncapitalized } from "../readable.js";
import {
  type AnyColumn,
  column,
  finiteNumbers,
  type NumericColumn,
  orNull,
  type Row,
  type Table,
  type TableLike,
  tableOf,
  tableOfRows,
  toTable,
  type Value,
} from "../table.js";
import { rowsInOrder } from "./inOrder.js";
import { ipsatize } from "./ipsatize.js";
import { type AskedSurvey, isSurvey, mixedRanges } from "./itemAnswers.js";

/** Options of `needs`. */
export interface NeedsOptions<K extends string = string, I extends string = string> {
  /** Columns of ratings of importance on one scale, higher is more important. */
  importance: readonly K[];
  /** Whether each need also gets its distance from the customer's own mean. */
  relative?: boolean;
  /** Whether each need also gets its rank for the customer: 1 is the most important, equal ones share the mean of their ranks. */
  ranks?: boolean;
  /** Needs that a customer must have rated, 2 at least, for all that compares needs; half of them (rounded up) where absent. */
  minimum?: number;
  /** Column that names the customers; the survey's, or "customer", where absent. */
  id?: I;
}

const known = { importance: true, relative: true, ranks: true, minimum: true, id: true } satisfies Record<
  keyof NeedsOptions,
  true
>;

/** What one customer said to need. What cannot be known is null. */
export type NeedsRow<K extends string = string, I extends string = string> = { [P in I]: Id } & {
  [P in K]: number | null;
} & { [P in K as `${P}Relative`]?: number | null } & { [P in K as `${P}Rank`]?: number | null } & {
  topNeed: K | null;
};

/** One need. */
export type NeedSummary<K extends string = string> = {
  need: K;
  /** Customers who rated it. */
  answered: number;
  /** Mean rating, and mean distance from the customers' own means. */
  mean: number | null;
  relative: number | null;
  /** Customers to whom it is the most important, and their share of those who have a most important need. */
  top: number;
  topShare: number | null;
};

/** Stated needs, one row a customer. */
export interface Needs<K extends string = string, I extends string = string> extends Features<NeedsRow<K, I>> {
  readonly id: I;
  /** One row a need, in the order of `importance`. */
  readonly summary: Table<NeedSummary<K>>;
  /** Customers who rated all needs alike. */
  readonly straightliners: readonly Id[];
  readonly minimum: number;
}

/**
 * What customers say they need, as features: ratings of importance as they were given, and what matters more to a customer than other things do.
 *
 * Most people call most things important, so that ratings as they are tell who agrees easily. With `relative` (the default) each need also stands as its distance from the customer's own mean
 * rating (`ipsatize`'s): above 0 it matters more than the customer's other needs. `topNeed` is the need with the highest rating; of equal ones the first in the order of `importance`, and
 * `warnings` says how often. Customers who rated all needs alike (`straightliners`) have no `topNeed`, for nothing stands out.
 *
 * Missing ratings stay missing. The own mean, ranks and `topNeed` are of the needs that were rated, at least `minimum` of them; with fewer they are null.
 *
 * When it misleads: what people call important and what they choose by differ; `maxDiff` makes them choose. Of equal ratings `topNeed` follows the order of the columns, so take ranks or relative
 * values where ties are many. Relative values add up to 0: leave one out where a method inverts covariances, and do not take them and the ratings into one distance.
 *
 * @throws DataError where a column does not exist (the closest is named), a rating is no finite number, or a new column would have the name of a need.
 * @throws RangeError where there are fewer than two needs, one comes twice, or `minimum` is not from 2 to their number.
 *
 * Source: Cohen and Orme, What's your preference? Marketing Research 16 (2004), on ratings that do not tell needs apart.
 *
 * @example
 * const answers = [
 *   { customer: "Ada", price: 7, taste: 6, origin: 2 },
 *   { customer: "Alan", price: 4, taste: 4, origin: 4 },
 *   { customer: "Grace", price: 1, taste: 7, origin: null },
 * ];
 * const found = needs(answers, { importance: ["price", "taste", "origin"] });
 * console.log(found.table.array("topNeed"), found.straightliners); // [ 'price', null, 'taste' ] [ 'Alan' ]
 * console.log(found.table.array("priceRelative")); // [ 2, 0, -3 ]
 */
export function needs<
  C extends Row,
  const K extends NumericColumn<C> = NumericColumn<C>,
  const I extends AnyColumn<C> = "customer",
>(answers: TableLike<C>, options: NeedsOptions<K, I>): Needs<K, I>;
export function needs(survey: AskedSurvey, options: NeedsOptions): Needs;
export function needs(data: TableLike | AskedSurvey, options: NeedsOptions): Needs {
  requireOptions(options ?? {}, known, "needs");
  const { importance, relative = true, ranks = false, id } = options ?? {};
  if (!Array.isArray(importance) || importance.some((name) => typeof name !== "string"))
    throw new TypeError(
      `expected importance as a list of columns with ratings, such as ["price", "taste"], got ${quoted(importance)}`,
    );
  for (const [name, value] of [
    ["relative", relative],
    ["ranks", ranks],
  ] as const)
    if (typeof value !== "boolean") throw new TypeError(`expected ${name} to be true or false, got ${quoted(value)}`);
  if (importance.length < 2)
    throw new RangeError(
      `expected at least two needs in importance, got ${importance.length}; what matters more than other things takes two`,
    );
  const minimum = options.minimum ?? Math.max(2, Math.ceil(importance.length / 2));
  const survey = isSurvey(data) ? data : undefined;
  const table: Table = survey?.answers ?? toTable(data as TableLike);
  const use = { items: importance, minimum, ...(id === undefined ? {} : { id }) };
  const own = survey === undefined ? ipsatize<Row, string, string>(table, use) : ipsatize(survey, use);
  const spans = survey?.items ?? [];

  const ratings = importance.map((name) => finiteNumbers(table, name).values);
  const everybody = ratings[0]!.length;
  const givenBy = Array.from(own.people.array("answers") as ArrayLike<number>);
  const deviations = Array.from(own.people.array("scaleDeviation") as ArrayLike<number | null>);
  const tops = givenBy.map((answers, row) => (answers < minimum || deviations[row] === 0 ? [] : highest(ratings, row)));
  const ids = Array.from(column(own.table, own.id)) as Id[];
  const order = rowsInOrder(ids);
  const columns: Record<string, readonly Value[]> = {};
  const meanings: FeatureRow[] = [];
  const add = (feature: string, source: string, unit: string, definition: string, cells: readonly Value[]) => {
    if (feature === own.id || Object.hasOwn(columns, feature))
      throw new DataError(
        `expected needs of other names, got ${quoted(feature)}, which is a column to be made; rename it`,
        {
          column: feature,
        },
      );
    columns[feature] = order.map((row) => cells[row]!);
    meanings.push({ feature, base: "needs", unit, source, definition });
  };
  importance.forEach((need, j) => {
    add(
      need,
      need,
      unitOf(spans, need),
      `Stated importance of ${need}; missing where it was not rated.`,
      Array.from(ratings[j]!, orNull),
    );
  });
  const atLeast = `of those rated, ${minimum} at least`;
  if (relative)
    for (const need of importance)
      add(
        `${need}Relative`,
        importance.join(", "),
        "difference of ratings",
        `Rating of ${need} less the customer's mean rating of the needs (${atLeast}): above 0 it matters more than the others; missing where it was not rated.`,
        Array.from(column(own.table, need)),
      );
  if (ranks) {
    const found = givenBy.map((answers, row) => (answers < minimum ? [] : ranksOf(ratings, row)));
    importance.forEach((need, j) => {
      add(
        `${need}Rank`,
        importance.join(", "),
        "rank",
        `Rank of ${need} by the customer's ratings (${atLeast}): 1 is the most important, equal ones share the mean of their ranks; missing where it was not rated.`,
        found.map((one) => one[j] ?? null),
      );
    });
  }
  add(
    "topNeed",
    importance.join(", "),
    "category",
    `Need with the highest rating (${atLeast}); of equal ones the first of the source columns; missing where all were rated alike.`,
    tops.map(([first]) => (first === undefined ? null : importance[first]!)),
  );

  const straightliners = order.filter((row) => givenBy[row]! >= minimum && deviations[row] === 0);
  const tied = tops.filter((one) => one.length > 1).length;
  const silent = givenBy.filter((answers) => answers < minimum).length;
  const of = (count: number) => `${count} of ${counted(everybody, "customer")} (${percent(count / everybody)})`;
  const empty = importance.filter((_, j) => ratings[j]!.every(Number.isNaN));
  const topped = tops.filter((one) => one.length > 0).length;
  return {
    table: tableOf({ [own.id]: order.map((row) => ids[row]!), ...columns } as Record<string, never[]>, [
      own.id,
      ...meanings.map(({ feature }) => feature),
    ]) as Table as Needs["table"],
    id: own.id,
    dictionary: dictionaryOf(meanings),
    summary: tableOfRows(
      importance.map((need, j): NeedSummary => {
        const top = tops.filter(([first]) => first === j).length;
        return {
          need,
          answered: ratings[j]!.filter((value) => !Number.isNaN(value)).length,
          mean: orNull(presentMean(ratings[j]!)),
          relative: orNull(presentMean(finiteNumbers(own.table, need).values)),
          top,
          topShare: topped === 0 ? null : top / topped,
        };
      }),
      ["need", "answered", "mean", "relative", "top", "topShare"],
    ),
    straightliners: straightliners.map((row) => ids[row]!),
    minimum,
    warnings: [
      ...(empty.length === 0 ? [] : [`${listed(empty)}: nobody rated ${empty.length === 1 ? "it" : "them"}.`]),
      ...(silent === 0 ? [] : [`${of(silent)} rated fewer than ${minimum} of ${importance.length} needs: no topNeed.`]),
      ...(straightliners.length === 0
        ? []
        : [`${of(straightliners.length)} rated all needs alike: no topNeed, for nothing stands out.`]),
      ...(tied === 0
        ? []
        : [`${of(tied)} rated several needs highest: their topNeed is the first of these in the order of importance.`]),
      ...(relative
        ? own.warnings.map((warning) => `Relative values: ${uncapitalized(warning)}`)
        : mixedRanges(spans, importance)),
    ],
  };
}

/** The places of the highest ratings of a row, in their order. */
function highest(ratings: readonly Float64Array[], row: number): number[] {
  const most = Math.max(...ratings.map((own) => own[row]!).filter((value) => !Number.isNaN(value)));
  return [...ratings.keys()].filter((j) => ratings[j]![row] === most);
}

/** Ranks of the ratings of a row, the highest first; equal ones share their mean. */
function ranksOf(ratings: readonly Float64Array[], row: number): (number | null)[] {
  const values = ratings.map((own) => own[row]!);
  return values.map((value) => {
    if (Number.isNaN(value)) return null;
    const above = values.filter((other) => other > value).length;
    const equal = values.filter((other) => other === value).length;
    return above + (equal + 1) / 2;
  });
}

function unitOf(items: AskedSurvey["items"], need: string): string {
  const codes = items.find(({ name }) => name === need)?.codes;
  return codes === undefined || codes.length === 0
    ? "rating"
    : `rating from ${Math.min(...codes)} to ${Math.max(...codes)}`;
}
