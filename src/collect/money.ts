/**
 * SQL: whether an amount can be counted: finite, and below 1e20, beyond which it is a fault and sums would not fit the decimals
 * below. NaN sorts above every number in SQL, so that the range excludes it.
 */
export function usable(amount: string): string {
  return `(${amount} > -1e20 AND ${amount} < 1e20)`;
}

/**
 * SQL: an amount as a decimal of nine places. Doubles add up differently in every order of the rows, and so on every number of
 * threads; decimals give the same sum, bit for bit. Half a billionth per line is what that costs.
 */
export function exact(amount: string): string {
  return `CAST(CASE WHEN ${usable(amount)} THEN ${amount} END AS DECIMAL(38, 9))`;
}

/** SQL: the sum of the usable amounts, the same for every order of the rows; 0 where there is none. */
export function exactSum(amount: string, filter?: string): string {
  const only = filter === undefined ? "" : ` FILTER (WHERE ${filter})`;
  return `coalesce(CAST(sum(${exact(amount)})${only} AS DOUBLE), 0)`;
}
