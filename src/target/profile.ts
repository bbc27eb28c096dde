import { mean, median, standardDeviation } from "simple-statistics";
import { type CodedCategory, describedColumns, type ProfileCategory } from "../describedColumns.js";
import { DataError, requireColumn, requireOptions, requireResult } from "../errors.js";
import { type BaseGroup, groupByBase, meaningsOf, ownId } from "../features.js";
import { joinLabels } from "../joinLabels.js";
import { rowIds } from "../matrix.js";
import { type Segmentation, segmentName } from "../segmentation.js";
import {
  type AnyColumn,
  finiteNumbers,
  type NumericColumn,
  type Row,
  type Table,
  type TableLike,
  tableOf,
  toTable,
} from "../table.js";
import { countsFromZero } from "./countsFromZero.js";

/** The names of the columns of `C` that are text or true/false. */
export type CategoryColumn<C extends Row> = {
  [K in keyof C]-?: C[K] extends string | boolean | null ? K : never;
}[keyof C] &
  string;

/** The names of the columns of `C` that a profile can describe. */
export type DescribedColumn<C extends Row> = NumericColumn<C> | CategoryColumn<C>;

/** Options of `profile`. */
export interface ProfileOptions<C extends Row = Row, K extends DescribedColumn<C> = DescribedColumn<C>> {
  /** Columns to describe. Where absent: all but the id that are numbers, or text or true/false with 2 to 20 levels (and not another value in each row). */
  columns?: readonly K[];
  /** Columns whose total is worth dividing among the segments; those called monetary, amount, revenue, spend or sales where absent. */
  money?: readonly NumericColumn<C>[];
  /** Column that names the rows; "customer" where there is one. */
  id?: AnyColumn<C>;
}

/**
 * One segment, or all customers, in numbers. `mean` and `median` have an entry per numeric column of the profile, `levels` and `mode` one per
 * category, `missing` one per either.
 */
export interface ProfileFigures {
  readonly size: number;
  /** Mean of the values that are there; NaN where there is none. */
  readonly mean: Readonly<Record<string, number>>;
  readonly median: Readonly<Record<string, number>>;
  /** Rows without a value, left out of all else. */
  readonly missing: Readonly<Record<string, number>>;
  /** Sum, for the money columns. */
  readonly total: Readonly<Record<string, number>>;
  /** For each category the share of each level among the rows that have one, 0 to 1: `levels.color.red`. NaN where no row has one. */
  readonly levels: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** For each category the level with the largest share (of equal ones the first by text); null where no row has one. */
  readonly mode: Readonly<Record<string, string | null>>;
}

/** One segment of a profile. */
export interface ProfileSegment extends ProfileFigures {
  readonly label: number;
  readonly name: string;
  /** Share of all customers, 0 to 1. */
  readonly share: number;
  /** Mean over the mean of all customers: 2 is twice the average. NaN where the latter is not above 0, and in columns that go below 0 as scores do. */
  readonly lift: Readonly<Record<string, number>>;
  /** Mean less the mean of all customers, in standard deviations of all customers. NaN where these do not differ. */
  readonly standardized: Readonly<Record<string, number>>;
  /** Share of the total of all customers, for the money columns; NaN where that total is not above 0. */
  readonly shareOf: Readonly<Record<string, number>>;
  /** For each category the share of each level over its share among all customers: 2 is twice as frequent. */
  readonly levelLift: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/**
 * One row per segment: label, segment (its name), size, share; per numeric column recencyMean, recencyMedian, recencyLift; per category colorMode
 * (the most frequent level) and colorModeShare.
 */
export type ProfileRow<K extends string = string, L extends string = string> = {
  label: number;
  segment: string;
  size: number;
  share: number;
} & { [P in `${K}Mean` | `${K}Median` | `${K}Lift` | `${L}ModeShare`]: number | null } & {
  [P in `${L}Mode`]: string | null;
};

/** Segments described side by side. */
export interface Profile<K extends string = string, L extends string = string> {
  /** The numeric columns. */
  readonly columns: readonly K[];
  /** The columns of text or true/false, with their levels. */
  readonly categories: readonly (ProfileCategory & { readonly column: L })[];
  /** Both kinds of columns by the base that the dictionary of features has for them ("other" where it has none), demographic first; empty for plain tables. */
  readonly bases: readonly BaseGroup<K | L>[];
  /** Label order; noise, where there is any, comes last with label -1. */
  readonly segments: readonly ProfileSegment[];
  readonly all: ProfileFigures;
  /** The same as a table; money columns add `monetaryShare`. What is NaN above is null here. */
  readonly table: Table<ProfileRow<K, L>>;
  /** Which columns were left out and why, in words. */
  readonly notes: readonly string[];
}

/**
 * Describes each segment on the columns of a table, in their own units: size, share, mean, median, and lift, which is the
 * segment's mean over the mean of all customers. Money columns also get the share of the total that the segment holds.
 * Categories (columns of text or true/false) get the share of each level among the segment's customers, the level that most of them have
 * (the mode), and as lift the share over that among all customers.
 *
 * Categories with more than 20 levels, with a single one, or with another value in each row (names, ids) are left out unless they are named in
 * `columns`; `notes` says which.
 *
 * Of features (what `behavioral`, `demographic` or `joinFeatures` returns), `bases` groups the columns by the base that the dictionary has for them.
 *
 * Rows are joined by id, and both sides must hold the same ids. The columns need not be those that made the segments: those
 * that were not used are the better test of whether segments mean something. Missing values are left out and counted in
 * `missing`.
 *
 * When it misleads: segments always differ on the columns that made them, so a profile proves nothing about them. Means of
 * money follow a few large customers; read the median beside them. A lift is a ratio of means, so it needs a column in
 * which 0 means none (money, counts, days): on temperatures it says nothing, and where values go below 0, as scores do, it is NaN (a few customers with
 * more returns than purchases are borne, up to a twentieth of the total); read `standardized` there. The lift of a rare level
 * is large by chance alone, and a level that nearly all have can have none; read the shares. A mode may be what a few more than others have.
 *
 * @throws DataError where ids differ (with counts), a column does not exist (the closest is named), a value of a numeric column is not a
 *   finite number, or there is nothing to describe.
 *
 * @example
 * const customers = toTable([
 *   { customer: "Ada", monetary: 900 },
 *   { customer: "Alan", monetary: 100 },
 *   { customer: "Grace", monetary: 200 },
 * ]);
 * const segments = rules(customers, { rules: [{ name: "Big", when: { monetary: [500, Infinity] } }] });
 * const big = profile(customers, segments).segments[1];
 * console.log(big?.name, big?.lift.monetary, big?.shareOf.monetary); // Big 2.25 0.75
 * const answers = toTable([
 *   { customer: "Ada", monetary: 900, tea: "yes" },
 *   { customer: "Alan", monetary: 100, tea: "yes" },
 *   { customer: "Grace", monetary: 200, tea: "no" },
 * ]);
 * console.log(profile(answers, segments, { columns: ["tea"] }).segments[0]?.levels.tea); // { no: 0.5, yes: 0.5 }
 */
export function profile<C extends Row, K extends DescribedColumn<C>>(
  data: TableLike<C>,
  segmentation: Segmentation,
  options: ProfileOptions<C, K> = {},
): Profile<K & NumericColumn<C>, K & CategoryColumn<C>> {
  requireResult(segmentation, "labels", "a method such as kmeans");
  requireOptions(options, { columns: true, money: true, id: true }, "profile");
  const table: Table = toTable(data);
  const names = table.columnNames();
  const { name: idName, ids } = rowIds(table, options.id ?? ownId(data));
  const { numbers: columns, categories, leftOut } = describedColumns(table, idName, options.columns);
  const notes = leftOut.map(({ note }) => note);
  if (columns.length + categories.length === 0)
    throw new DataError(
      `expected at least one numeric column, or one of text or true/false, to describe besides ${JSON.stringify(idName)}, found none. ${notes.join(" ")}`.trim(),
    );
  const money: readonly string[] = options.money ?? columns.filter((name) => USUAL_MONEY.test(name));
  for (const name of money) requireColumn(names, name, "a numeric column");
  const stray = money.find((name) => !columns.includes(name));
  if (stray !== undefined)
    throw new RangeError(
      `expected the columns in money to be numeric ones among columns, got ${JSON.stringify(stray)}`,
    );

  const labels = joinLabels(ids, segmentation);
  const values = columns.map((name) => finiteNumbers(table, name).values);
  const describe = (rows: readonly number[]) => figures(rows, columns, values, money, categories);
  const groups = new Map<number, number[]>(Array.from({ length: segmentation.k }, (_, label) => [label, []]));
  labels.forEach((label, i) => {
    const rows = groups.get(label);
    if (rows === undefined) groups.set(label, [i]);
    else rows.push(i);
  });
  const all = describe(Array.from(ids.keys()));
  const present = values.map((column) => Array.from(column.filter((value) => !Number.isNaN(value))));
  const multiples = present.map(countsFromZero);
  const spreads = present.map((column) => (column.length === 0 ? 0 : standardDeviation(column)));
  const segments = [...groups].map(([label, rows]): ProfileSegment => {
    const own = describe(rows);
    return {
      label,
      name: segmentName(segmentation, label),
      share: rows.length / ids.length,
      ...own,
      lift: byName(columns, (name, j) => (multiples[j] ? ratio(own.mean[name]!, all.mean[name]!) : Number.NaN)),
      standardized: byName(columns, (name, j) => ratio(own.mean[name]! - all.mean[name]!, spreads[j]!)),
      shareOf: byName(money, (name) => ratio(own.total[name]!, all.total[name]!)),
      levelLift: byCategory(categories, ({ column, levels }) =>
        byName(levels, (level) => ratio(own.levels[column]![level]!, all.levels[column]![level]!)),
      ),
    };
  });
  return {
    columns: columns as (K & NumericColumn<C>)[],
    categories: categories.map(
      ({ codes: _, ...category }) => category as ProfileCategory & { column: K & CategoryColumn<C> },
    ),
    bases: groupByBase(
      [...columns, ...categories.map(({ column }) => column)] as (K & (NumericColumn<C> | CategoryColumn<C>))[],
      meaningsOf(data),
    ),
    segments,
    all,
    table: asTable(columns, money, categories, segments) as Table as Table<
      ProfileRow<K & NumericColumn<C>, K & CategoryColumn<C>>
    >,
    notes,
  };
}

const USUAL_MONEY = /^(monetary|amount|revenue|spend|sales)$/i;

function figures(
  rows: readonly number[],
  columns: readonly string[],
  values: readonly Float64Array[],
  money: readonly string[],
  categories: readonly CodedCategory[],
): ProfileFigures {
  const present = new Map(
    columns.map((name, j) => [name, rows.map((i) => values[j]![i]!).filter((value) => !Number.isNaN(value))]),
  );
  const of = (name: string) => present.get(name)!;
  const counts = new Map(categories.map((category) => [category.column, countsOf(category, rows)]));
  const answered = (name: string) => counts.get(name)!.reduce((sum, count) => sum + count, 0);
  return {
    size: rows.length,
    mean: byName(columns, (name) => (of(name).length === 0 ? Number.NaN : mean(of(name)))),
    median: byName(columns, (name) => (of(name).length === 0 ? Number.NaN : median(of(name)))),
    missing: {
      ...byName(columns, (name) => rows.length - of(name).length),
      ...byCategory(categories, ({ column }) => rows.length - answered(column)),
    },
    total: byName(money, (name) => of(name).reduce((sum, value) => sum + value, 0)),
    levels: byCategory(categories, ({ column, levels }) =>
      byName(levels, (_, code) => ratio(counts.get(column)![code]!, answered(column))),
    ),
    mode: byCategory(categories, ({ column, levels }) => {
      const own = counts.get(column)!;
      const most = own.reduce((best, count, code) => (count > own[best]! ? code : best), 0);
      return answered(column) === 0 ? null : levels[most]!;
    }),
  };
}

/** How many of the rows have each level. */
function countsOf({ levels, codes }: CodedCategory, rows: readonly number[]): number[] {
  const counts = new Array<number>(levels.length).fill(0);
  for (const i of rows) if (codes[i]! >= 0) counts[codes[i]!]!++;
  return counts;
}

function asTable(
  columns: readonly string[],
  money: readonly string[],
  categories: readonly ProfileCategory[],
  segments: readonly ProfileSegment[],
): Table {
  const flat: Record<string, readonly (number | string | null)[]> = {
    label: segments.map((segment) => segment.label),
    segment: segments.map((segment) => segment.name),
    size: segments.map((segment) => segment.size),
    share: segments.map((segment) => segment.share),
  };
  for (const name of columns) {
    flat[`${name}Mean`] = segments.map((segment) => cell(segment.mean[name]!));
    flat[`${name}Median`] = segments.map((segment) => cell(segment.median[name]!));
    flat[`${name}Lift`] = segments.map((segment) => cell(segment.lift[name]!));
    if (money.includes(name)) flat[`${name}Share`] = segments.map((segment) => cell(segment.shareOf[name]!));
  }
  for (const { column } of categories) {
    flat[`${column}Mode`] = segments.map((segment) => segment.mode[column]!);
    flat[`${column}ModeShare`] = segments.map(({ mode, levels }) =>
      mode[column] === null ? null : levels[column]![mode[column]!]!,
    );
  }
  return tableOf(flat);
}

function ratio(part: number, whole: number): number {
  return whole > 0 ? part / whole : Number.NaN;
}

/** In a table what is missing is null. */
function cell(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

function byName<T>(names: readonly string[], value: (name: string, place: number) => T): Record<string, T> {
  return Object.fromEntries(names.map((name, place) => [name, value(name, place)]));
}

function byCategory<C extends ProfileCategory, T>(
  categories: readonly C[],
  value: (category: C) => T,
): Record<string, T> {
  return Object.fromEntries(categories.map((category) => [category.column, value(category)]));
}
