import type { Work } from "./work.js";

/** Rows kept apart at most: more tell nothing more. */
const mostApart = 10_000;

/** Which rows are learned from, and which only tell when to stop: drawn, and none where there are too few to tell anything. */
export function splitRows({ data, plan, generator }: Work): { rows: Int32Array; validation: Int32Array } {
  const order = generator.fork(5).shuffle(Int32Array.from({ length: data.count }, (_, i) => i));
  const apart = Math.min(mostApart, Math.floor(plan.validation * data.count));
  const few = apart < 10 ? 0 : apart;
  return { validation: order.slice(0, few).sort(), rows: order.slice(few).sort() };
}
