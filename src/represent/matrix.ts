import { DataError, requireColumn, requireOneOf, requireOptions } from "../errors.js";
import { ownId } from "../features.js";
import { type Matrix, type Preparation, type PreparedColumn, rowIds } from "../matrix.js";
import type { Segmentation } from "../segmentation.js";
import {
  type AnyColumn,
  column,
  finiteNumbers,
  type NumericColumn,
  type Row,
  type Table,
  type TableLike,
  toTable,
  type Value,
} from "../table.js";
import { keptLevels } from "./keptLevels.js";
import { applyPreparation, fitNumeric } from "./prepare.js";

/** Options of `matrix`. */
export interface MatrixOptions<C extends Row = Row, K extends NumericColumn<C> = NumericColumn<C>> {
  /** Column that names the rows; "customer" where there is one. */
  id?: AnyColumn<C>;
  /** Numeric columns to take, in this order; all numeric columns but the id where absent. */
  columns?: readonly K[];
  /** Columns to turn into one 0/1 column per level, called `country=France`. They are not logged or scaled. */
  oneHot?: readonly AnyColumn<C>[];
  /** Columns to keep beside the numbers as levels and codes: a list, or true for all that are text or true/false. */
  categorical?: boolean | readonly AnyColumn<C>[];
  /** Levels that a category keeps, the most frequent ones (of equal ones the first by their order); the others become "(other)", but for a single one, which stays. All where absent. */
  mostLevels?: number;
  /** Share of the rows with a level that a level needs to be kept, 0 to 1; rarer ones become "(other)". */
  leastShare?: number;
  /** Take log(1 + x) of these columns (true: of all numeric ones). */
  log?: boolean | readonly K[];
  /** How to make columns comparable. */
  scale?: "none" | "standard" | "robust" | "range";
  /** What stands in for missing values. */
  impute?: "error" | "mean" | "median" | "zero";
  /** Prepare these rows with the figures recorded there, by a matrix or in a segmentation that was made of one; no other option but `id` may be given. */
  like?: Matrix | Preparation | Segmentation;
}

const known = {
  id: true,
  columns: true,
  oneHot: true,
  categorical: true,
  mostLevels: true,
  leastShare: true,
  log: true,
  scale: true,
  impute: true,
  like: true,
} satisfies Record<keyof MatrixOptions, true>;

/**
 * Turns a table with one row per customer into numbers that a method can use, and records every step, so that a new
 * customer can be prepared with the same figures (`like`).
 *
 * The steps, in this order, for each numeric column:
 * 1. `impute`: missing values are an error unless a rule is named; mean and median are those of the values present.
 * 2. `log`: log(1 + x), which tames money and counts. Where the smallest value is at or below -1 (refunds), the column is
 *    first shifted so that its smallest value is 0; a warning says so, since the shift is arbitrary.
 * 3. `scale`: "standard" is (x - mean) / standard deviation with the population formula (divisor n, as scikit-learn's
 *    StandardScaler; R's `scale` divides by n - 1). "robust" is (x - median) / (upper - lower quartile), quartiles
 *    interpolated linearly (type 7). "range" maps smallest..largest to 0..1.
 *
 * When it misleads: without `scale`, the column with the largest unit decides every distance. "standard" is itself pulled
 * by outliers; look at a column's distribution before choosing. A column that is constant (but for rounding) carries no
 * information: when scaled it becomes 0, and a warning in `preparation.warnings` says so. One-hot columns stay 0/1, so two
 * customers with different levels are 1.41 apart whatever the scale of the rest.
 *
 * Categories of many levels (cities, products, occupations) drown the rest: each level is a column, and most are a handful of customers. `mostLevels` and
 * `leastShare` keep the frequent ones and pool the others as "(other)", by counts alone, never by what is to be found; levels that new rows
 * bring are "(other)", too. What was pooled stands in `preparation.warnings`. "(other)" is no kind of customer, only what is left.
 *
 * @returns A Matrix with one Float64Array per column, in the order columns, then one-hot levels (numbers by size, texts by the alphabet).
 * @throws DataError where a column does not exist (the closest is named), a value is missing, not a number, NaN or
 *   infinite, an id occurs twice, quartiles are equal under "robust", or new rows hold an unseen level.
 * @throws RangeError where an option has an unknown value or a column is named twice.
 * @throws TypeError where `like` is combined with options that it would override.
 *
 * @example
 * const customers = toTable([
 *   { customer: "Ada", recency: 10, monetary: 100 },
 *   { customer: "Alan", recency: 30, monetary: 300 },
 * ]);
 * const prepared = matrix(customers, { columns: ["recency", "monetary"], scale: "standard" });
 * console.log(prepared.values[1]); // Float64Array(2) [ -1, 1 ]
 * const later = matrix([{ customer: "Grace", recency: 20, monetary: 200 }], { like: prepared });
 * console.log(later.values[1]); // Float64Array(1) [ 0 ]
 */
export function matrix<C extends Row, K extends NumericColumn<C>>(
  data: TableLike<C>,
  options: MatrixOptions<C, K> = {},
): Matrix {
  requireOptions(options, known, "matrix");
  const { oneHot = [], categorical = false, log = false, scale = "none", impute = "error", like } = options;
  const { mostLevels = Number.POSITIVE_INFINITY, leastShare = 0 } = options;
  const table: Table = toTable(data);
  const id = options.id ?? ownId(data);
  if (like !== undefined) {
    const extra = Object.keys(options).filter((name) => name !== "like" && name !== "id");
    if (extra.length > 0)
      throw new TypeError(`expected no other option beside like, which records them, got ${extra.join(", ")}`);
    return applyPreparation(table, preparationOf(like), id);
  }
  requireOneOf("scale", scale, ["none", "standard", "robust", "range"]);
  requireOneOf("impute", impute, ["error", "mean", "median", "zero"]);
  if (!(mostLevels >= 1) || (Number.isFinite(mostLevels) && !Number.isInteger(mostLevels)))
    throw new RangeError(`expected mostLevels to be a whole number from 1, got ${mostLevels}`);
  if (!(leastShare >= 0 && leastShare < 1))
    throw new RangeError(`expected leastShare from 0 to below 1, got ${leastShare}`);
  const { name: idName, ids } = rowIds(table, id);
  if (ids.length === 0) throw new DataError("expected at least one row, got an empty table");

  const names = table.columnNames();
  const kinds = new Map(names.map((name) => [name, kindOfColumn(column(table, name))]));
  const levelled = Array.isArray(categorical) ? (categorical as readonly string[]) : [];
  const chosen: readonly string[] =
    options.columns ??
    names.filter(
      (name) =>
        name !== idName &&
        !levelled.includes(name) &&
        !(oneHot as readonly string[]).includes(name) &&
        (kinds.get(name) === "number" || kinds.get(name) === "empty"),
    );
  const beside =
    categorical === true
      ? names.filter(
          (name) =>
            name !== idName &&
            !chosen.includes(name) &&
            !(oneHot as readonly string[]).includes(name) &&
            (kinds.get(name) === "text" || kinds.get(name) === "boolean"),
        )
      : levelled;
  const logged: readonly string[] = log === true ? chosen : log === false ? [] : log;
  for (const [list, role] of [
    [chosen, "a numeric column"],
    [oneHot, "a column to encode"],
    [beside, "a categorical column"],
    [logged, "a column to log"],
  ] as const) {
    for (const name of list) requireColumn(names, name, role);
    const twice = list.find((name, i) => list.indexOf(name) !== i);
    if (twice !== undefined) throw new RangeError(`expected each column once, got ${JSON.stringify(twice)} twice`);
  }
  const stray = logged.find((name) => !chosen.includes(name));
  if (stray !== undefined)
    throw new RangeError(`expected the columns in log to be among columns, got ${JSON.stringify(stray)}`);
  if (chosen.length + oneHot.length + beside.length === 0)
    throw new DataError(
      `expected at least one numeric column besides ${JSON.stringify(idName)}, found ${names.map((name) => JSON.stringify(name)).join(", ")}`,
    );

  const columns: PreparedColumn[] = [];
  const warnings: string[] = [];
  for (const name of chosen) {
    const fitted = fitNumeric(name, finiteNumbers(table, name), { log: logged.includes(name), scale, impute });
    columns.push(fitted.prepared);
    warnings.push(...fitted.warnings);
  }
  const others: Record<string, string> = {};
  const kept = (name: string) => {
    const found = keptLevels(column(table, name), name, { mostLevels, leastShare });
    if (found.other !== undefined) others[name] = found.other;
    warnings.push(...found.warnings);
    return found.levels;
  };
  for (const name of oneHot) for (const level of kept(name)) columns.push({ column: name, level });
  const preparation: Preparation = {
    id: idName,
    columns,
    categorical: beside.map((name) => ({ column: name, levels: kept(name) })),
    ...(Object.keys(others).length > 0 ? { others } : {}),
    ...(warnings.length > 0 ? { warnings } : {}),
  };
  return applyPreparation(table, preparation, idName);
}

/** What a matrix, or the model of a segmentation, recorded. */
function preparationOf(like: Matrix | Preparation | Segmentation): Preparation {
  const within = (holder: unknown, name: string): unknown =>
    typeof holder === "object" && holder !== null && name in holder
      ? (holder as Record<string, unknown>)[name]
      : holder;
  const found = within(within(like, "model"), "preparation") as Partial<Preparation> | null;
  if (!Array.isArray(found?.columns) || !Array.isArray(found.categorical))
    throw new TypeError(
      "expected like to be a Matrix, its preparation, or a segmentation that was made of a Matrix, got something else",
    );
  return found as Preparation;
}

/** What a column holds, by its first value that is there. */
function kindOfColumn(cells: ArrayLike<Value>): "number" | "boolean" | "text" | "other" | "empty" {
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i];
    if (cell === null || cell === undefined) continue;
    if (typeof cell === "number" || typeof cell === "bigint") return "number";
    if (typeof cell === "boolean") return "boolean";
    return typeof cell === "string" ? "text" : "other";
  }
  return "empty";
}
