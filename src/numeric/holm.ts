/**
 * Holm's correction of p-values that were looked at together: each is multiplied by the number of those not smaller, kept in order and at most 1. The chance of
 * any false alarm stays below the level, whatever the tests have to do with each other.
 *
 * Source: Holm, A simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics 6 (1979).
 */
export function holm(p: readonly number[]): number[] {
  const order = Array.from(p.keys()).sort((a, b) => p[a]! - p[b]! || a - b);
  const corrected = new Array<number>(p.length);
  let least = 0;
  order.forEach((which, rank) => {
    least = Math.max(least, Math.min(1, p[which]! * (p.length - rank)));
    corrected[which] = least;
  });
  return corrected;
}
