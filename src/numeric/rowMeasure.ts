/** A distance between the rows of a row-major array, computed for many pairs at a time. */
export interface RowMeasure {
  /** Writes the distances from `row` to `others[begin]` up to `others[end - 1]` to the first places of `into`. */
  from(row: number, others: Int32Array, begin: number, end: number, into: Float64Array): void;
}

/** Euclidean distances. Squares must neither overflow nor vanish (see `safeUnit`). */
export function euclideanMeasure(flat: Float64Array, width: number): RowMeasure {
  return {
    from(row, others, begin, end, into) {
      const own = row * width;
      for (let t = begin; t < end; t++) {
        const other = others[t]! * width;
        let sum = 0;
        for (let j = 0; j < width; j++) {
          const difference = flat[own + j]! - flat[other + j]!;
          sum += difference * difference;
        }
        into[t - begin] = Math.sqrt(sum);
      }
    },
  };
}

/**
 * Gower's distances (1971): the mean, over the columns that both rows have, of the difference where the first `numbers` columns are
 * concerned (values from 0 to 1), and of 0 for equal and 1 for unequal codes in the other columns. A negative code is missing and leaves
 * the column out of its pairs. NaN for two rows that have no column in common.
 */
export function gowerMeasure(flat: Float64Array, width: number, numbers: number): RowMeasure {
  return {
    from(row, others, begin, end, into) {
      const own = row * width;
      for (let t = begin; t < end; t++) {
        const other = others[t]! * width;
        let sum = 0;
        let columns = numbers;
        for (let j = 0; j < numbers; j++) sum += Math.abs(flat[own + j]! - flat[other + j]!);
        for (let j = numbers; j < width; j++) {
          const a = flat[own + j]!;
          const b = flat[other + j]!;
          if (a < 0 || b < 0) continue;
          columns++;
          if (a !== b) sum++;
        }
        into[t - begin] = sum / columns;
      }
    },
  };
}
