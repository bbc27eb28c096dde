import { readable } from "../readable.js";
import type { Layout } from "./figure.js";

/** A logarithmic axis with ticks at powers of ten, and between them where there are few. */
export function logScale(low: number, high: number): Layout {
  const decades = Math.log10(high / low);
  const steps = decades > 4 ? [1] : decades > 1.8 ? [1, 3] : [1, 2, 5];
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++)
    for (const step of steps) {
      const tick = Number((step * 10 ** power).toPrecision(1));
      if (tick >= low * 0.8 && tick <= high * 1.25) ticks.push(tick);
    }
  const kept = ticks.length > 7 ? ticks.filter((_, i) => i % Math.ceil(ticks.length / 6) === 0) : ticks;
  return { type: "log", tickvals: kept, ticktext: kept.map((tick) => readable(tick)) };
}
