/** Rules that took rows, with the rows, customers and money that they took. */
export function tookRows(rules: {
  objects(): object[];
}): [rule: string, rows: number, customers: number, money: number][] {
  return rules
    .objects()
    .map((each) => each as { rule: string; rows: number; customers: number; amount: number })
    .filter((each) => each.rows > 0)
    .map(({ rule, rows, customers, amount }) => [rule, rows, customers, Number(amount.toFixed(2))]);
}
