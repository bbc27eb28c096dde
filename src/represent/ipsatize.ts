import { quoted, requireOptions } from "../errors.js";
import type { Id } from "../matrix.js";
import { covariances } from "../numeric/covariances.js";
import { counted, readable } from "../readable.js";
import {
  type AnyColumn,
  finiteNumbers,
  type NumericColumn,
  orNull,
  type Row,
  type Table,
  type TableLike,
  tableOf,
} from "../table.js";
import { type AskedSurvey, areNumbers, askedItems, mixedRanges, requireOrder } from "./itemAnswers.js";

/** Options of `ipsatize`. */
export interface IpsatizeOptions<K extends string = string, I extends string = string> {
  /** Columns of answers on one scale; a survey's Likert items, or all numeric columns but the id, where absent. */
  items?: readonly K[];
  /** `"center"` takes each person's mean answer away; `"standardize"` also divides by the standard deviation of the person's answers. */
  method?: "center" | "standardize";
  /** Answers that a person must have given, 2 at least; with fewer, all values are null. */
  minimum?: number;
  /** Column that names the respondents; the survey's, or "customer", where absent. */
  id?: I;
}

const known = { items: true, method: true, minimum: true, id: true } satisfies Record<keyof IpsatizeOptions, true>;

/** How one person used the scale. */
export type ScaleUseRow<I extends string = string> = { [P in I]: Id } & {
  answers: number;
  /** Mean of the person's answers and their standard deviation (divisor n - 1). */
  scaleMean: number | null;
  scaleDeviation: number | null;
};

/** Answers without the person's way of using the scale. */
export interface Ipsatized<K extends string = string, I extends string = string> {
  /** The id and the items, in the order they came; what was missing stays null. */
  readonly table: Table<{ [P in I]: Id } & { [P in K]: number | null }>;
  /** What was taken out, one row per person: a feature of its own, for who agrees with everything is also a kind of customer. */
  readonly people: Table<ScaleUseRow<I>>;
  readonly id: I;
  readonly items: readonly K[];
  readonly method: "center" | "standardize";
  readonly minimum: number;
  /** Mean correlation of two items before and after, and what it would be after if the answers were pure chance: -1 / (items - 1). */
  readonly meanCorrelation: {
    readonly before: number | null;
    readonly after: number | null;
    readonly byChance: number;
  };
  /** What it does to the answers, in words. */
  readonly warnings: readonly string[];
}

/**
 * Takes out how a person uses the answer scale: some agree with everything, some keep to the middle, some to the ends. Each answer becomes its distance from the
 * person's own mean (`"center"`), or that distance in the person's own standard deviations (`"standardize"`). What is left says what matters more to a
 * person than other things do, and no longer how much it matters to one person compared with another.
 *
 * Without it, segments of raw agreement often are "says yes to all" and "says no to all". Use it for many items on one scale that ask for different
 * things, about as many of them worded for as against. It misleads where the items ask for one thing: then the person's mean is the very
 * answer, and is gone. Score such items with `scales`.
 *
 * What it does to correlations: a person's values now add up to 0, so that one item's gain is the others' loss. The mean correlation of p items is pushed to
 * about -1 / (p - 1) whatever people think (`meanCorrelation` has it before and after). Alpha and factors of such columns partly
 * show this arithmetic; one column follows from the others, so leave one out where a method inverts their covariance (full mixtures, maximum
 * likelihood factors, regression).
 *
 * @throws DataError where a column does not exist (the closest is named) or an answer is no finite number.
 * @throws RangeError where there are fewer than two items, an item comes twice, or an option has an unknown value.
 *
 * Source: Cattell, Psychological Review 51 (1944); Hicks, Psychological Bulletin 74 (1970); Fischer, Journal of Cross-Cultural Psychology 35 (2004).
 *
 * @example
 * const answers = [
 *   { customer: "Ada", price: 5, taste: 5, origin: 2 },
 *   { customer: "Alan", price: 4, taste: 4, origin: 1 },
 *   { customer: "Grace", price: 2, taste: null, origin: 4 },
 * ];
 * const own = ipsatize(answers, { items: ["price", "taste", "origin"] });
 * console.log(own.table.objects()[1]); // { customer: 'Alan', price: 1, taste: 1, origin: -2 }
 * console.log(own.people.array("scaleMean")); // [ 4, 3, 3 ]
 */
export function ipsatize<
  C extends Row,
  const K extends NumericColumn<C> = NumericColumn<C>,
  const I extends AnyColumn<C> = "customer",
>(answers: TableLike<C>, options?: IpsatizeOptions<K, I>): Ipsatized<K, I>;
export function ipsatize(survey: AskedSurvey, options?: IpsatizeOptions): Ipsatized;
export function ipsatize(data: TableLike | AskedSurvey, options: IpsatizeOptions = {}): Ipsatized {
  requireOptions(options, known, "ipsatize");
  const { method = "center", minimum = 2 } = options;
  if (method !== "center" && method !== "standardize")
    throw new RangeError(`expected method to be "center" or "standardize", got ${quoted(method)}`);
  const {
    table,
    id,
    ids,
    items,
    asked = [],
  } = askedItems(data, options, { kinds: ["likert"], suits: areNumbers, least: 2 });
  if (!Number.isInteger(minimum) || minimum < 2 || minimum > items.length)
    throw new RangeError(
      `expected minimum to be a whole number from 2 to the ${items.length} items, got ${quoted(minimum)}`,
    );

  const before = items.map((name) => {
    requireOrder(asked, name);
    return finiteNumbers(table, name).values;
  });
  const people = ids.map((_, row) => scaleUse(before, row));
  const after = before.map((column) =>
    column.map((value, row) => {
      const { answers, mean, deviation } = people[row]!;
      if (answers < minimum) return Number.NaN;
      if (method === "center") return value - mean;
      return deviation > 0 ? (value - mean) / deviation : Number.NaN;
    }),
  );
  const columns: Record<string, ArrayLike<unknown>> = { [id]: ids };
  items.forEach((name, j) => {
    columns[name] = Array.from(after[j]!, orNull);
  });
  const use: Record<string, ArrayLike<unknown>> = {
    answers: people.map(({ answers }) => answers),
    scaleMean: people.map(({ mean }) => orNull(mean)),
    scaleDeviation: people.map(({ deviation }) => orNull(deviation)),
  };
  const correlation = {
    before: meanCorrelation(before),
    after: meanCorrelation(after),
    byChance: -1 / (items.length - 1),
  };
  return {
    table: tableOf(columns as Record<string, ArrayLike<never>>, [id, ...items]),
    people: tableOf({ [id]: ids, ...use } as Record<string, ArrayLike<never>>, [
      id,
      ...Object.keys(use),
    ]) as Table as Ipsatized["people"],
    id,
    items,
    method,
    minimum,
    meanCorrelation: correlation,
    warnings: [...mixedRanges(asked, items), ...warningsOf(people, items.length, method, minimum, correlation)],
  };
}

interface ScaleUse {
  readonly answers: number;
  readonly mean: number;
  readonly deviation: number;
}

function scaleUse(columns: readonly Float64Array[], row: number): ScaleUse {
  const given = columns.map((column) => column[row]!).filter((value) => !Number.isNaN(value));
  // Measured from the first answer, equal answers leave exactly 0.
  const first = given[0] ?? 0;
  const apart = given.reduce((sum, value) => sum + (value - first), 0) / given.length;
  const squares = given.reduce((sum, value) => sum + (value - first - apart) ** 2, 0);
  return { answers: given.length, mean: first + apart, deviation: Math.sqrt(squares / (given.length - 1)) };
}

/** Mean correlation of two different columns, over the pairs that have one. */
function meanCorrelation(columns: readonly Float64Array[]): number | null {
  const { matrix } = covariances(columns);
  const size = columns.length;
  let [sum, pairs] = [0, 0];
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      const value = matrix[i * size + j]! / Math.sqrt(matrix[i * size + i]! * matrix[j * size + j]!);
      if (!Number.isFinite(value)) continue;
      sum += value;
      pairs++;
    }
  }
  return pairs === 0 ? null : sum / pairs;
}

function warningsOf(
  people: readonly ScaleUse[],
  items: number,
  method: "center" | "standardize",
  minimum: number,
  { before, after, byChance }: Ipsatized["meanCorrelation"],
): string[] {
  const said: string[] = [];
  const silent = people.filter(({ answers }) => answers < minimum).length;
  const alike = people.filter(({ answers, deviation }) => answers >= minimum && deviation === 0).length;
  const of = (count: number) => `${count} of ${counted(people.length, "respondent")}`;
  if (silent > 0)
    said.push(`${of(silent)} answered fewer than ${minimum} of ${items} items: all their values are missing.`);
  if (alike > 0)
    said.push(
      `${of(alike)} gave one and the same answer to all: nothing is left of ${alike === 1 ? "it" : "them"}, and all values are ${method === "center" ? "0" : "missing"}.`,
    );
  if (before !== null && after !== null)
    said.push(
      `The mean correlation of two items went from ${readable(before, 2)} to ${readable(after, 2)}; answers by pure chance would have ${readable(byChance, 2)} now, because a person's values add up to 0. Read correlations, factors and alpha of these columns against that.`,
    );
  if (items < 6)
    said.push(
      `A mean of ${items} items is as much what they ask for as how a person uses the scale: take more items, on different things, to center by.`,
    );
  return said;
}
