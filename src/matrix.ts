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
  /** (x - center) / spread. */
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
}

/**
 * A Matrix of numbers that are ready as they are (no preparation): one array per column.
 *
 * @throws RangeError where the columns differ in length, or there are not as many ids as rows, or a value is not finite.
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
  const values = names.map((name) => Float64Array.from(columns[name]));
  const rows = values[0]?.length ?? ids?.length ?? 0;
  values.forEach((column, j) => {
    if (column.length !== rows)
      throw new RangeError(`expected ${rows} values in ${names[j]}, as in ${names[0]}, got ${column.length}`);
    const bad = column.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) throw new RangeError(`expected finite numbers in ${names[j]}, got ${column[bad]} in row ${bad + 1}`);
  });
  if (ids !== undefined && ids.length !== rows)
    throw new RangeError(`expected ${rows} ids, one per row, got ${ids.length}`);
  return {
    rows,
    ids: ids ?? Array.from({ length: rows }, (_, i) => i),
    columns: names,
    values,
    categorical: [],
    preparation: { id: "row", columns: names.map((column) => ({ column })), categorical: [] },
  };
}
