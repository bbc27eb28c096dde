import { type NetworkInputs, widthOf } from "./inputs.js";

/** Rows in which the expectation stands for what is missing, and how uncertain that is. */
export interface ExpectedRows {
  /** Row by row. */
  readonly values: Float32Array;
  /** By row the variance of what is missing in it; absent: nothing is. */
  readonly uncertain?: Float64Array;
}

/**
 * Puts the mean of a column where a number is missing, and the shares of the levels where a category is, and adds up their variances by row. The expected squared distance of two rows is then that of
 * their values and both uncertainties (Eirola and others 2013, with independent columns). Without the latter, rows would be near each other for what nobody knows of them.
 */
export function expectedRows({ rows, numbers, levels, values, known }: NetworkInputs): ExpectedRows {
  const width = widthOf({ numbers, levels });
  const expected = values.slice();
  let uncertain: Float64Array | undefined;
  const fill = (from: number, to: number, isMissing: (row: number) => boolean) => {
    const gone = Array.from({ length: rows }, (_, row) => row).filter(isMissing);
    if (gone.length === 0) return;
    uncertain ??= new Float64Array(rows);
    for (let j = from; j < to; j++) {
      let [sum, squares] = [0, 0];
      for (let row = 0; row < rows; row++) {
        if (isMissing(row)) continue;
        sum += values[row * width + j]!;
        squares += values[row * width + j]! ** 2;
      }
      const mean = sum / (rows - gone.length);
      for (const row of gone) {
        expected[row * width + j] = mean;
        uncertain[row]! += squares / (rows - gone.length) - mean ** 2;
      }
    }
  };
  if (known !== undefined) for (let j = 0; j < numbers; j++) fill(j, j + 1, (row) => known[row * width + j] === 0);
  let from = numbers;
  for (const count of levels) {
    const first = from;
    fill(first, first + count, (row) => !values.subarray(row * width + first, row * width + first + count).includes(1));
    from += count;
  }
  return uncertain === undefined ? { values } : { values: expected, uncertain };
}
