/**
 * The order and the signs in which factors are told: the largest sum of squares first (`squares`; the earlier one of equal ones), and each with
 * the `tellingSign` of its loadings (`rows * k`, row-major).
 */
export function tellingOrder(
  loadings: Float64Array,
  k: number,
  squares: ArrayLike<number>,
): { order: readonly number[]; signs: readonly number[] } {
  const rows = loadings.length / k;
  // Equal but for rounding is equal.
  const size = (f: number) => Number(squares[f]!.toPrecision(10));
  const order = Array.from({ length: k }, (_, f) => f).sort((a, b) => size(b) - size(a) || a - b);
  const signs = order.map((f) => tellingSign(Float64Array.from({ length: rows }, (_, i) => loadings[i * k + f]!)));
  return { order, signs };
}

/** The sign that makes loadings on one factor add up to more than 0; where they add up to nothing but rounding, the first of the largest positive. */
export function tellingSign(loadings: Float64Array): 1 | -1 {
  let [sum, all, lead] = [0, 0, 0];
  for (const value of loadings) {
    sum += value;
    all += Math.abs(value);
    if (Math.abs(value) > Math.abs(lead) * (1 + 1e-9)) lead = value;
  }
  return (Math.abs(sum) > 1e-9 * all ? sum : lead) < 0 ? -1 : 1;
}
