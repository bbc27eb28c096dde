import { DataError, instead, requireColumn } from "./errors.js";
import { areFinite } from "./numeric/areFinite.js";
import { column, type Table } from "./table.js";

/** What names a row: a customer number or key. */
export type Id = string | number;

/** How one numeric column was prepared: each step's figures are kept, so that new rows are prepared with the same ones. */
export interface PreparedColumn {
  /** Name of the source column. */
  readonly column: string;
  /** What replaced missing values, and how many. Absent: none were missing and none may be. */
  readonly impute?: { readonly rule: "mean" | "median" | "zero"; readonly value: number; readonly count: number };
  /** log1p(x + shift), shift being 0 unless the smallest value is at or below -1. */
  readonly log?: { readonly shift: number };
  /**
   * (x - center) / spread: mean and population standard deviation, median and interquartile range, or minimum and
   * range. A constant column has spread 1, so that it becomes 0 everywhere.
   */
  readonly scale?: {
    readonly method: "standard" | "robust" | "range";
    readonly center: number;
    readonly spread: number;
  };
  /** 1 where the source column equals this level, else 0. */
  readonly level?: string;
}

/** How a Matrix was made of a table. Plain JSON. */
export interface Preparation {
  /** Column of the source table that names the rows. */
  readonly id: string;
  /** One entry per column of the Matrix, in order. */
  readonly columns: readonly PreparedColumn[];
  /** Categorical columns and their levels, in the order of the codes. */
  readonly categorical: readonly { readonly column: string; readonly levels: readonly string[] }[];
  /** By column the level that stands for its rare levels, and for those that new rows bring. Columns without keep every level. */
  readonly others?: Readonly<Record<string, string>>;
  /** What a reader must know before trusting the numbers, in words. */
  readonly warnings?: readonly string[];
}

/** A categorical column kept beside the numbers: `codes[i]` indexes `levels`; -1 is missing. */
export interface CategoricalColumn {
  readonly name: string;
  readonly levels: readonly string[];
  readonly codes: Int32Array;
}

/**
 * Numbers ready for a method: one Float64Array per feature, all of length `rows`, finite, with the row ids, the column
 * names and the recorded preparation.
 */
export interface Matrix<Columns extends string = string> {
  readonly rows: number;
  readonly ids: readonly Id[];
  readonly columns: readonly Columns[];
  /** `values[j][i]` is row i of column j. */
  readonly values: readonly Float64Array[];
  readonly categorical: readonly CategoricalColumn[];
  readonly preparation: Preparation;
  /** By column 1 in the rows whose value was missing and is the one that stands in for it; undefined where none was. Absent: no column has any. */
  readonly missing?: readonly (Uint8Array | undefined)[];
}

/**
 * A Matrix of numbers that are ready as they are (no preparation): one array per column.
 *
 * @throws RangeError where the columns differ in length, a value is no finite number, there are not as many ids as rows,
 *   or an id occurs twice.
 *
 * @example
 * const points = matrixOf({ x: [0, 0, 9], y: [0, 1, 9] });
 * console.log(points.rows, points.columns); // 3 [ 'x', 'y' ]
 */
export function matrixOf<Columns extends string>(
  columns: Readonly<Record<Columns, ArrayLike<number>>>,
  ids?: readonly Id[],
): Matrix<Columns> {
  const names = Object.keys(columns) as Columns[];
  const given = names.map((name) => Array.from(columns[name]));
  const rows = given[0]?.length ?? ids?.length ?? 0;
  given.forEach((column, j) => {
    if (column.length !== rows)
      throw new RangeError(`expected ${rows} values in ${names[j]}, as in ${names[0]}, got ${column.length}`);
    // Before they become doubles, where null would be 0.
    const bad = column.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) throw new RangeError(`expected finite numbers in ${names[j]}, got ${column[bad]} in row ${bad + 1}`);
  });
  if (ids !== undefined && ids.length !== rows)
    throw new RangeError(`expected ${rows} ids, one per row, got ${ids.length}`);
  const twice = new Set(ids).size === (ids?.length ?? 0) ? undefined : ids?.find((id, i) => ids.indexOf(id) < i);
  if (twice !== undefined) throw new RangeError(`expected each id once, got ${JSON.stringify(twice)} twice`);
  return {
    rows,
    ids: ids ?? Array.from({ length: rows }, (_, i) => i),
    columns: names,
    values: given.map((column) => Float64Array.from(column)),
    categorical: [],
    preparation: { id: "row", columns: names.map((column) => ({ column })), categorical: [] },
  };
}

/** Throws a TypeError unless it is a Matrix: a table, or a promise of one, is passed easily where nothing checks types. `where` may say which it is. */
export function requireMatrix(matrix: unknown, where = ""): asserts matrix is Matrix {
  if (Array.isArray((matrix as Partial<Matrix> | null | undefined)?.values)) return;
  const remedy = matrix instanceof Promise ? "" : "; make one with matrix(table, { columns })";
  throw new TypeError(`expected a Matrix${where}, got ${instead(matrix)}${remedy}`);
}

/** Throws a RangeError where a matrix made by hand holds what is no finite number. */
export function requireFinite({ columns, values }: Pick<Matrix, "columns" | "values">): void {
  values.forEach((column, j) => {
    if (column instanceof Float64Array && areFinite(column)) return;
    const row = column.findIndex((value) => !Number.isFinite(value));
    if (row >= 0)
      throw new RangeError(`expected finite numbers in ${columns[j]}, got ${column[row]} in row ${row + 1}`);
  });
}

/**
 * The column that names the rows (`id`, or "customer" where none is given) and its values, each of which occurs once.
 * Whole numbers too large for a double become text.
 *
 * @throws DataError where the column is absent, or an id is missing, occurs twice or is neither text nor a number.
 */
export function rowIds(source: Table, id?: string): { name: string; ids: Id[] } {
  const names = source.columnNames();
  if (id === undefined && !names.includes("customer"))
    throw new DataError(
      `expected a column that names the rows: there is no "customer", so pass id as one of ${names.map((name) => JSON.stringify(name)).join(", ") || "(no columns)"}`,
    );
  const name = id ?? "customer";
  requireColumn(names, name, "an id column");
  const cells = column(source, name);
  const ids = new Array<Id>(cells.length);
  const firstRow = new Map<Id, number>();
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i];
    const key = typeof cell === "bigint" ? (Number.isSafeInteger(Number(cell)) ? Number(cell) : String(cell)) : cell;
    if (typeof key !== "string" && !(typeof key === "number" && Number.isFinite(key)))
      throw new DataError(`expected an id that is text or a finite number, got ${key ?? "none"}`, {
        row: i + 1,
        column: name,
      });
    const before = firstRow.get(key);
    if (before !== undefined)
      throw new DataError(
        `expected each id once, got ${JSON.stringify(key)} in rows ${before} and ${i + 1}; make one row per id first`,
        { row: i + 1, column: name },
      );
    firstRow.set(key, i + 1);
    ids[i] = key;
  }
  return { name, ids };
}
