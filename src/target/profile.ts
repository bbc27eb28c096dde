import { mean, median } from "simple-statistics";
import { DataError, requireColumn } from "../errors.js";
import { type Id, rowIds } from "../matrix.js";
import { type Segmentation, segmentName } from "../segmentation.js";
import {
  type AnyColumn,
  column,
  finiteNumbers,
  type NumericColumn,
  type Row,
  type Table,
  type TableLike,
  tableOf,
  toTable,
} from "../table.js";

/** Options of `profile`. */
export interface ProfileOptions<C extends Row = Row, K extends NumericColumn<C> = NumericColumn<C>> {
  /** Columns to describe; all numeric columns but the id where absent. */
  columns?: readonly K[];
  /** Columns whose total is worth dividing among the segments; those called monetary, amount, revenue, spend or sales where absent. */
  money?: readonly K[];
  /** Column that names the rows; "customer" where there is one. */
  id?: AnyColumn<C>;
}

/** One segment, or all customers, in numbers; each record has one entry per column of the profile. */
export interface ProfileFigures {
  readonly size: number;
  /** Mean of the values that are there; NaN where there is none. */
  readonly mean: Readonly<Record<string, number>>;
  readonly median: Readonly<Record<string, number>>;
  /** Rows without a value, left out of mean, median and total. */
  readonly missing: Readonly<Record<string, number>>;
  /** Sum, for the money columns. */
  readonly total: Readonly<Record<string, number>>;
}

/** One segment of a profile. */
export interface ProfileSegment extends ProfileFigures {
  readonly label: number;
  readonly name: string;
  /** Share of all customers, 0 to 1. */
  readonly share: number;
  /** Mean over the mean of all customers: 2 is twice the average. NaN where the latter is not above 0. */
  readonly lift: Readonly<Record<string, number>>;
  /** Share of the total of all customers, for the money columns; NaN where that total is not above 0. */
  readonly shareOf: Readonly<Record<string, number>>;
}

/** One row per segment: label, segment (its name), size, share, and recencyMean, recencyMedian, recencyLift and so on per column. */
export type ProfileRow<K extends string = string> = {
  label: number;
  segment: string;
  size: number;
  share: number;
} & { [P in `${K}Mean` | `${K}Median` | `${K}Lift`]: number | null };

/** Segments described side by side. */
export interface Profile<K extends string = string> {
  readonly columns: readonly K[];
  /** Label order; noise, where there is any, comes last with label -1. */
  readonly segments: readonly ProfileSegment[];
  readonly all: ProfileFigures;
  /** The same as a table; money columns add `monetaryShare`. What is NaN above is null here. */
  readonly table: Table<ProfileRow<K>>;
}

/**
 * Describes each segment on the columns of a table, in their own units: size, share, mean, median, and lift, which is the
 * segment's mean over the mean of all customers. Money columns also get the share of the total that the segment holds.
 *
 * Rows are joined by id, and both sides must hold the same ids. The columns need not be those that made the segments: those
 * that were not used are the better test of whether segments mean something. Missing values are left out and counted in
 * `missing`.
 *
 * When it misleads: segments always differ on the columns that made them, so a profile proves nothing about them. Means of
 * money follow a few large customers; read the median beside them. A lift is a ratio of means, so it needs a column in
 * which 0 means none (money, counts, days): on temperatures or standardized scores it says nothing.
 *
 * @throws DataError where ids differ (with counts), a column does not exist (the closest is named) or a value is not a
 *   finite number.
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
 */
export function profile<C extends Row, K extends NumericColumn<C>>(
  data: TableLike<C>,
  segmentation: Segmentation,
  options: ProfileOptions<C, K> = {},
): Profile<K> {
  const table: Table = toTable(data);
  const names = table.columnNames();
  const { name: idName, ids } = rowIds(table, options.id);
  const columns = (options.columns ??
    names.filter((name) => name !== idName && isNumeric(table, name))) as readonly K[];
  if (columns.length === 0)
    throw new DataError(
      `expected at least one numeric column to describe besides ${JSON.stringify(idName)}, found none`,
    );
  const money: readonly string[] = options.money ?? columns.filter((name) => USUAL_MONEY.test(name));
  for (const name of [...columns, ...money]) requireColumn(names, name, "a numeric column");
  const stray = money.find((name) => !(columns as readonly string[]).includes(name));
  if (stray !== undefined)
    throw new RangeError(`expected the columns in money to be among columns, got ${JSON.stringify(stray)}`);

  const labels = labelsOf(ids, segmentation);
  const values = columns.map((name) => finiteNumbers(table, name).values);
  const describe = (rows: readonly number[]) => figures(rows, columns, values, money);
  const groups = new Map<number, number[]>(Array.from({ length: segmentation.k }, (_, label) => [label, []]));
  labels.forEach((label, i) => {
    const rows = groups.get(label);
    if (rows === undefined) groups.set(label, [i]);
    else rows.push(i);
  });
  const all = describe(Array.from(ids.keys()));
  const segments = [...groups].map(([label, rows]): ProfileSegment => {
    const own = describe(rows);
    return {
      label,
      name: segmentName(segmentation, label),
      share: rows.length / ids.length,
      ...own,
      lift: byName(columns, (name) => ratio(own.mean[name]!, all.mean[name]!)),
      shareOf: byName(money, (name) => ratio(own.total[name]!, all.total[name]!)),
    };
  });
  return { columns, segments, all, table: asTable(columns, money, segments) };
}

const USUAL_MONEY = /^(monetary|amount|revenue|spend|sales)$/i;

/** Label of each row of the table, joined by id. */
function labelsOf(ids: readonly Id[], segmentation: Segmentation): number[] {
  const labelOf = new Map(segmentation.ids.map((id, i) => [id, segmentation.labels[i]!]));
  const without = ids.filter((id) => !labelOf.has(id));
  if (without.length > 0)
    throw new DataError(
      `expected a segment for each of the ${ids.length} rows of the table, got none for ${without.length}, such as ${examples(without)}; leave those rows out, or label them with assign`,
    );
  if (labelOf.size > ids.length) {
    const here = new Set(ids);
    const absent = segmentation.ids.filter((id) => !here.has(id));
    throw new DataError(
      `expected a row for each of the ${labelOf.size} ids of the segmentation, got none for ${absent.length}, such as ${examples(absent)}; pass the whole table`,
    );
  }
  return ids.map((id) => labelOf.get(id)!);
}

function figures(
  rows: readonly number[],
  columns: readonly string[],
  values: readonly Float64Array[],
  money: readonly string[],
): ProfileFigures {
  const present = new Map(
    columns.map((name, j) => [name, rows.map((i) => values[j]![i]!).filter((value) => !Number.isNaN(value))]),
  );
  const of = (name: string) => present.get(name)!;
  return {
    size: rows.length,
    mean: byName(columns, (name) => (of(name).length === 0 ? Number.NaN : mean(of(name)))),
    median: byName(columns, (name) => (of(name).length === 0 ? Number.NaN : median(of(name)))),
    missing: byName(columns, (name) => rows.length - of(name).length),
    total: byName(money, (name) => of(name).reduce((sum, value) => sum + value, 0)),
  };
}

function asTable<K extends string>(
  columns: readonly K[],
  money: readonly string[],
  segments: readonly ProfileSegment[],
): Table<ProfileRow<K>> {
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
  return tableOf(flat) as Table as Table<ProfileRow<K>>;
}

function ratio(part: number, whole: number): number {
  return whole > 0 ? part / whole : Number.NaN;
}

/** In a table what is missing is null. */
function cell(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

function byName<T>(names: readonly string[], value: (name: string) => T): Record<string, T> {
  return Object.fromEntries(names.map((name) => [name, value(name)]));
}

function isNumeric(table: Table, name: string): boolean {
  const cells = column(table, name);
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i];
    if (cell !== null && cell !== undefined) return typeof cell === "number" || typeof cell === "bigint";
  }
  return false;
}

function examples(ids: readonly Id[]): string {
  return ids
    .slice(0, 3)
    .map((id) => JSON.stringify(id))
    .join(", ");
}
