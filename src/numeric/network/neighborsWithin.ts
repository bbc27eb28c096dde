import { nearestRows } from "../nearestRows.js";

/** Some of the rows, among which neighbors are looked for, as they are sent to a thread. */
export interface NeighborsTask {
  readonly task: "neighbors";
  /** All rows, row by row, and their width. */
  readonly values: Float32Array;
  readonly width: number;
  /** Which rows are compared with each other. */
  readonly members: Int32Array;
  /** What is added to the squared distance of each member from all others; absent: nothing. */
  readonly farther?: Float64Array | undefined;
  /** Neighbors of each. */
  readonly count: number;
}

/** The nearest of the members to each of them: `count` rows each, in the order of the members. */
export function neighborsWithin({ values, width, members, farther, count }: NeighborsTask): Int32Array {
  const columns = Array.from({ length: width }, (_, j) =>
    Float64Array.from(members, (row) => values[row * width + j]!),
  );
  return nearestRows(columns, count, farther).rows.map((place) => members[place]!);
}
