import type { Work } from "./work.js";

/** Rows kept apart at least and at most: fewer tell nothing, and more nothing more. */
const [leastApart, mostApart] = [10, 10_000];

/** How many rows are kept apart for that share: none where they would be too few to tell anything. */
export function rowsApart(share: number, rows: number): number {
  const apart = Math.min(mostApart, Math.floor(share * rows));
  return apart < leastApart ? 0 : apart;
}

/** Which rows are learned from, and which only tell when to stop: drawn. */
export function splitRows({ data, plan, generator }: Work): { rows: Int32Array; validation: Int32Array } {
  const order = generator.fork(5).shuffle(Int32Array.from({ length: data.count }, (_, i) => i));
  const apart = rowsApart(plan.validation, data.count);
  return { validation: order.slice(0, apart).sort(), rows: order.slice(apart).sort() };
}
