/**
 * Spearman's rank correlations of columns (NaN is missing), row-major: each pair over the rows that have both values, ranked among these, equal values
 * at their mean rank. NaN where one of the two does not vary there. As pandas' `corr(method="spearman")`.
 */
export function rankCorrelations(columns: readonly Float64Array[]): Float64Array {
  const size = columns.length;
  const rows = columns[0]?.length ?? 0;
  const orders = columns.map(ascending);
  const whole = orders.map((order) => order.length === rows);
  const own = columns.map((values, j) => (whole[j] ? ranks(values, orders[j]!, values) : undefined));
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    matrix[i * size + i] = 1;
    for (let j = 0; j < i; j++) {
      const [a, b] = [columns[i]!, columns[j]!];
      // Ranks among all rows hold where nothing is missing.
      const left = own[i] !== undefined && whole[j] ? own[i]! : ranks(a, orders[i]!, b);
      const right = own[j] !== undefined && whole[i] ? own[j]! : ranks(b, orders[j]!, a);
      const value = correlation(left, right);
      matrix[i * size + j] = value;
      matrix[j * size + i] = value;
    }
  }
  return matrix;
}

/** Rows that have a value, by its size. */
function ascending(values: Float64Array): Uint32Array {
  const order = new Uint32Array(values.length);
  let count = 0;
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i]!)) order[count++] = i;
  return order.subarray(0, count).sort((a, b) => values[a]! - values[b]! || a - b);
}

/** Mean ranks of the rows that `other` has, too; 0 elsewhere (ranks begin at 1). */
function ranks(values: Float64Array, order: Uint32Array, other: Float64Array): Float64Array {
  const found = new Float64Array(values.length);
  const both = order.filter((row) => !Number.isNaN(other[row]!));
  for (let from = 0; from < both.length; ) {
    let to = from + 1;
    while (to < both.length && values[both[to]!] === values[both[from]!]) to++;
    for (let k = from; k < to; k++) found[both[k]!] = (from + 1 + to) / 2;
    from = to;
  }
  return found;
}

/** Correlation of ranks; where one is 0 so is the other, and the row does not count. */
function correlation(a: Float64Array, b: Float64Array): number {
  let n = 0;
  let sum = 0;
  for (let i = 0; i < a.length; i++)
    if (a[i]! > 0 && b[i]! > 0) {
      n++;
      sum += a[i]!;
    }
  // Mean ranks add up to the same, whatever the ties.
  const middle = sum / n;
  let [shared, left, right] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    if (!(a[i]! > 0 && b[i]! > 0)) continue;
    const [x, y] = [a[i]! - middle, b[i]! - middle];
    shared += x * y;
    left += x * x;
    right += y * y;
  }
  const spread = Math.sqrt(left * right);
  return spread > 0 ? Math.max(-1, Math.min(1, shared / spread)) : Number.NaN;
}
