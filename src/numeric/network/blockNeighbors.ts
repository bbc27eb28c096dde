import { random } from "../../random.js";
import { nearestRows } from "../nearestRows.js";

/** Neighbors of rows. */
export interface Neighbors {
  /** Neighbors of each row. */
  readonly count: number;
  /** Row by row. */
  readonly rows: Int32Array;
}

/** Rows that are compared with each other: all where they are few, else blocks of so many that are drawn. */
const [few, block] = [5000, 2500];

/**
 * The rows nearest to each row (`values` row by row): among all where there are up to 5,000, else among some 2,500 that are drawn, so that the time grows with the rows and not
 * with their pairs. Yields between blocks.
 */
export function* blockNeighbors(
  values: Float32Array,
  width: number,
  most: number,
  seed: number,
): Generator<void, Neighbors> {
  const size = values.length / width;
  const blocks = size <= few ? 1 : Math.ceil(size / block);
  const order = Int32Array.from({ length: size }, (_, i) => i);
  if (blocks > 1) random(seed).fork(7).shuffle(order);
  const count = Math.min(most, Math.floor(size / blocks) - 1);
  const rows = new Int32Array(size * Math.max(0, count));
  for (let one = 0; one < blocks && count > 0; one++) {
    const members = order.subarray(Math.floor((one * size) / blocks), Math.floor(((one + 1) * size) / blocks));
    const columns = Array.from({ length: width }, (_, j) =>
      Float64Array.from(members, (row) => values[row * width + j]!),
    );
    const found = nearestRows(columns, count);
    members.forEach((row, i) => {
      for (let n = 0; n < count; n++) rows[row * count + n] = members[found.rows[i * count + n]!]!;
    });
    yield;
  }
  return { count: Math.max(0, count), rows };
}
