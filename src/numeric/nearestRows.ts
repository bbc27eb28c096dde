/** For each row, the rows nearest to it and how far away they are. */
export interface NearestRows {
  /** `rows[i * count + n]` is the n-th nearest row to row i, itself excluded; equally near ones in the order of the rows. */
  readonly rows: Int32Array;
  /** The squared Euclidean distances, ascending. */
  readonly distances: Float64Array;
  /** Neighbors of each row. */
  readonly count: number;
}

/**
 * The `count` nearest rows of each row, all pairs compared: time grows with the square of the rows, so this is for some thousands.
 *
 * Squares of the differences must not overflow: rows whose distance is infinite are taken in the order of the rows.
 *
 * `farther` is added to the squared distance of each row from all others, where it is given.
 *
 * @throws RangeError where `count` is not a whole number from 1 to one below the number of rows.
 */
export function nearestRows(
  columns: readonly Float64Array[],
  count: number,
  farther: Float64Array = new Float64Array(columns[0]?.length ?? 0),
): NearestRows {
  const size = columns[0]?.length ?? 0;
  if (!Number.isInteger(count) || count < 1 || count >= size)
    throw new RangeError(`expected a number of neighbors from 1 to ${size - 1}, got ${count}`);
  const rows = new Int32Array(size * count);
  const distances = new Float64Array(size * count).fill(Number.POSITIVE_INFINITY);
  const apart = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    apart.set(farther);
    for (const column of columns) {
      const own = column[i]!;
      for (let j = 0; j < size; j++) {
        const difference = column[j]! - own;
        apart[j]! += difference * difference;
      }
    }
    const first = i * count;
    const last = first + count - 1;
    let filled = 0;
    for (let j = 0; j < size; j++) {
      const distance = apart[j]!;
      if (j === i || (filled === count && !(distance < distances[last]!))) continue;
      let at = filled < count ? first + filled++ : last;
      while (at > first && distances[at - 1]! > distance) {
        distances[at] = distances[at - 1]!;
        rows[at] = rows[at - 1]!;
        at--;
      }
      distances[at] = distance;
      rows[at] = j;
    }
  }
  return { rows, distances, count };
}
