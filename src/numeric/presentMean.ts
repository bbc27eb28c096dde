/** Mean of the values that are there (NaN is missing); NaN where none is. */
export function presentMean(values: Float64Array): number {
  let [rows, sum] = [0, 0];
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    rows++;
    sum += value;
  }
  return sum / rows;
}
