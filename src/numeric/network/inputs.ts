import type { Neighbors } from "./blockNeighbors.js";

/** Rows as a network reads them. */
export interface NetworkInputs {
  readonly rows: number;
  /** Numeric columns, which stand first. */
  readonly numbers: number;
  /** Levels of each category: so many columns of 0 and 1 stand for it, all 0 where its level is missing. */
  readonly levels: readonly number[];
  /** Row by row. */
  readonly values: Float32Array;
  /** Row by row 1 where the number of a column is known, and 0 where it is missing and in the columns of levels; absent: all are known. */
  readonly known?: Float32Array;
  /** Rows that are near to each row, where the network is to keep them near. */
  readonly neighbors?: Neighbors;
}

/** How much of the rows is known, as a share of rows x (numbers and categories). */
export function knownShare({ rows, numbers, levels, values, known }: NetworkInputs): number {
  const width = widthOf({ numbers, levels });
  let count = 0;
  for (let at = 0; at < values.length; at++) count += at % width < numbers ? (known?.[at] ?? 1) : values[at]!;
  return count / (rows * (numbers + levels.length));
}

/** Columns that a network reads. */
export function widthOf({ numbers, levels }: Pick<NetworkInputs, "numbers" | "levels">): number {
  return levels.reduce((sum, count) => sum + count, numbers);
}
