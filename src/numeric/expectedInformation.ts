/**
 * Mutual information (in nats) that two groupings of these sizes have on average where the rows are dealt out by chance, the sizes being
 * kept: Vinh, Epps and Bailey (2010), equation 24a. The number of rows in common of two groups is hypergeometric then.
 */
export function expectedInformation(first: readonly number[], second: readonly number[]): number {
  const rows = first.reduce((sum, size) => sum + size, 0);
  // Groups of the same two sizes expect the same.
  const [a, b] = [tallySizes(first), tallySizes(second)];
  let total = 0;
  for (const [p, times] of a) for (const [q, often] of b) total += times * often * expectedCell(p, q, rows);
  return total;
}

function tallySizes(sizes: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const size of sizes) counts.set(size, (counts.get(size) ?? 0) + 1);
  return counts;
}

/** Mean of n / rows * log(rows n / (p q)) over the hypergeometric n, walking from its mode to where nothing is left. */
function expectedCell(p: number, q: number, rows: number): number {
  const [least, most] = [Math.max(0, p + q - rows), Math.min(p, q)];
  const mode = Math.min(most, Math.max(least, Math.floor(((p + 1) * (q + 1)) / (rows + 2))));
  const information = (n: number) => (n === 0 ? 0 : (n / rows) * Math.log((rows * n) / (p * q)));
  // Chances relative to the mode's: their sum divides in the end, so that no factorial is needed.
  let [sum, chances] = [information(mode), 1];
  for (let n = mode, chance = 1; n < most && chance > 1e-20; n++) {
    chance *= ((p - n) * (q - n)) / ((n + 1) * (rows - p - q + n + 1));
    chances += chance;
    sum += chance * information(n + 1);
  }
  for (let n = mode, chance = 1; n > least && chance > 1e-20; n--) {
    chance *= (n * (rows - p - q + n)) / ((p - n + 1) * (q - n + 1));
    chances += chance;
    sum += chance * information(n - 1);
  }
  return sum / chances;
}
